package dev.roundhouse.cli.completion;

import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The kinds of values that arguments and options take. */
enum CompletionKind {
  /** Nothing can be offered: a number, a text, a new name. */
  ANYTHING,
  /** A file. */
  FILE,
  /** A directory. */
  DIRECTORY,
  /** Any issue. */
  ISSUE,
  /** An issue that may be retried. */
  RETRYABLE,
  /** An issue that may be cancelled. */
  CANCELLABLE,
  /** An issue that may be skipped. */
  SKIPPABLE,
  /** An issue that may be held for approval. */
  HOLDABLE,
  /** An issue that waits for approval. */
  AWAITING,
  /** An issue that needs a person. */
  UNDECIDED,
  /** An issue that was typed for {@code do} and is not over. */
  ONE_SHOT,
  /** An issue that has had an attempt. */
  TRIED,
  /** An issue that waits for its turn. */
  WAITING,
  /** An issue that others name as their parent. */
  EPIC,
  /** A run. */
  RUN,
  /** The number of an attempt at the issue that is named. */
  ATTEMPT,
  /** An agent by name. */
  AGENT,
  /** A type of issues in the backlog. */
  TYPE,
  /** A label in the backlog. */
  LABEL,
  /** A priority. */
  PRIORITY,
  /** A branch. */
  BRANCH,
  /** A remote. */
  REMOTE,
  /** A sprint file, or the name of one. */
  SPRINT,
  /** A key of the configuration. */
  CONFIG_KEY,
  /** A form of landings. */
  STYLE,
  /** The ways to treat issues that change the same files. */
  OVERLAP,
  /** A command. */
  COMMAND,
  /** One of the words that the argument itself names. */
  WORD;

  /** By the name of an option, whatever its command. */
  private static final Map<String, CompletionKind> OPTIONS =
      Map.ofEntries(
          Map.entry("--only", ISSUE),
          Map.entry("--resume", ONE_SHOT),
          Map.entry("--skip", ISSUE),
          Map.entry("--blocked-by", ISSUE),
          Map.entry("--epic", EPIC),
          Map.entry("--type", TYPE),
          Map.entry("--label", LABEL),
          Map.entry("--priority", PRIORITY),
          Map.entry("--agent", AGENT),
          Map.entry("--target", BRANCH),
          Map.entry("--push", REMOTE),
          Map.entry("--sprint", SPRINT),
          Map.entry("--style", STYLE),
          Map.entry("--overlap", OVERLAP),
          Map.entry("--attempt", ATTEMPT));

  /** By the command and the label of an argument. */
  private static final Map<String, CompletionKind> ARGUMENTS =
      Map.ofEntries(
          Map.entry("retry ISSUE", RETRYABLE),
          Map.entry("cancel ISSUE", CANCELLABLE),
          Map.entry("skip ISSUE", SKIPPABLE),
          Map.entry("hold ISSUE", HOLDABLE),
          Map.entry("edit ISSUE", CANCELLABLE),
          Map.entry("approve ISSUE", AWAITING),
          Map.entry("refuse ISSUE", AWAITING),
          Map.entry("review ISSUE", UNDECIDED),
          Map.entry("log ISSUE", TRIED),
          Map.entry("diff ISSUE", TRIED),
          Map.entry("open ISSUE", TRIED),
          Map.entry("rescue ISSUE", TRIED),
          Map.entry("swap ISSUE", WAITING),
          Map.entry("config KEY", CONFIG_KEY));

  /** By the label of an argument or option alone. */
  private static final Map<String, CompletionKind> LABELS =
      Map.ofEntries(
          Map.entry("ISSUE", ISSUE),
          Map.entry("OTHER", WAITING),
          Map.entry("RUN", RUN),
          Map.entry("AGENT", AGENT),
          Map.entry("COMMAND", COMMAND),
          Map.entry("DIR", DIRECTORY),
          Map.entry("FILE", FILE));

  /** Returns the kind of the values that {@code argument} of {@code command} takes. */
  static CompletionKind of(CommandSpec command, ArgSpec argument) {
    if (argument.completionCandidates() != null) {
      return WORD;
    }
    String label = argument.paramLabel().replaceAll("[^A-Z].*", "");
    CompletionKind byLabel = LABELS.getOrDefault(label, ANYTHING);
    return argument instanceof OptionSpec option
        ? OPTIONS.getOrDefault(option.longestName(), byLabel)
        : ARGUMENTS.getOrDefault(command.name() + " " + label, byLabel);
  }
}
