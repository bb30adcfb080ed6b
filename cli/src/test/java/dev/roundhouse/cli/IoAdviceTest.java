package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only a failure that the disk caused comes with advice about space. */
class IoAdviceTest {
  @TempDir Path directory;

  private String of(IOException failed) {
    return IoAdvice.of(failed, directory);
  }

  @Test
  void aFullDiskOrQuotaIsToBeCleared() {
    assertThat(of(new FileSystemException("/x", null, "No space left on device")))
        .contains("space");
    assertThat(of(new IOException("git: fatal: Disk quota exceeded"))).contains("space");
  }

  @Test
  void otherFailuresSayNothingOfSpace() {
    assertThat(of(new AccessDeniedException("/x"))).contains("permissions").doesNotContain("space");
    assertThat(of(new IOException("git: /x: Permission denied"))).contains("permissions");
    assertThat(of(new NoSuchFileException("/x"))).contains("path").doesNotContain("space");
    assertThat(of(new IOException("/x: Read-only file system"))).contains("writable");
    assertThat(of(new IOException("another process moved x"))).doesNotContain("space");
  }
}
