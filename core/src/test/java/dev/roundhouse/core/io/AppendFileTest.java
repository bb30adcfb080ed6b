package dev.roundhouse.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.testing.Fault;
import dev.roundhouse.core.testing.WatchedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that only grows, on a disk that fails: it keeps its promise or says that it cannot. */
class AppendFileTest {
  private static final byte[] RECORD = {1, 2, 3, 4};

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void makeFile() throws IOException {
    path = Files.createFile(directory.resolve("file"));
  }

  private AppendFile file(int change, Fault.Manner manner) throws IOException {
    return new AppendFile(path, new WatchedDisk(new Fault(change, manner, "disk broken")));
  }

  @Test
  void aShortWriteIsCutBackAndTheNextOneFits() throws IOException {
    try (AppendFile file = file(0, Fault.Manner.SHORT)) {
      assertThatThrownBy(() -> file.append(0, RECORD)).hasMessage("disk broken");
      assertThat(file.length()).isZero();
      file.append(0, RECORD);
      file.force(() -> {});
      assertThat(file.read(0, 9)).isEqualTo(RECORD);
    }
  }

  @Test
  void afterAFailedForceEverybodyWhoWaitsHearsThatTheOutcomeIsUnknown() throws IOException {
    try (AppendFile file = file(1, Fault.Manner.REFUSED)) {
      file.append(0, RECORD);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> file.force(() -> {}))
            .hasMessageContaining("unknown")
            .hasMessageEndingWith("disk broken");
      }
      assertThatThrownBy(() -> file.append(RECORD.length, RECORD)).hasMessageContaining("failed");
      assertThat(file.read(0, 9)).isEqualTo(RECORD);
    }
  }

  @Test
  void whereItsNameCannotBeForcedTheOutcomeIsUnknownToo() throws IOException {
    try (AppendFile file = file(9, Fault.Manner.REFUSED)) {
      file.append(0, RECORD);
      AppendFile.Names broken =
          () -> {
            throw new IOException("no such luck");
          };
      assertThatThrownBy(() -> file.force(broken)).hasMessageContaining("unknown");
      assertThatThrownBy(() -> file.force(() -> {})).hasMessageContaining("unknown");
    }
  }

  @Test
  void whereAShortWriteCannotBeCutBackNothingIsAddedBehindIt() throws IOException {
    try (AppendFile file = file(0, Fault.Manner.DEAD)) {
      assertThatThrownBy(() -> file.append(0, RECORD)).hasMessage("disk broken");
      assertThatThrownBy(() -> file.append(0, RECORD)).hasMessageContaining("failed before");
    }
  }
}
