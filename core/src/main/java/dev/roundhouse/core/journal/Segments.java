package dev.roundhouse.core.journal;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.Disk;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of one journal in one directory, each opened on first use. The caller must guard it.
 */
final class Segments implements Closeable {
  private static final Pattern NAME = Pattern.compile("([0-9]{8})\\.jsonl");

  private final Path directory;
  private final Disk disk;
  private final TreeMap<Integer, Segment> open = new TreeMap<>();
  private final List<Segment> retired = new ArrayList<>();

  Segments(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  /**
   * Creates the first file if there is none; only under the lock, because it cleans up after
   * crashes.
   */
  void begin() throws IOException {
    AtomicFile.tidy(directory, disk);
    SegmentNameRepair.repair(directory, disk);
    if (numbers(directory).isEmpty()) {
      forceNamesAbove();
      Segment.create(directory, 1, 0, 1, "", disk);
    }
  }

  /**
   * Makes the names of the directories durable; the process that created them may have died, or be
   * about to, before it did so.
   */
  private void forceNamesAbove() throws IOException {
    Path above = directory.toAbsolutePath().getParent();
    for (int level = 0; level < 2 && above != null && Files.isReadable(above); level++) {
      disk.force(above);
      above = above.getParent();
    }
  }

  /** Returns the existing files by number. */
  static NavigableMap<Integer, Path> numbers(Path directory) throws IOException {
    NavigableMap<Integer, Path> found = new TreeMap<>();
    for (Path each : Directories.entries(directory)) {
      Matcher name = NAME.matcher(each.getFileName().toString());
      if (name.matches()) {
        found.put(Integer.parseInt(name.group(1)), each);
      }
    }
    return found;
  }

  /**
   * Returns the file that contains {@code position}.
   *
   * @throws PositionGoneException if the position has been forgotten
   */
  Segment holding(long position) throws IOException {
    Segment last = open.isEmpty() ? null : open.lastEntry().getValue();
    if (last == null || !last.exists() || last.hasNext() || position <= last.base()) {
      refresh();
    }
    Segment found = open.firstEntry().getValue();
    if (position < found.base() || (position == found.base() && position > 0)) {
      throw new PositionGoneException(position, found.base());
    }
    for (Segment each : open.values()) {
      found = each.base() < position ? each : found;
    }
    return found;
  }

  /** Returns the position at which the first file begins. */
  long beginning() throws IOException {
    refresh();
    return open.firstEntry().getValue().base();
  }

  /** Opens new files and closes forgotten ones. */
  private void refresh() throws IOException {
    NavigableMap<Integer, Path> there = numbers(directory);
    while (!openAll(there)) {
      there = numbers(directory);
    }
    while (open.firstKey() < there.firstKey()) {
      retire(open.firstKey());
    }
  }

  /**
   * Opens all of {@code there}; returns false if one could not be opened because it was just
   * forgotten.
   */
  private boolean openAll(NavigableMap<Integer, Path> there) throws IOException {
    if (there.isEmpty()) {
      throw new JournalDamagedException(
          directory.resolve("00000001.jsonl"), 1, "all files of the journal are missing");
    }
    for (Map.Entry<Integer, Path> each : there.entrySet()) {
      try {
        get(each.getKey());
      } catch (FileNotFoundException absent) {
        if (Files.exists(each.getValue())) {
          throw absent; // it exists but may not be opened
        }
        return false;
      }
      if (there.higherKey(each.getKey()) != null && isGap(each.getKey())) {
        throw new JournalDamagedException(
            each.getValue(), 1, "the file after it is missing, though later ones are there");
      }
    }
    return true;
  }

  /**
   * Tells whether the next file is missing although this one exists; files are forgotten from the
   * first on, so that must not happen.
   */
  private boolean isGap(int number) {
    return !Files.exists(Segment.path(directory, number + 1))
        && Files.exists(Segment.path(directory, number));
  }

  /**
   * Retires a file without closing it: another thread may be forcing it, so it is closed with the
   * rest.
   */
  private void retire(int number) {
    Segment gone = open.remove(number);
    if (gone != null) {
      retired.add(gone);
    }
  }

  private Segment get(int number) throws IOException {
    Segment known = open.get(number);
    if (known == null) {
      known = Segment.open(directory, number, disk);
      open.put(number, known);
    }
    return known;
  }

  /**
   * Returns the file after {@code segment}, which had a successor a moment ago.
   *
   * @throws PositionGoneException if it has been forgotten since
   */
  Segment next(Segment segment) throws IOException {
    try {
      return get(segment.number() + 1);
    } catch (FileNotFoundException absent) {
      if (segment.hasNext()) {
        throw absent;
      }
      throw new PositionGoneException(segment.base(), segment.end());
    }
  }

  /** Creates the file after {@code last}, which ends at {@code base} with {@code line}. */
  Segment add(Segment last, long base, JournalLine line) throws IOException {
    Segment.create(directory, last.number() + 1, base, line.sequence() + 1, line.seal(), disk);
    return next(last);
  }

  /**
   * Deletes the files that end at or before {@code position}, in order. Each deletion is durable
   * before the next, even the last one of a process that died: a power loss leaves no gap.
   */
  long forget(long position) throws IOException {
    refresh();
    disk.force(directory);
    long freed = 0;
    while (open.size() > 1 && secondBase() <= position) {
      Segment first = open.firstEntry().getValue();
      freed += first.file().length();
      disk.delete(first.file().path());
      retire(first.number());
      disk.force(directory);
    }
    return freed;
  }

  private long secondBase() {
    return Optional.ofNullable(open.higherEntry(open.firstKey())).orElseThrow().getValue().base();
  }

  /** Makes the names of all files durable, whichever process created them. */
  void forceNames() throws IOException {
    disk.force(directory);
  }

  @Override
  public void close() throws IOException {
    retired.addAll(open.values());
    open.clear();
    for (Segment each : retired) {
      each.close();
    }
    retired.clear();
  }
}
