package dev.roundhouse.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal in a file: what a crash may leave is cut off, what it cannot is reported. */
class FileJournalTest extends JournalContract {
  @TempDir Path directory;

  @Override
  Journal open() throws IOException {
    return FileJournal.open(directory);
  }

  private Path file() {
    return directory.resolve("00000001.jsonl");
  }

  private void fill(int records) throws IOException {
    try (Journal journal = open()) {
      long end = 0;
      for (int i = 1; i <= records; i++) {
        end = journal.append(end, bytes("record " + i));
        journal.force(end);
      }
    }
  }

  @Test
  void everyCutThroughTheLastRecordIsATornTail() throws IOException {
    fill(3);
    byte[] whole = Files.readAllBytes(file());
    int start =
        new String(whole, StandardCharsets.US_ASCII).lastIndexOf('\n', whole.length - 2) + 1;
    for (int length = start + 1; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      try (Journal journal = open()) {
        assertThat(texts(journal.read(0))).containsExactly("record 1", "record 2");
        assertThat(journal.settle()).contains("cut off");
        journal.append(start, bytes("instead"));
        assertThat(texts(journal.read(0))).containsExactly("record 1", "record 2", "instead");
      }
      assertThat(directory.resolve("torn-" + start + ".bytes")).exists();
    }
  }

  @Test
  void aSecondTornTailAtTheSamePlaceIsKeptBesideTheFirst() throws IOException {
    fill(1);
    long end = Files.size(file());
    for (String tail : new String[] {"first", "second"}) {
      Files.writeString(file(), tail, StandardOpenOption.APPEND);
      try (Journal journal = open()) {
        journal.settle();
      }
    }
    assertThat(directory.resolve("torn-" + end + ".bytes")).hasContent("first");
    assertThat(directory.resolve("torn-" + end + "-2.bytes")).hasContent("second");
  }

  @Test
  void readsOnFromTheEndOfALongRecordWithTheRightNumber() throws IOException {
    long end;
    try (Journal journal = open()) {
      end = journal.append(journal.append(0, bytes("one")), bytes("x".repeat(20_000)));
      journal.force(end);
    }
    try (Journal journal = open()) {
      assertThat(journal.read(end).payloads()).isEmpty();
      journal.append(end, bytes("three"));
    }
    try (Journal journal = open()) {
      assertThat(journal.read(0).payloads()).hasSize(3);
      assertThat(journal.seal(end - 1)).isEmpty();
    }
    try (Journal journal = open()) {
      assertThatThrownBy(() -> journal.read(end - 1)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void zerosBehindTheLastRecordAreATornTail() throws IOException {
    fill(2);
    long end = Files.size(file());
    Files.write(file(), new byte[512], StandardOpenOption.APPEND);
    try (Journal journal = open()) {
      assertThat(journal.settle()).contains("512 bytes");
      assertThat(journal.read(0).end()).isEqualTo(end);
    }
  }

  @Test
  void aFlippedBitInWhatWasDurableIsReportedWithItsLineAndNothingIsChanged() throws IOException {
    fill(5);
    byte[] whole = Files.readAllBytes(file());
    int third = new String(whole, StandardCharsets.US_ASCII).indexOf("record 3");
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = whole.clone();
      damaged[third + random.nextInt(8)] ^= (byte) (1 << random.nextInt(7));
      Files.write(file(), damaged);
      try (Journal journal = open()) {
        assertThatThrownBy(() -> journal.read(0))
            .isInstanceOf(JournalDamagedException.class)
            .hasMessageContaining(file() + ":3:");
        assertThatThrownBy(journal::settle).isInstanceOf(JournalDamagedException.class);
      }
      assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
    }
  }

  @Test
  void anInterruptedThreadCannotCloseIt() throws IOException {
    try (Journal journal = open()) {
      Thread.currentThread().interrupt();
      long end = journal.append(0, bytes("one"));
      journal.force(end);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(texts(journal.read(0))).containsExactly("one");
    }
  }
}
