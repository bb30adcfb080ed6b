package dev.roundhouse.core.journal;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.Disk;
import dev.roundhouse.core.io.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A journal in files of checksummed lines; see {@link Journal}. A file that has grown past a limit
 * is forced and the next one started; {@link #forget} deletes whole files. An interrupt neither
 * stops nor closes anything here.
 *
 * <p>Safe for use by any number of threads, instances and processes; proven by {@code
 * LedgerRaceTest} and {@code ProcessStressTest}, with real processes, and by {@code PowerLossTest}
 * and {@code CrashTableTest} for what survives.
 */
public final class FileJournal implements Journal {
  private static final long READ_AT_ONCE = 4 << 20;
  private static final long LONGEST_FILE = 16 << 20;

  private final Path directory;
  private final Disk disk;
  private final LockFile lock;
  private final long longest;
  private final Segments segments;
  private final Object io = new Object();
  private final GroupCommit forcing = new GroupCommit();
  private @Nullable Segment current;
  private long knownEnd;
  private long nextSequence = 1;

  private FileJournal(Path directory, Disk disk, long longest, Segments segments) {
    this.directory = directory;
    this.disk = disk;
    this.lock = new LockFile(directory.resolveSibling("lock"));
    this.longest = longest;
    this.segments = segments;
  }

  /**
   * Opens the journal in {@code directory}, creating it if it does not exist. Its lock is the file
   * {@code lock} beside the directory.
   *
   * @throws IOException if it cannot be opened
   */
  public static FileJournal open(Path directory) throws IOException {
    return open(directory, Disk.real(), LONGEST_FILE);
  }

  /**
   * Opens the journal on {@code disk}, with files of about {@code longest} bytes.
   *
   * @throws IOException if it cannot be opened
   */
  public static FileJournal open(Path directory, Disk disk, long longest) throws IOException {
    Directories.create(directory);
    LockFile lock = new LockFile(directory.resolveSibling("lock"));
    try (LockFile.Held held = lock.acquire(Duration.ofMinutes(1))) {
      Segments segments = new Segments(directory, disk);
      segments.begin();
      return new FileJournal(directory, disk, longest, segments);
    }
  }

  /**
   * Opens the journal in {@code directory} for reading only; null if there is none.
   *
   * @throws IOException if it cannot be opened
   */
  public static @Nullable FileJournal reader(Path directory) throws IOException {
    Directories.refuseObstacle(directory);
    if (Files.isDirectory(directory)) {
      SegmentNameRepair.refuse(directory);
    }
    if (!Files.isDirectory(directory) || Segments.numbers(directory).isEmpty()) {
      return null;
    }
    Segments segments = new Segments(directory, Disk.real());
    return new FileJournal(directory, Disk.real(), LONGEST_FILE, segments);
  }

  @Override
  public Turn turn(Duration limit) throws IOException {
    LockFile.Held held = lock.acquire(limit);
    return held::close;
  }

  @Override
  public Batch read(long from) throws IOException {
    synchronized (io) {
      SegmentScan scan = scan(from, READ_AT_ONCE);
      return new Batch(scan.payloads(), scan.end());
    }
  }

  @Override
  public long beginning() throws IOException {
    synchronized (io) {
      return segments.beginning();
    }
  }

  private SegmentScan scan(long from, long most) throws IOException {
    Segment segment = from == knownEnd && current != null ? current : segments.holding(from);
    if (!segment.hasNext() && !segment.exists()) {
      segment = segments.holding(from);
    }
    if (segment.end() < from) {
      throw new JournalDamagedException(segment.file().path(), 1, "it has become shorter");
    }
    long sequence = sequenceAt(segment, from);
    while (true) {
      boolean sealed = segment.hasNext();
      SegmentScan scan = SegmentScan.of(segment, from, sequence, most);
      learn(segment, scan);
      if (scan.end() > from || !sealed) {
        return scan;
      }
      segment = follow(segment, scan);
    }
  }

  /**
   * Continues from the end of a file to the next one, which must begin at exactly that position.
   */
  private Segment follow(Segment segment, SegmentScan atEnd) throws IOException {
    Segment next = segments.next(segment);
    if (next.base() != atEnd.end() || segment.end() != next.base()) {
      throw atEnd.damaged("the next file goes on from " + next.base());
    }
    return next;
  }

  /** Returns the number of the line at {@code from}: one more than that of the line before it. */
  private long sequenceAt(Segment segment, long from) throws IOException {
    if (from == 0) {
      return 1;
    }
    if (from == knownEnd) {
      return nextSequence;
    }
    return segment.sequenceBehind(from);
  }

  private void learn(Segment segment, SegmentScan scan) {
    if (scan.end() >= knownEnd) {
      knownEnd = scan.end();
      nextSequence = scan.nextSequence();
      current = segment;
      forcing.appended(segment, knownEnd, Math.max(scan.forced(), segment.base()));
    }
  }

  @Override
  public long append(long expected, byte[] payload, Turn turn) throws IOException {
    synchronized (io) {
      Segment last = last(expected);
      if (last.file().length() >= longest) {
        last = begin(last);
      }
      byte[] line = new JournalLine(nextSequence, forcing.forced(), payload).encode();
      last.file().append(knownEnd - last.base(), line);
      nextSequence++;
      knownEnd += line.length;
      forcing.appended(last, knownEnd, 0);
      return knownEnd;
    }
  }

  /** Returns the last file, provided that the caller knows everything in it. */
  private Segment last(long expected) throws IOException {
    Segment last = current;
    if (last == null || knownEnd != expected || !last.isLastAndEndsAt(expected)) {
      throw new StalePositionException(expected, knownEnd);
    }
    return last;
  }

  /** Forces {@code last} and begins the next file. */
  private Segment begin(Segment last) throws IOException {
    forcing.force(knownEnd, segments);
    JournalLine line = last.requireLineBefore(knownEnd);
    Segment next = segments.add(last, knownEnd, line);
    SegmentScan header = SegmentScan.of(next, knownEnd, nextSequence, READ_AT_ONCE);
    learn(next, header);
    return next;
  }

  @Override
  public void force(long position) throws IOException {
    forcing.force(position, segments);
  }

  @Override
  public String settle(Turn turn) throws IOException {
    synchronized (io) {
      SegmentScan scan = scan(knownEnd, READ_AT_ONCE);
      while (scan.end() > knownEnd) {
        scan = scan(knownEnd, READ_AT_ONCE);
      }
      byte[] tail = scan.tail();
      Segment last = current;
      if (tail.length == 0 || last == null) {
        return "";
      }
      Path aside = keepTail(scan.end(), tail);
      last.file().cut(scan.end() - last.base());
      return "removed "
          + tail.length
          + " bytes that a crash left half-written; they are kept in "
          + aside;
    }
  }

  /** Keeps a copy of what a crash left half written; durable when this returns. */
  private Path keepTail(long position, byte[] tail) throws IOException {
    Path aside = unusedTail(position);
    new AtomicFile(aside, disk).replace(tail);
    return aside;
  }

  /**
   * Returns a file name that is not in use: a second crash may leave a tail at the same position.
   */
  private Path unusedTail(long position) {
    Path aside = directory.resolve("torn-" + position + ".bytes");
    for (int i = 2; Files.exists(aside); i++) {
      aside = directory.resolve("torn-" + position + "-" + i + ".bytes");
    }
    return aside;
  }

  @Override
  public Optional<String> seal(long position) throws IOException {
    synchronized (io) {
      try {
        return position == 0
            ? Optional.of("")
            : segments.holding(position).lineBefore(position).map(JournalLine::seal);
      } catch (PositionGoneException forgotten) {
        return Optional.empty();
      }
    }
  }

  @Override
  public long divide(long expected, Turn turn) throws IOException {
    synchronized (io) {
      Segment last = last(expected);
      if (expected > 0) {
        begin(last);
      }
      return knownEnd;
    }
  }

  @Override
  public long forget(long position) throws IOException {
    synchronized (io) {
      return segments.forget(position);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (io) {
      segments.close();
      current = null;
    }
  }
}
