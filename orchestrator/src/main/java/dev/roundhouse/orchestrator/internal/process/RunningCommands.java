package dev.roundhouse.orchestrator.internal.process;

import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Those commands of one program that ran at one moment, whatever started them. On a host without
 * {@code /proc} none are seen. Immutable; safe for use by any number of threads.
 */
public final class RunningCommands {
  private static final Path ROOT = Path.of("/proc");
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private final List<ProcessEntry> seen;

  private RunningCommands(List<ProcessEntry> seen) {
    this.seen = List.copyOf(seen);
  }

  /**
   * A running command.
   *
   * @param words its command line
   * @param directory its working directory, or empty if the process belongs to another user
   * @param environment its initial environment, each setting ended by a NUL
   */
  public record Running(List<String> words, Optional<Path> directory, String environment) {
    /** Copies the list. */
    public Running {
      words = List.copyOf(words);
    }

    /** Tells whether only its entry is left; the command line of others is seen by every user. */
    boolean hasEnded() {
      return directory.isEmpty() && words.equals(List.of(""));
    }
  }

  /** Returns the commands of {@code program} that run now and match {@code which}. */
  public static RunningCommands of(String program, Predicate<Running> which) {
    List<ProcessEntry> seen = new ArrayList<>();
    try {
      for (Path each : Directories.entries(ROOT, "[0-9]*")) {
        if (!content(each.resolve("comm")).strip().equals(program)) {
          continue;
        }
        Running running = running(each);
        if (!running.hasEnded() && which.test(running)) {
          ProcFs.entry(Long.parseLong(each.getFileName().toString())).ifPresent(seen::add);
        }
      }
    } catch (IOException untold) {
      return new RunningCommands(List.of());
    }
    return new RunningCommands(seen);
  }

  private static Running running(Path process) {
    Optional<Path> directory;
    try {
      directory = Optional.of(Files.readSymbolicLink(process.resolve("cwd")));
    } catch (IOException goneOrSomebodyElses) {
      directory = Optional.empty();
    }
    List<String> words = List.of(content(process.resolve("cmdline")).split("\0", -1));
    return new Running(words, directory, content(process.resolve("environ")));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException goneOrSomebodyElses) {
      return "";
    }
  }

  /** Tells whether there were none. */
  public boolean areNone() {
    return seen.isEmpty();
  }

  /** Waits until all of them have ended; returns false if one still runs after {@code limit}. */
  public boolean haveEnded(Duration limit) throws InterruptedException {
    long begun = System.nanoTime();
    while (seen.stream().anyMatch(RunningCommands::runs)) {
      if (System.nanoTime() - begun >= limit.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return true;
  }

  private static boolean runs(ProcessEntry each) {
    return ProcFs.entry(each.pid()).filter(each::isSame).isPresent();
  }
}
