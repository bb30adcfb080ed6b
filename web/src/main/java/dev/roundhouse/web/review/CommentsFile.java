package dev.roundhouse.web.review;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.IssueId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file in which a person types comments on the work on one issue. One process at a time has it,
 * from before the editor opens until the comments are sent or not; if that process is killed, the
 * next has what was typed. For one thread.
 */
public final class CommentsFile implements AutoCloseable {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final Path folder;
  private final String key;
  private final LockFile.Held held;

  private CommentsFile(Path folder, String key, LockFile.Held held) {
    this.folder = folder;
    this.key = key;
    this.held = held;
  }

  /**
   * Takes the file of {@code issue}; empty if another process has it.
   *
   * @param stateDir the directory of the ledger
   * @throws IOException if it cannot be locked
   */
  public static Optional<CommentsFile> take(Path stateDir, IssueId issue) throws IOException {
    Path folder = stateDir.resolve("review");
    Directories.createPlain(folder);
    String key = issue.key();
    Optional<LockFile.Held> held = new LockFile(folder.resolve(key + ".lock")).tryAcquire();
    if (held.isPresent()) {
      String self = String.valueOf(ProcessHandle.current().pid());
      holder(folder, key).replace(self.getBytes(UTF_8));
    }
    return held.map(each -> new CommentsFile(folder, key, each));
  }

  /**
   * Returns what to say to a person at a terminal while another process has the file.
   *
   * @throws IOException if that cannot be read
   */
  public static String busy(Path stateDir, IssueId issue) throws IOException {
    return "a person is typing comments on "
        + issue
        + " at another terminal ("
        + process(stateDir, issue)
        + "); nothing was sent. Finish there, or close that editor and press s again here";
  }

  /** Returns the process that has the file of {@code issue}, for people. */
  static String process(Path stateDir, IssueId issue) throws IOException {
    return holder(stateDir.resolve("review"), issue.key())
        .read()
        .map(pid -> "process " + new String(pid, UTF_8))
        .orElse("another process");
  }

  /** Returns the file of {@code issue}, which need not exist; it may be read, but not written. */
  static Path of(Path stateDir, IssueId issue) {
    return stateDir.resolve("review").resolve(issue.key() + ".txt");
  }

  private static AtomicFile holder(Path folder, String key) {
    return new AtomicFile(folder.resolve(key + ".holder"));
  }

  /** Returns the file. */
  public Path path() {
    return folder.resolve(key + ".txt");
  }

  /**
   * Makes the file one to type {@code comments} in. If it has some on the same work that were not
   * sent, it stays as it is; those on other work are put aside.
   *
   * @return what to say about that
   * @throws IOException if it cannot be read or written
   */
  public Optional<String> prepare(ReviewComments comments) throws IOException {
    Optional<String> remark = Optional.empty();
    if (Files.exists(path())) {
      Optional<String> before = read();
      boolean isOfThis = comments.isOf(before.orElseGet(this::legible));
      if (isOfThis && before.isEmpty()) {
        return Optional.of("your earlier comments were not sent; " + encoding());
      }
      if (isOfThis && !comments.typed(before.orElseThrow()).isBlank()) {
        return Optional.of("your earlier comments were not sent; they are in the file");
      }
      if (!isOfThis) {
        Path kept = Files.createTempFile(folder, key + "-", ".txt");
        Files.write(kept, Files.readAllBytes(path()));
        remark = Optional.of("comments on earlier work, which were not sent, are in " + kept);
      }
    }
    Files.writeString(path(), comments.file());
    return remark;
  }

  /**
   * Replaces the comments in the file, which is about the work of {@code comments} then; it is
   * there before or after, whatever happens.
   */
  void replace(ReviewComments comments, List<ReviewComments.Comment> all) throws IOException {
    var unused = prepare(comments);
    new AtomicFile(path()).replace(comments.file(all).getBytes(UTF_8));
  }

  /**
   * Returns the text of the file; empty if it is not in UTF-8.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<String> read() throws IOException {
    return read(path());
  }

  /** Returns the text of a file of comments, also while another process has it. */
  static Optional<String> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean isWide = text.indexOf('\0') >= 0; // as plain letters are in UTF-16
      String unmarked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
      return isWide ? Optional.empty() : Optional.of(unmarked);
    } catch (CharacterCodingException other) {
      return Optional.empty();
    }
  }

  /** Returns what to do about a file that is not in UTF-8. */
  public String encoding() {
    return path() + " is not in UTF-8: save it as UTF-8 in your editor";
  }

  /** Returns what every encoding has in common: plain letters, from the first given line on. */
  private String legible() {
    try {
      String text = new String(Files.readAllBytes(path()), ISO_8859_1).replace("\0", "");
      return text.substring(Math.max(0, text.indexOf('>')));
    } catch (IOException unreadable) {
      return "";
    }
  }

  /**
   * Deletes the file, whose comments have been sent.
   *
   * @throws IOException if that failed
   */
  public void delete() throws IOException {
    Files.deleteIfExists(path());
  }

  /**
   * Lets another process have the file.
   *
   * @throws IOException if it cannot be unlocked
   */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(folder.resolve(key + ".holder"));
    held.close();
  }
}
