package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index saves parsing and never says anything but what parsing would. */
class FileIndexTest {
  private static final int FILES = 40;
  private static final Instant FILED = Instant.parse("2026-01-02T03:04:05.000000123Z");
  private static final InstantSource LATER = InstantSource.fixed(FILED.plusSeconds(3));

  @TempDir Path root;
  private Path file = Path.of("");

  @BeforeEach
  void writeIssues() throws IOException {
    file = root.resolve("index");
    Files.createDirectories(root.resolve("issues"));
    for (int i = 1; i <= FILES; i++) {
      write(i, "---\npriority: P" + i % 10 + "\nlabels: [ä, b]\n---\n# Issue\n");
    }
    write(
        1,
        "---\nstatus: odd\ncreated_at: 2026-01-01\nparent: E-1\ndepends_on: 3\ntouches: [src/, a.x, ../x]\n---\n");
    write(
        2,
        "---\nurl: https://example.org/2\nblocked_by: [A-1, X-9, '?']\nblocks: A-3\nordinal: 5\n---\n\nText 日本\n");
    write(3, "---\n: : [\n---\n");
    write(4, "\uFEFFno front matter\n## Blocked By\n- A-5\n");
  }

  private Path path(int number) {
    return root.resolve("issues/A-" + number + ".md");
  }

  private void write(int number, String text) throws IOException {
    Files.writeString(path(number), text);
    Files.setLastModifiedTime(path(number), FileTime.from(FILED));
  }

  private FileIndex index() {
    return FileIndex.at(file, "build", LATER);
  }

  private BacklogReading read(FileIndex index) throws IOException {
    return new MarkdownBacklog(root, List.of(), index).read().checked();
  }

  private int parsedNow(FileIndex index) throws IOException {
    int before = index.parsed();
    assertThat(read(index)).isEqualTo(new MarkdownBacklog(root, List.of()).read().checked());
    return index.parsed() - before;
  }

  private void saved() throws IOException {
    FileIndex first = index();
    read(first);
    first.save();
  }

  @Test
  void aSecondReadingParsesNothingAndSaysTheSameInThisProcessAndTheNext() throws IOException {
    FileIndex first = index();
    assertThat(parsedNow(first)).isEqualTo(FILES);
    assertThat(parsedNow(first)).isZero();
    first.save();
    assertThat(parsedNow(index())).isZero();
  }

  @Test
  void nothingIsWrittenButBySaving() throws IOException {
    read(index());
    read(FileIndex.inMemory(LATER));
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatChangedInAnyWayIsParsed() throws IOException {
    saved();
    Files.setLastModifiedTime(path(5), FileTime.from(FILED.minusNanos(1)));
    write(6, "---\npriority: P7\nlabels: [ä, b]\n---\n# Issue\n"); // same length, time and inode
    write(7, "longer or shorter");
    Path copy = Files.copy(path(8), root.resolve("copy"));
    Files.move(copy, path(8), StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(path(8), FileTime.from(FILED)); // another inode
    Files.delete(path(9));
    Files.move(path(10), path(110));

    assertThat(parsedNow(index())).isEqualTo(5);
  }

  @Test
  void aFileModifiedLessThanTwoSecondsAgoIsNeverTrusted() throws IOException {
    FileIndex index = FileIndex.at(file, "build", InstantSource.fixed(FILED.plusSeconds(1)));
    assertThat(parsedNow(index)).isEqualTo(FILES);
    assertThat(parsedNow(index)).isEqualTo(FILES);
    index.save();
    assertThat(parsedNow(index())).isEqualTo(FILES);
  }

  @Test
  void anIndexOfAnotherBuildIsNotUsed() throws IOException {
    saved();
    assertThat(parsedNow(FileIndex.at(file, "other", LATER))).isEqualTo(FILES);
  }

  @Test
  void aDamagedIndexIsNotUsedWhereverTheDamageIs() throws IOException {
    saved();
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(11);
    for (int i = 0; i < 50; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      assertThat(parsedNow(index())).isEqualTo(FILES);
      Files.write(file, Arrays.copyOf(whole, random.nextInt(whole.length)));
      assertThat(parsedNow(index())).isEqualTo(FILES);
    }
  }

  @Test
  void aWellFormedIndexThatHoldsNonsenseIsNotUsed() throws IOException {
    byte[] nonsense = "not an index at all".getBytes(StandardCharsets.UTF_8);
    Files.write(file, nonsense);
    assertThat(parsedNow(index())).isEqualTo(FILES);
    Files.delete(file);
    Files.createDirectory(file);
    FileIndex index = index();
    assertThat(parsedNow(index)).isEqualTo(FILES);
    index.save();
    assertThat(file).isDirectory();
  }

  @Test
  void aSmallBacklogNeedsNoIndex() throws IOException {
    for (int i = 20; i <= FILES; i++) {
      Files.delete(path(i));
    }
    FileIndex index = index();
    read(index);
    assertThat(index.parsed()).isZero();
    index.save();
    assertThat(file).doesNotExist();
  }
}
