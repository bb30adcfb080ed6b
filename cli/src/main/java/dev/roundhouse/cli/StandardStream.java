package dev.roundhouse.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Standard output or standard error of this process, which remembers a failed write. After the
 * first failure nothing more is written, even if there is space again: the output is a prefix of
 * what was printed, never a text with a gap.
 *
 * <p>Safe for use by any number of threads.
 */
final class StandardStream extends OutputStream {
  /**
   * Placeholders for the numbers of closed streams, which would otherwise go to the next file that
   * is opened; never closed.
   */
  private static final List<FileInputStream> PLACES = new ArrayList<>();

  private final FileOutputStream to;
  private final String leadsTo;

  @GuardedBy("this")
  private @Nullable IOException failure;

  private volatile @Nullable Diversion diversion;

  private StandardStream(FileDescriptor descriptor, int number) {
    this.to = new FileOutputStream(descriptor);
    this.leadsTo = target(number);
  }

  /** Returns standard output. */
  static StandardStream out() {
    return new StandardStream(FileDescriptor.out, 1);
  }

  /** Returns standard error. */
  static StandardStream err() {
    return new StandardStream(FileDescriptor.err, 2);
  }

  /**
   * Ensures that no file this process opens gets the number of a closed standard stream: output
   * would be written into that file. Must be called before any file is opened.
   */
  static synchronized void holdPlaces() {
    for (int number = 0; number <= 2; number++) {
      if (!Files.exists(link(number), LinkOption.NOFOLLOW_LINKS)) {
        try {
          PLACES.add(new FileInputStream("/dev/null")); // gets the lowest free number
        } catch (IOException none) {
          return; // the system has no /dev/null
        }
      }
    }
  }

  private static Path link(int number) {
    return Path.of("/proc/self/fd/" + number);
  }

  private static String target(int number) {
    try {
      return Files.readSymbolicLink(link(number)).toString();
    } catch (IOException unknown) {
      return "";
    }
  }

  /** Returns the file that this stream leads to, as far as it has a name. */
  Path path() {
    return Path.of(leadsTo);
  }

  /** Sends what is written from now on to {@code lines}, in complete lines, until this ends. */
  void divert(Consumer<String> lines) {
    diversion = new Diversion(lines);
  }

  /** Writes to the stream itself again, beginning with a line that is incomplete. */
  void endDiversion() {
    Diversion over = diversion;
    diversion = null;
    if (over != null) {
      try {
        writeDirectly(over.end());
      } catch (IOException failed) {
        over.end(); // the failure is remembered
      }
    }
  }

  /** Tells whether this stream is a terminal; if that cannot be determined, it counts as a file. */
  boolean isScreen() {
    return leadsTo.startsWith("/dev/pts/") || leadsTo.startsWith("/dev/tty");
  }

  /**
   * Returns a writer that prints to this stream in UTF-8; each line and each flush is written at
   * once.
   */
  PrintWriter writer() {
    return new PrintWriter(new OutputStreamWriter(this, StandardCharsets.UTF_8), true);
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    Diversion other = diversion;
    if (other == null || !other.take(bytes, from, length)) {
      writeDirectly(Arrays.copyOfRange(bytes, from, from + length));
    }
  }

  /** Writes to the stream itself, even if what others write is diverted. */
  synchronized void writeDirectly(byte[] bytes) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      to.write(bytes);
    } catch (IOException failed) {
      failure = failed;
      throw failed;
    }
  }

  /** Returns the reason why some of the output was not written; empty if all was. */
  synchronized Optional<String> failure() {
    return Optional.ofNullable(failure)
        .map(each -> String.valueOf(each.getMessage()))
        .map(why -> why.contains("Bad file descriptor") ? "it is closed" : why);
  }

  /**
   * Tells whether writing failed because the reader has closed the stream, as {@code head} does.
   */
  boolean hasLostItsReader() {
    return failure()
        .filter(why -> why.contains("Broken pipe") || leadsTo.matches("(pipe|socket):.*"))
        .isPresent();
  }

  /** Takes what is written to a stream, and hands it on in complete lines. */
  private static final class Diversion {
    private final Consumer<String> lines;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private boolean isOver;

    Diversion(Consumer<String> lines) {
      this.lines = lines;
    }

    /** Takes bytes, or returns false if the diversion is over. */
    synchronized boolean take(byte[] bytes, int from, int length) {
      if (isOver) {
        return false;
      }
      int end = from + length;
      while (end > from && bytes[end - 1] != '\n') {
        end--;
      }
      if (end > from) {
        begun.write(bytes, from, end - from - 1);
        lines.accept(begun.toString(StandardCharsets.UTF_8));
        begun.reset();
      }
      begun.write(bytes, end, from + length - end);
      return true;
    }

    /** Ends the diversion, and returns what was written of an incomplete line. */
    synchronized byte[] end() {
      isOver = true;
      byte[] rest = begun.toByteArray();
      begun.reset();
      return rest;
    }
  }
}
