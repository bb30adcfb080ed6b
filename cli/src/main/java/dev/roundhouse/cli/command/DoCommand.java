package dev.roundhouse.cli.command;

import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Has an agent do what a person types, and asks what becomes of the result. */
@Command(
    name = "do",
    mixinStandardHelpOptions = true,
    description = {
      "Works in any git repository, without a backlog or a configuration. The agent works in a git"
          + " worktree of its own, once; the gate tests the result; you read the diff, and then"
          + " land it, send it back with comments, or refuse it. Nothing lands until you say so, and"
          + " nothing is written into your checkout before that.",
      "Agent and gate are those of roundhouse.yaml. Without one they are found as 'roundhouse init'"
          + " finds them: the first known agent on PATH, and the project's tests.",
      "The first line of TEXT is the title. It becomes an issue of its own (DO-1, DO-2, …),"
          + " which 'status', 'show', 'diff' and 'log' know; no other issue is worked on. If the"
          + " command is stopped or killed, --resume goes on where it was; repeat --agent and --gate if"
          + " you gave them.",
      "Without a terminal nobody is asked: the commands that answer are printed, and the exit code"
          + " is 1, because nothing has landed. The exit code is 0 if the work landed."
    },
    footer = {
      "roundhouse do \"Fix the empty-input crash\"",
      "roundhouse do \"Add a --version flag\" --agent codex --gate \"npm test\"",
      "roundhouse do - <task.md              # the text from standard input",
      "roundhouse do --resume DO-1 --say \"Add a test\"",
      "roundhouse do \"Sort the imports\" --land    # lands it if the gate is green"
    })
final class DoCommand implements Callable<Integer> {
  private static final int LONGEST_TITLE = 100;

  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private OneShotFlags flags = new OneShotFlags();

  @Mixin private ProgressFlags shown = new ProgressFlags();

  @Parameters(
      arity = "0..*",
      paramLabel = "TEXT",
      description = "what to do, or - for standard input; with --resume, the issue's id")
  private List<String> words = List.of();

  @Option(
      names = "--land",
      description = "land it without asking if the gate is green; needs a gate, or --no-gate")
  private boolean land;

  @Option(
      names = "--resume",
      description = "go on with an issue (default: the last unfinished one)")
  private boolean resume;

  @Option(
      names = "--say",
      paramLabel = "TEXT",
      description = "with --resume: send it back to its agent with your comments")
  private @Nullable String say;

  @Option(
      names = "--json",
      description = "print one JSON object at the end, and ask nothing; progress goes to stderr")
  private boolean json;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    if (say != null && !resume) {
      throw RefusedException.input(
          "--say needs --resume", "add --resume, or put all of it into TEXT");
    }
    if (say != null) {
      IssueArguments.requireSendable(say);
    }
    Optional<Submission> task = resume ? Optional.empty() : Optional.of(task());
    OneShotOptions options = OneShotOptions.of(parent, flags);
    if (land && !options.isTested() && !flags.noGate) {
      throw RefusedException.input(
          "--land needs a gate: nothing would test the result",
          "name one with --gate CMD, or add --no-gate to land it untested");
    }
    OneShotRun run =
        new OneShotRun(parent, options, new OneShotRun.Manner(shown, flags, land, json));
    if (task.isEmpty()) {
      return run.resume(issue(), Optional.ofNullable(say)).code();
    }
    return run.begin(task.get()).code();
  }

  /** Returns the task that was typed: its first line is the title, and all of it is the body. */
  private Submission task() throws IOException, RefusedException {
    String text =
        words.equals(List.of("-"))
            ? IssueArguments.body(parent, Path.of("-"))
            : String.join(" ", words);
    if (text.isBlank()) {
      throw RefusedException.input(
          "there is nothing to do: the text is empty",
          "describe the task, such as: roundhouse do \"Fix the empty-input crash\"");
    }
    String first = text.strip().lines().findFirst().orElse("").strip();
    String title =
        first.length() <= LONGEST_TITLE ? first : first.substring(0, LONGEST_TITLE - 1) + "…";
    return new Submission(
        title, IssueType.NONE, Priority.DEFAULT, Set.of(), Set.of(), Set.of(), text.strip());
  }

  /** Returns the name of the task to go on with, if there is one. */
  private Optional<String> issue() throws RefusedException {
    if (words.size() > 1) {
      throw RefusedException.input(
          "--resume takes one issue", "to say something to its agent, use --say TEXT");
    }
    return words.stream().findFirst();
  }
}
