package dev.roundhouse.core.journal;

import static dev.roundhouse.core.journal.JournalTexts.append;
import static dev.roundhouse.core.journal.JournalTexts.bytes;
import static dev.roundhouse.core.journal.JournalTexts.divide;
import static dev.roundhouse.core.journal.JournalTexts.end;
import static dev.roundhouse.core.journal.JournalTexts.settle;
import static dev.roundhouse.core.journal.JournalTexts.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.io.Disk;
import dev.roundhouse.core.testing.Change;
import dev.roundhouse.core.testing.WatchedDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal in files: what a crash may leave is cut off, what it cannot is reported. */
class FileJournalTest {
  @TempDir Path root;

  private Journal open() throws IOException {
    return FileJournal.open(directory());
  }

  private Path directory() {
    return root.resolve("journal");
  }

  private Path file() {
    return file(1);
  }

  private Path file(int number) {
    return directory().resolve("0000000" + number + ".jsonl");
  }

  private void fill(int records) throws IOException {
    try (Journal journal = open()) {
      long end = end(journal);
      for (int i = 1; i <= records; i++) {
        end = append(journal, end, "record " + i);
        journal.force(end);
      }
    }
  }

  @Test
  void theNamesOfDirectoriesThatADeadProcessMadeAreDurableBeforeTheFirstRecord()
      throws IOException {
    Files.createDirectories(directory());
    List<Change> made = new ArrayList<>();
    Disk disk = new WatchedDisk(WatchedDisk.Watcher.after(made::add));

    FileJournal.open(directory(), disk, 1000).close();

    List<Path> forced = made.stream().map(Change::file).toList();
    assertThat(forced.subList(0, 2)).containsExactlyInAnyOrder(root, root.getParent());
    assertThat(made.subList(0, 2)).allMatch(each -> each.kind() == Change.Kind.FORCE_NAMES);
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
        assertThat(texts(journal, 0)).containsExactly("record 1", "record 2");
        assertThat(settle(journal)).contains("removed");
        append(journal, start, "instead");
        assertThat(texts(journal, 0)).containsExactly("record 1", "record 2", "instead");
      }
      assertThat(directory().resolve("torn-" + start + ".bytes")).exists();
    }
  }

  @Test
  void aSecondTornTailAtTheSamePlaceIsKeptBesideTheFirst() throws IOException {
    fill(1);
    long end = Files.size(file());
    for (String tail : new String[] {"first", "second"}) {
      Files.writeString(file(), tail, StandardOpenOption.APPEND);
      try (Journal journal = open()) {
        settle(journal);
      }
    }
    assertThat(directory().resolve("torn-" + end + ".bytes")).hasContent("first");
    assertThat(directory().resolve("torn-" + end + "-2.bytes")).hasContent("second");
  }

  @Test
  void readsOnFromTheEndOfALongRecordWithTheRightNumber() throws IOException {
    long end;
    try (Journal journal = open()) {
      end = append(journal, append(journal, end(journal), "one"), "x".repeat(20_000));
      journal.force(end);
    }
    try (Journal journal = open()) {
      assertThat(journal.read(end).payloads()).isEmpty();
      append(journal, end, "three");
    }
    try (Journal journal = open()) {
      assertThat(texts(journal, 0)).hasSize(3);
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
      assertThat(settle(journal)).contains("512 bytes");
      assertThat(end(journal)).isEqualTo(end);
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
            .hasMessageContaining(file() + ":4:");
        assertThatThrownBy(() -> settle(journal)).isInstanceOf(JournalDamagedException.class);
      }
      assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
    }
  }

  private FileJournal small() throws IOException {
    return FileJournal.open(directory(), Disk.real(), 150);
  }

  @Test
  void goesOnInANewFileWhenOneIsFullAndReadsAcrossThem() throws IOException {
    try (FileJournal journal = small();
        FileJournal other = small()) {
      long end = end(journal);
      for (int i = 1; i <= 20; i++) {
        end = append(journal, end, "record number " + i);
        assertThat(texts(other, 0)).hasSize(i).last().isEqualTo("record number " + i);
      }
      assertThat(file(4)).exists();
      long elsewhere = end(other);
      append(other, elsewhere, "by the other");
      assertThat(texts(journal, end)).containsExactly("by the other");
    }
    try (Journal again = open()) {
      assertThat(texts(again, 0)).hasSize(21);
    }
  }

  @Test
  void aWriterThatMissedADivisionIsToldAndGoesOnBehindIt() throws IOException {
    try (FileJournal journal = small();
        FileJournal other = small()) {
      long end = append(journal, end(journal), "one");
      end(other);
      long border = divide(journal, end);
      assertThatThrownBy(() -> append(other, end, "lost"))
          .isInstanceOf(StalePositionException.class);
      journal.forget(border);
      assertThat(other.read(end).end()).isEqualTo(border);
      assertThat(append(other, border, "two")).isGreaterThan(border);
      assertThat(texts(journal, border)).containsExactly("two");
    }
  }

  @Test
  void aMissingOrForeignFileInTheMiddleIsDamage() throws IOException {
    try (FileJournal journal = small()) {
      long end = end(journal);
      for (int i = 1; i <= 20; i++) {
        end = append(journal, end, "record number " + i);
      }
      journal.force(end);
    }
    byte[] second = Files.readAllBytes(file(2));
    Files.write(file(2), Files.readAllBytes(file(3)));
    refusesToRead(file(2));
    Files.write(file(2), Arrays.copyOf(second, second.length - 1));
    refusesToRead(file(2));
    Files.delete(file(2));
    refusesToRead(file(1));
  }

  /** A journal of some files, the later ones named as a JVM in Arabic and in Hindi named them. */
  private List<String> fillAndNameForeign() throws IOException {
    try (FileJournal journal = small()) {
      long end = end(journal);
      for (int i = 1; i <= 20; i++) {
        end = append(journal, end, "record number " + i);
      }
      journal.force(end);
      List<String> all = texts(journal, 0);
      Files.move(file(2), foreign("\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0662"));
      Files.move(file(3), foreign("\u0966\u0966\u0966\u0966\u0966\u0966\u0966\u0969"));
      return all;
    }
  }

  private Path foreign(String digits) {
    return directory().resolve(digits + ".jsonl");
  }

  @Test
  void filesNamedInTheDigitsOfAnotherScriptAreNamedProperlyAndReadOn() throws IOException {
    List<String> before = fillAndNameForeign();

    try (FileJournal journal = small()) {
      assertThat(texts(journal, 0)).isEqualTo(before).hasSize(20);
      append(journal, end(journal), "the next");
    }
    assertThat(file(2)).exists();
    assertThat(directory().toFile().list()).allMatch(each -> each.matches("[0-9]{8}\\.jsonl"));
  }

  @Test
  void aReaderRefusesThemAndSaysWhatToDo() throws IOException {
    var unused = fillAndNameForeign();

    assertThatThrownBy(() -> FileJournal.reader(directory()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            foreign("\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0662") + " belongs to the journal")
        .hasMessageContaining("rename it to 00000002.jsonl, or start a run, which does");
  }

  @Test
  void aSecondJournalBesideOneIsRefusedAndNothingTouched() throws IOException {
    var unused = fillAndNameForeign();
    Files.writeString(file(3), "the second");
    String[] before = Objects.requireNonNull(directory().toFile().list());

    assertThatThrownBy(this::small)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a second file 3 of the journal")
        .hasMessageContaining("beside 00000003.jsonl");
    assertThat(directory().toFile().list()).containsExactlyInAnyOrder(before);
    assertThat(file(3)).hasContent("the second");
  }

  private void refusesToRead(Path named) throws IOException {
    try (FileJournal journal = small()) {
      assertThatThrownBy(() -> texts(journal, 0))
          .isInstanceOf(JournalDamagedException.class)
          .hasMessageContaining(named + ":");
    }
  }

  @Test
  void aFileOfAnotherProductIsNotTouched() throws IOException {
    Files.createDirectories(directory());
    Files.writeString(file(), "2026-01-01 an innocent log\nof something else");

    refusesToRead(file());
    assertThatThrownBy(
            () -> {
              try (Journal journal = open()) {
                settle(journal);
              }
            })
        .isInstanceOf(JournalDamagedException.class);

    assertThat(file()).hasContent("2026-01-01 an innocent log\nof something else");
  }

  @Test
  void aNewerFormatIsRefusedUntouched() throws IOException {
    Files.createDirectories(directory());
    byte[] header = bytes("{\"journal\":\"roundhouse\",\"v\":3,\"shape\":\"round\"}");
    byte[] line = new JournalLine(1, 0, header).encode();
    Files.write(file(), line);
    try (Journal journal = open()) {
      assertThatThrownBy(() -> journal.read(0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("newer Roundhouse (format 3)");
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(line);
  }
}
