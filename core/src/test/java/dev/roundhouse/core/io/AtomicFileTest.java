package dev.roundhouse.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replaced as a whole or not at all. */
class AtomicFileTest {
  @TempDir Path directory;

  @Test
  void holdsWhatItWasGivenLastAndLeavesNothingElse() throws IOException {
    AtomicFile file = new AtomicFile(directory.resolve("state"));
    assertThat(file.read()).isEmpty();

    file.replace(new byte[] {1});
    file.replace(new byte[] {2, 3});

    assertThat(file.read()).contains(new byte[] {2, 3});
    try (var all = Files.list(directory)) {
      assertThat(all).hasSize(1);
    }
  }

  @Test
  void aReplacementThatFailsLeavesTheOldContentAndNoLitter() throws IOException {
    Path target = Files.createDirectory(directory.resolve("a directory in the way"));
    Files.writeString(target.resolve("inside"), "old");

    assertThatThrownBy(() -> new AtomicFile(target).replace(new byte[] {1}))
        .isInstanceOf(IOException.class);

    assertThat(target.resolve("inside")).hasContent("old");
    try (var all = Files.list(directory)) {
      assertThat(all).hasSize(1);
    }
  }
}
