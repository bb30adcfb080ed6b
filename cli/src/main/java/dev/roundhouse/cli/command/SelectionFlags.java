package dev.roundhouse.cli.command;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The flags that choose issues. */
final class SelectionFlags {
  @Option(
      names = "--backlog",
      paramLabel = "DIR",
      description = "a directory of issue files inside the checkout; repeatable")
  @Nullable List<String> backlog;

  @Option(
      names = "--only",
      paramLabel = "LIST",
      hideParamSyntax = true,
      split = ",",
      description = "only these issues (ids or numbers)")
  @Nullable List<String> only;

  @Option(
      names = "--skip",
      paramLabel = "LIST",
      hideParamSyntax = true,
      split = ",",
      description = "all issues but these")
  @Nullable List<String> skip;

  @Option(
      names = "--type",
      paramLabel = "LIST",
      hideParamSyntax = true,
      split = ",",
      description = "only these types")
  @Nullable List<String> type;

  @Option(
      names = "--priority",
      paramLabel = "LIST",
      hideParamSyntax = true,
      split = ",",
      description = "only these priorities, such as P0,P1")
  @Nullable List<String> priority;

  @Option(
      names = "--label",
      paramLabel = "LIST",
      hideParamSyntax = true,
      split = ",",
      description = "only issues with one of these labels")
  @Nullable List<String> label;

  @ArgGroup(validate = false)
  GoalFlags goals = new GoalFlags();

  /**
   * Applies the backlog and the goal to {@code options}; {@code directory} is the one the command
   * was typed in.
   */
  void applyTo(RunOptions.Builder options, Path directory) throws RefusedException {
    RunFlags.set(
        "--backlog", backlog, names -> options.backlog(List.copyOf(some("--backlog", names))));
    goals.goal(directory).ifPresent(options::goal);
  }

  /**
   * Returns {@code configured} with the filters applied on top.
   *
   * @throws IllegalArgumentException if a filter is not valid
   */
  Selection over(Selection configured) {
    return new Selection(
        words("--only", only, configured.only()),
        skip == null ? configured.skip() : named(skip),
        words("--type", type, configured.types()),
        words("--priority", priority, configured.priorities()),
        words("--label", label, configured.labels()),
        configured.maxIssues());
  }

  private static Set<String> words(
      String flag, @Nullable List<String> given, Set<String> configured) {
    return given == null ? configured : some(flag, given);
  }

  /** Returns the words of a list that an empty one would turn into everything. */
  private static Set<String> some(String flag, List<String> given) {
    Set<String> words = named(given);
    if (words.isEmpty()) {
      throw new IllegalArgumentException(flag + " must name at least one");
    }
    return words;
  }

  private static Set<String> named(List<String> given) {
    Set<String> words = new LinkedHashSet<>();
    given.stream().map(String::strip).filter(word -> !word.isEmpty()).forEach(words::add);
    return words;
  }
}
