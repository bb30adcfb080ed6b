package dev.roundhouse.core.backlog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import dev.roundhouse.core.io.AtomicFile;
import java.io.IOException;
import java.lang.System.Logger;
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
 * What issue files gave when they were last parsed, so that a large backlog is not parsed again for
 * each command: in memory, and in one file that a later process reads. A cache: where there is any
 * doubt about a file (another length, time of modification, inode or checksum, or modified less
 * than two seconds before it was read) that file is parsed, and where there is any doubt about the
 * index (damaged, of another version, written by another build) all are. Nothing is written but by
 * {@link #save}.
 *
 * <p>Safe for use by any number of threads and processes.
 */
public final class FileIndex {
  /** Fewer files than these are faster parsed than looked up. */
  static final int WORTH_IT = 32;

  private static final Logger LOG = System.getLogger(FileIndex.class.getName());
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
   * The index kept at {@code file}, which need not exist; its directory must once it is saved.
   *
   * @param clock says when a file is read
   */
  public static FileIndex at(Path file, InstantSource clock) {
    return new FileIndex(file, ParserFingerprint.name(), clock);
  }

  /** The index at {@code file} of the build of that name. */
  static FileIndex at(Path file, String build, InstantSource clock) {
    return new FileIndex(file, build, clock);
  }

  /** An index in memory only. */
  public static FileIndex inMemory(InstantSource clock) {
    return new FileIndex(null, "", clock);
  }

  /**
   * What this process parsed {@code path} to; empty if that is not known, or the file has changed
   * since, or may have.
   *
   * @param attributes as they are
   */
  Optional<ParsedIssueFile> recall(String path, BasicFileAttributes attributes) {
    return Optional.ofNullable(seen.get(path))
        .filter(each -> each.mark().equals(FileStamps.Mark.of(attributes)))
        .map(Seen::parsed);
  }

  /**
   * What the file {@code path} gives.
   *
   * @param attributes as they were before {@code content} was read
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

  /** How many files had to be parsed so far. */
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
      LOG.log(Level.DEBUG, "the index " + file + " is not used: " + unusable.getMessage());
    }
  }

  /**
   * Writes what is known to the file, atomically, if so much of it is new that it is worth it. That
   * it could not be written is no failure: the next process parses.
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
      LOG.log(Level.DEBUG, "the index " + file + " was not written: " + unwritable.getMessage());
    }
  }

  /** What a file that looked like {@code mark} gave. */
  private record Seen(FileStamps.Mark mark, ParsedIssueFile parsed) {}
}
