package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.process.RunningCommands;
import dev.roundhouse.orchestrator.internal.process.RunningCommands.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The git commands that were deleting objects of a repository at one moment. Such a command first
 * determines the objects that refs reach and deletes the rest later, so it may delete objects that
 * a new ref reached in between; a command that begins afterwards does not. The objects of a new ref
 * are safe once its creator has looked for such commands, waited for them to end and still finds
 * all of the objects.
 *
 * <p>Immutable; safe for use by any number of threads.
 */
public final class RunningPrunes {
  private static final Set<String> COMMANDS =
      Set.of("gc", "prune", "prune-packed", "repack", "maintenance");
  private static final Set<String> VALUED = Set.of("-c", "-C", "--git-dir", "--work-tree");
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration BELIEVED = Duration.ofHours(12);
  private static final int ELSEWHERE = 200; // pauses for a command on another machine
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final RunningCommands here;
  private final Path note;
  private final String foreign;

  private RunningPrunes(RunningCommands here, Path note, String foreign) {
    this.here = here;
    this.note = note;
    this.foreign = foreign;
  }

  /** Returns the commands now at work in the repository with this common directory and checkout. */
  static RunningPrunes in(Path commonDir, Path checkout) {
    RunningCommands here =
        RunningCommands.of("git", each -> deletes(each) && isIn(each, commonDir, checkout));
    Path note = commonDir.resolve("gc.pid");
    String noted = isOld(note) ? "" : content(note);
    String host = content(Path.of("/proc/sys/kernel/hostname")).strip();
    boolean ours = noted.isEmpty() || host.isEmpty() || noted.strip().endsWith(" " + host);
    return new RunningPrunes(here, note, ours ? "" : noted);
  }

  private static boolean deletes(Running command) {
    List<String> words = command.words();
    int at = 1;
    while (at < words.size() && words.get(at).startsWith("-")) {
      at += VALUED.contains(words.get(at)) ? 2 : 1;
    }
    return at < words.size() && COMMANDS.contains(words.get(at));
  }

  /** Tells whether the command is in one of the worktrees, or names the repository. */
  private static boolean isIn(Running command, Path commonDir, Path checkout) {
    return String.join("\0", command.words()).contains(commonDir.toString())
        || command.environment().contains("=" + commonDir)
        || command
            .directory()
            .filter(at -> places(commonDir, checkout).stream().anyMatch(at::startsWith))
            .isPresent();
  }

  private static List<Path> places(Path commonDir, Path checkout) {
    List<Path> places = new ArrayList<>(List.of(commonDir, checkout));
    try {
      for (Path each : Directories.entries(commonDir.resolve("worktrees"))) {
        String pointer = content(each.resolve("gitdir")).strip();
        if (!pointer.isEmpty()) {
          places.add(Objects.requireNonNullElse(Path.of(pointer).getParent(), commonDir));
        }
      }
    } catch (IOException | RuntimeException none) { // no worktrees, or one with an invalid name
      return places;
    }
    return places;
  }

  /**
   * Tells whether the note is over half a day old, by the clock of the file system; git itself
   * ignores those.
   */
  private static boolean isOld(Path note) {
    try {
      if (!Files.exists(note)) {
        return false;
      }
      Path now = Files.createTempFile("roundhouse-now-", "");
      try {
        return Files.getLastModifiedTime(note).toMillis()
            < Files.getLastModifiedTime(now).toMillis() - BELIEVED.toMillis();
      } finally {
        Files.delete(now);
      }
    } catch (IOException unknown) {
      return false;
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException nowhere) {
      return "";
    }
  }

  /** Tells whether no command was deleting. */
  public boolean isNone() {
    return here.areNone() && foreign.isEmpty();
  }

  /**
   * Waits until all of these commands have ended. A command on another machine shows only as a
   * note, which may be left from long ago: it is given ten seconds.
   *
   * @return true if they have ended, as far as can be seen from here
   */
  public boolean hasEnded() throws InterruptedException {
    for (int i = 0; i < ELSEWHERE && !foreign.isEmpty() && content(note).equals(foreign); i++) {
      LockSupport.parkNanos(PAUSE);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return here.haveEnded(LIMIT);
  }
}
