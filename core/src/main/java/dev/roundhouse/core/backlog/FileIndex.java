package dev.roundhouse.core.backlog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import dev.roundhouse.core.io.AtomicFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A cache of parsed issue files, so that a large backlog is not parsed again for each command: in
 * memory, and in one file that a later process reads. If there is any doubt about a file (another
 * length, modification time, inode or checksum, or modified less than two seconds before it was
 * read), that file is parsed; if there is any doubt about the index (damaged, of another version,
 * written by another build), all files are. Only {@link #save} writes.
 *
 * <p>Safe for use by any number of threads and processes.
 */
public final class FileIndex {
  /** The number of files below which parsing is faster than looking up. */
  static final int WORTH_IT = 32;

  private static final long MOST = 1_000_000;

  private final @Nullable Path file;
  private final String build;
  private final InstantSource clock;
  private final Supplier<Cache<String, IndexEntry>> entries = // a small backlog needs none
      Suppliers.memoize(
          () -> Caffeine.newBuilder().executor(Runnable::run).maximumSize(MOST).build());
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final AtomicBoolean loaded = new AtomicBoolean();
  private final AtomicInteger parsed = new AtomicInteger();

  private FileIndex(@Nullable Path file, String build, InstantSource clock) {
    this.file = file;
    this.build = build;
    this.clock = clock;
  }

  /**
   * Returns the index kept at {@code file}, which need not exist; its directory must exist by the
   * time the index is saved.
   *
   * @param clock tells when a file is read
   */
  public static FileIndex at(Path file, InstantSource clock) {
    return new FileIndex(file, ParserFingerprint.name(), clock);
  }

  /** Returns the index at {@code file} for the build with that name. */
  static FileIndex at(Path file, String build, InstantSource clock) {
    return new FileIndex(file, build, clock);
  }

  /** Returns an index in memory only. */
  public static FileIndex inMemory(InstantSource clock) {
    return new FileIndex(null, "", clock);
  }

  /**
   * Returns the result of parsing {@code path} in this process; empty if it is not known, or the
   * file has or may have changed since.
   *
   * @param attributes the current ones
   */
  Optional<ParsedIssueFile> recall(String path, BasicFileAttributes attributes) {
    return Optional.ofNullable(seen.get(path))
        .filter(each -> each.mark().equals(FileStamps.Mark.of(attributes)))
        .map(Seen::parsed);
  }

  /**
   * Returns the result of parsing the file {@code path}, from the index if possible.
   *
   * @param attributes those taken before {@code content} was read
   */
  ParsedIssueFile parse(String path, BasicFileAttributes attributes, byte[] content) {
    load();
    boolean racy =
        IndexEntry.isRacy(attributes, clock.instant()) || attributes.size() != content.length;
    ParsedIssueFile parsed = parse(path, attributes, content, racy);
    if (racy) {
      seen.remove(path);
    } else {
      seen.put(path, new Seen(FileStamps.Mark.of(attributes), parsed));
    }
    return parsed;
  }

  private ParsedIssueFile parse(
      String path, BasicFileAttributes attributes, byte[] content, boolean racy) {
    IndexEntry known = entries().getIfPresent(path);
    if (known != null && !racy && known.isOf(content, attributes)) {
      return known.with(content);
    }
    ParsedIssueFile fresh = new IssueParser(path).parse(content);
    parsed.incrementAndGet();
    if (racy) {
      entries().invalidate(path);
    } else {
      entries().put(path, IndexEntry.of(content, attributes, fresh));
    }
    return fresh;
  }

  private Cache<String, IndexEntry> entries() {
    return Objects.requireNonNull(entries.get());
  }

  /** Returns the number of files that had to be parsed so far. */
  public int parsed() {
    return parsed.get();
  }

  private void load() {
    if (file == null || build.isEmpty() || !loaded.compareAndSet(false, true)) {
      return;
    }
    try {
      if (Files.isRegularFile(file)) {
        entries().putAll(IndexFormat.decode(Files.readAllBytes(file), build));
      }
    } catch (IOException unusable) {
      log("the index " + file + " is not used: " + unusable.getMessage());
    }
  }

  /**
   * Writes the index to its file, atomically, if enough of it is new to be worth it. A failure to
   * write is ignored: the next process parses instead.
   */
  public void save() {
    if (file == null || build.isEmpty() || parsed.get() < WORTH_IT) {
      return;
    }
    Map<String, IndexEntry> all = new HashMap<>(entries().asMap());
    try {
      new AtomicFile(file).replace(IndexFormat.encode(all, build));
      parsed.set(0);
    } catch (IOException unwritable) {
      log("the index " + file + " was not written: " + unwritable.getMessage());
    }
  }

  private static void log(String message) {
    System.getLogger(FileIndex.class.getName()).log(Level.DEBUG, message);
  }

  /** The result of parsing a file that had the attributes {@code mark}. */
  private record Seen(FileStamps.Mark mark, ParsedIssueFile parsed) {}
}
