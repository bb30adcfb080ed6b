package dev.roundhouse.orchestrator.options;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One command of a gate. Immutable.
 *
 * @param command the command to run
 * @param name its name in reasons, or empty
 * @param timeout its time limit, or empty for that of the gate
 * @param needs the resources it holds while it runs, by name
 * @param junit the globs of its JUnit reports in the worktree
 */
public record GateCommand(
    Command command,
    Optional<String> name,
    Optional<Duration> timeout,
    List<String> needs,
    List<String> junit) {
  /** The globs of Maven's and Gradle's test reports. */
  public static final List<String> USUAL_REPORTS =
      List.of(
          "**/target/surefire-reports/*.xml",
          "**/target/failsafe-reports/*.xml",
          "**/build/test-results/**/*.xml");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,49}");

  /**
   * Checks every part.
   *
   * @throws IllegalArgumentException naming the invalid part
   */
  public GateCommand {
    if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      throw new IllegalArgumentException(
          "a gate command's name is up to 50 letters, digits, spaces, '.', '_' or '-', not '"
              + name.get()
              + "'");
    }
    timeout.ifPresent(limit -> OptionValues.timeLimit("timeout", limit));
    NavigableSet<String> sorted = new TreeSet<>(needs);
    needs = List.copyOf(sorted);
    junit = List.copyOf(junit);
    junit.forEach(GateCommand::requireGlob);
  }

  private static void requireGlob(String glob) {
    Path path = Path.of(glob);
    if (path.isAbsolute() || path.normalize().startsWith("..")) {
      throw new IllegalArgumentException("junit: '" + glob + "' is not inside the worktree");
    }
    FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(path); // throws if invalid
  }

  /**
   * Returns a command without a name, with the usual time limit, no needs, and the usual reports.
   */
  public static GateCommand of(Command command) {
    return new GateCommand(command, Optional.empty(), Optional.empty(), List.of(), USUAL_REPORTS);
  }

  /** Returns its name, or the command itself without one. */
  public String display() {
    return name.orElseGet(command::display);
  }
}
