package dev.roundhouse.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output or standard error of this process, which keeps in mind that it could not be
 * written. After the first failure nothing more is written, also if there is room again: what came
 * out is a beginning of what was printed, never a text with a hole.
 *
 * <p>Safe for use by any number of threads.
 */
final class StandardStream extends OutputStream {
  /** Where a closed stream's number would go to the next file that is opened; never closed. */
  private static final List<FileInputStream> PLACES = new ArrayList<>();

  private final FileOutputStream to;
  private final String leadsTo;

  @GuardedBy("this")
  private @Nullable IOException failure;

  private StandardStream(FileDescriptor descriptor, int number) {
    this.to = new FileOutputStream(descriptor);
    this.leadsTo = target(number);
  }

  /** Standard output. */
  static StandardStream out() {
    return new StandardStream(FileDescriptor.out, 1);
  }

  /** Standard error. */
  static StandardStream err() {
    return new StandardStream(FileDescriptor.err, 2);
  }

  /**
   * Sees to it that no file this process opens gets the number of a standard stream that is closed:
   * what is printed would be written into it. To be called before any file is opened.
   */
  static synchronized void holdPlaces() {
    for (int number = 0; number <= 2; number++) {
      if (!Files.exists(link(number), LinkOption.NOFOLLOW_LINKS)) {
        try {
          PLACES.add(new FileInputStream("/dev/null")); // gets the lowest number that is free
        } catch (IOException none) {
          return; // not a system of that kind
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

  /** Whether it is a terminal; where that cannot be told it is taken for a file. */
  boolean isScreen() {
    return leadsTo.startsWith("/dev/pts/") || leadsTo.startsWith("/dev/tty");
  }

  /** Prints on it in UTF-8; each line, and each flush, is written at once. */
  PrintWriter writer() {
    return new PrintWriter(new OutputStreamWriter(this, StandardCharsets.UTF_8), true);
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      to.write(bytes, from, length);
    } catch (IOException failed) {
      failure = failed;
      throw failed;
    }
  }

  /** Why not all that was printed was written; empty if all was. */
  synchronized Optional<String> failure() {
    return Optional.ofNullable(failure)
        .map(each -> String.valueOf(each.getMessage()))
        .map(why -> why.contains("Bad file descriptor") ? "it is closed" : why);
  }

  /** Whether it failed because whoever read it has left, as {@code head} does. */
  boolean hasLostItsReader() {
    return failure()
        .filter(why -> why.contains("Broken pipe") || leadsTo.matches("(pipe|socket):.*"))
        .isPresent();
  }
}
