package dev.roundhouse.cli.command;

import dev.roundhouse.core.backlog.Selection;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a run that decide what starts when. */
final class PlanningFlags {
  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "the number of issues worked on at once (default: 2)")
  @Nullable Integer workers;

  @Option(
      names = "--agent",
      paramLabel = "CMD",
      description =
          "the command that works on an issue; gets the prompt on stdin; not run by a shell")
  @Nullable String agent;

  @Option(
      names = "--overlap",
      paramLabel = "MODE",
      description =
          "what to do with issues that change the same files: off, warn or defer (the default)")
  @Nullable String overlap;

  @Option(
      names = "--max-issues",
      paramLabel = "N",
      description = "work on at most this many issues")
  @Nullable Integer maxIssues;

  /**
   * Returns {@code configured} with the number of issues applied on top.
   *
   * @throws IllegalArgumentException if that is not valid
   */
  Selection over(Selection configured) {
    return maxIssues == null ? configured : configured.atMost(checked(maxIssues));
  }

  private static int checked(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("--max-issues must be 1 or more, not " + most);
    }
    return most;
  }
}
