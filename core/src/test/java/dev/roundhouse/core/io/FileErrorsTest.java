package dev.roundhouse.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real file operation fails with is a sentence. */
class FileErrorsTest {
  @TempDir Path folder;

  @Test
  void theFileAndTheReasonAreNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path none = folder.resolve("none");

    assertThat(told(() -> Files.readString(none))).isEqualTo(none + " does not exist");
    assertThat(told(() -> Files.createFile(file))).isEqualTo(file + " already exists");
    assertThat(told(() -> listed(file))).isEqualTo(file + " is not a directory");
    assertThat(told(() -> Files.delete(folder))).isEqualTo(folder + " is not empty");
  }

  @Test
  void aReasonOfTheSystemsOwnIsKept() {
    assertThat(FileErrors.describe(new FileSystemException("/x", null, "No space left on device")))
        .isEqualTo("/x: No space left on device");
    assertThat(FileErrors.describe(new IOException("the journal is damaged")))
        .isEqualTo("the journal is damaged");
    assertThat(FileErrors.describe(new EOFException())).isEqualTo("EOF");
  }

  private static void listed(Path file) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(file)) {
      assertThat(all).isEmpty();
    }
  }

  private static String told(ThrowingCallable call) {
    IOException failed = catchThrowableOfType(IOException.class, call);
    return FileErrors.describe(failed);
  }
}
