package dev.roundhouse.core.journal;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a file of checksummed lines; see {@link Journal}. Reads, writes and forces go
 * through a {@link RandomAccessFile}, which an interrupted thread cannot close.
 *
 * <p>Safe for use by any number of threads; proven by {@code LedgerRaceTest}, with real processes.
 */
public final class FileJournal implements Journal {
  private static final String SEGMENT = "00000001.jsonl";

  private final Path file;
  private final RandomAccessFile data;
  private final Object io = new Object();
  private final ReentrantLock forcing = new ReentrantLock(true);
  private long knownEnd;
  private long nextSequence = 1;
  private volatile long appended;
  private volatile long forced;
  private volatile @Nullable IOException failure;

  private FileJournal(Path file, String mode) throws IOException {
    this.file = file;
    this.data = new RandomAccessFile(file.toFile(), mode);
  }

  /**
   * Opens the journal in {@code directory}, making it if it is not there.
   *
   * @throws IOException if it cannot be opened
   */
  public static FileJournal open(Path directory) throws IOException {
    Directories.create(directory);
    Path file = directory.resolve(SEGMENT);
    if (!Files.exists(file)) {
      FileJournal made = new FileJournal(file, "rw");
      Directories.force(directory);
      return made;
    }
    return new FileJournal(file, "rw");
  }

  /**
   * Opens the journal in {@code directory} for reading only; null if there is none.
   *
   * @throws IOException if it cannot be opened
   */
  public static @Nullable FileJournal reader(Path directory) throws IOException {
    Path file = directory.resolve(SEGMENT);
    return Files.exists(file) ? new FileJournal(file, "r") : null;
  }

  @Override
  public Batch read(long from) throws IOException {
    synchronized (io) {
      Scan scan = scan(from);
      learn(scan);
      return new Batch(scan.payloads(), scan.end());
    }
  }

  private Scan scan(long from) throws IOException {
    long size = data.length();
    if (size < from) {
      throw new JournalDamagedException(file, 1, "it is shorter than it was");
    }
    byte[] bytes = new byte[Math.toIntExact(size - from)];
    data.seek(from);
    data.readFully(bytes);
    return new Scan(file, bytes, from, sequenceAt(from));
  }

  /** The number of the line at {@code from}: one more than that of the line before it. */
  private long sequenceAt(long from) throws IOException {
    if (from == 0) {
      return 1;
    }
    return from == knownEnd
        ? nextSequence
        : PrecedingLine.find(data, from)
                .orElseThrow(() -> new IOException("no record ends at " + from + " in " + file))
                .sequence()
            + 1;
  }

  private void learn(Scan scan) {
    if (scan.end() >= knownEnd) {
      knownEnd = scan.end();
      nextSequence = scan.nextSequence();
      appended = Math.max(appended, knownEnd);
    }
  }

  @Override
  public long append(long expected, byte[] payload) throws IOException {
    synchronized (io) {
      refuseIfFailed();
      if (data.length() != expected || knownEnd != expected) {
        throw new StalePositionException(expected, data.length());
      }
      byte[] line = new Line(nextSequence, forced, payload).encode();
      write(expected, line);
      nextSequence++;
      knownEnd = expected + line.length;
      appended = knownEnd;
      return knownEnd;
    }
  }

  private void write(long position, byte[] line) throws IOException {
    try {
      data.seek(position);
      data.write(line);
    } catch (IOException broken) {
      cutBack(position, broken);
      throw broken;
    }
  }

  private void cutBack(long position, IOException cause) {
    try {
      data.setLength(position);
    } catch (IOException worse) {
      cause.addSuppressed(worse);
      failure = cause;
    }
  }

  @Override
  public void force(long position) throws IOException {
    if (forced >= position) {
      return;
    }
    forcing.lock();
    try {
      refuseIfFailed();
      if (forced < position) {
        long upTo = appended;
        data.getFD().sync();
        forced = Math.max(forced, upTo);
      }
    } catch (IOException broken) {
      failure = broken;
      throw new IOException(
          "cannot make the journal durable; whether the last step counts is unknown until the next"
              + " start, which will find out: "
              + broken.getMessage(),
          broken);
    } finally {
      forcing.unlock();
    }
  }

  private void refuseIfFailed() throws IOException {
    IOException failed = failure;
    if (failed != null) {
      throw new IOException("the journal failed before (" + failed.getMessage() + ")", failed);
    }
  }

  @Override
  public String settle() throws IOException {
    synchronized (io) {
      Scan scan = scan(knownEnd);
      learn(scan);
      byte[] tail = scan.tail();
      if (tail.length == 0) {
        return "";
      }
      Path aside = unusedAside(scan.end());
      new AtomicFile(aside).replace(tail);
      cutOff(scan.end());
      return "cut off "
          + tail.length
          + " bytes that a crash left half written; they are in "
          + aside;
    }
  }

  /**
   * Never the name of what was kept before: a second crash may leave its tail at the same place.
   */
  private Path unusedAside(long position) {
    Path aside = file.resolveSibling("torn-" + position + ".bytes");
    for (int i = 2; Files.exists(aside); i++) {
      aside = file.resolveSibling("torn-" + position + "-" + i + ".bytes");
    }
    return aside;
  }

  private void cutOff(long position) throws IOException {
    try {
      data.setLength(position);
      data.getFD().sync();
    } catch (IOException broken) {
      failure = broken;
      throw broken;
    }
  }

  @Override
  public Optional<String> seal(long position) throws IOException {
    synchronized (io) {
      return position == 0 ? Optional.of("") : PrecedingLine.find(data, position).map(Line::seal);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (io) {
      data.close();
    }
  }
}
