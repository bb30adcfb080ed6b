package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.OneShotText;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
      "Works in any git repository, without a backlog or a configuration. The agent makes one"
          + " attempt in its own git worktree; the gate tests the result; you read the diff, and"
          + " then land it, send it back with comments, or refuse it. Nothing lands until you say"
          + " so, and nothing is written into your checkout before that.",
      "The agent and the gate are those of roundhouse.yaml. Without that file they are found as"
          + " 'roundhouse init' finds them: the first known agent on PATH, and the project's"
          + " tests.",
      "TEXT becomes an issue without a file (DO-1, DO-2, …), and its first line the title."
          + " 'status', 'show', 'diff' and 'log' know the issue; no other one is worked on. If the"
          + " command is stopped or killed, --resume continues from there, with the same --agent,"
          + " --gate and --timeout unless you give others.",
      "Without a terminal, 'do' does not ask you to decide: it prints the commands to type instead,"
          + " and exits with 1, because nothing has landed. The exit code is 0 if the work landed."
    },
    footer = {
      "roundhouse do \"Fix the empty-input crash\"",
      "roundhouse do \"Add a --version flag\" --agent codex --gate \"npm test\"",
      "roundhouse do - <crash.md             # the text from standard input",
      "roundhouse do --resume DO-1 --say \"Add a test\"",
      "roundhouse do \"Sort the imports\" --land    # land if the gate is green"
    })
final class DoCommand implements Callable<Integer> {
  private static final int LONGEST_TITLE = 100;

  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private OneShotFlags flags = new OneShotFlags();

  @Mixin private ProgressFlags shown = new ProgressFlags();

  @Mixin private EventFlags events = new EventFlags();

  @Parameters(
      arity = "0..*",
      paramLabel = "TEXT",
      description = "what to do, or - for standard input")
  private List<String> words = List.of();

  @Option(
      names = "--land",
      description =
          "if the gate is green, land the work without asking; needs a gate, or --no-gate")
  private boolean land;

  @Option(
      names = "--resume",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "ISSUE",
      description = "go on with an issue (default: the last unfinished one)")
  private @Nullable String resume;

  @Mixin private SayFlag say = new SayFlag();

  @Option(
      names = "--json",
      description = "print one JSON object at the end, and ask nothing; progress goes to stderr")
  private boolean json;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    events.check(json, false);
    if (say.isTyped() && resume == null) {
      throw RefusedException.input(
          "--say needs --resume", "add --resume, or put everything into TEXT");
    }
    Optional<String> comments = say.comments();
    return (resume == null ? begin() : resume(resume, comments)).code();
  }

  private ExitCode begin() throws IOException, RefusedException, InterruptedException {
    Submission submission = submission();
    OneShotFlags counted = counted();
    try (OneShotRun run = run(counted, new OneShotFlags())) {
      return run.begin(submission.typedWith(counted.words()));
    }
  }

  private ExitCode resume(String name, Optional<String> comments)
      throws IOException, RefusedException, InterruptedException {
    StatusReport now = new OrchestratorOpener(parent).with(new RunFlags()).build().status();
    Optional<String> issue = name(name);
    IssueStanding standing =
        issue.isPresent() ? IssueFinder.find(now, issue.get()) : IssueFinder.lastOneShot(now);
    List<String> begun =
        standing.record().map(IssueRecord::enrolment).map(Submission::options).orElse(List.of());
    OneShotFlags all = counted().over(standing.issue().id(), begun);
    try (OneShotRun run = run(all, flags)) {
      return run.resume(standing, comments);
    }
  }

  /** Returns the flags with programs counted from the checkout. */
  private OneShotFlags counted() throws IOException, RefusedException {
    Path checkout = Orchestrator.at(parent.directory()).build().checkout();
    return flags.from(parent.directory().toRealPath(), checkout);
  }

  private OneShotRun run(OneShotFlags all, OneShotFlags repeated)
      throws IOException, RefusedException, InterruptedException {
    OneShotOptions options = OneShotOptions.of(parent, all);
    boolean isUntested = !options.isTested() && !all.noGate;
    if (land && isUntested) {
      throw RefusedException.input(
          "--land needs a gate: nothing would test the result",
          "name one with --gate CMD, or add --no-gate to land it untested");
    }
    OneShotText.Flags typed =
        new OneShotText.Flags(
            repeated.typedAgent(),
            repeated.typedGate(),
            isUntested ? " --land --no-gate" : " --land");
    OneShotRun.Manner manner = new OneShotRun.Manner(shown, typed, land, json, events.areOutput());
    return new OneShotRun(parent, options, manner, RunFollowers.of(parent, events));
  }

  /** Returns what was typed: its first line is the title, and all of it is the body. */
  private Submission submission() throws IOException, RefusedException {
    String text =
        words.equals(List.of("-"))
            ? IssueArguments.body(parent, Path.of("-"))
            : String.join(" ", words);
    if (text.isBlank()) {
      throw RefusedException.input(
          "there is nothing to do: the text is empty",
          "say what to do, such as: roundhouse do \"Fix the empty-input crash\"");
    }
    String first = text.strip().lines().findFirst().orElse("").strip();
    String title =
        first.length() <= LONGEST_TITLE ? first : first.substring(0, LONGEST_TITLE - 1) + "…";
    return new Submission(
        title, IssueType.NONE, Priority.DEFAULT, Set.of(), Set.of(), Set.of(), text.strip());
  }

  /** Returns the name of the issue to go on with, if there is one. */
  private Optional<String> name(String behindResume) throws RefusedException {
    List<String> names = new ArrayList<>(words);
    if (!behindResume.isEmpty()) {
      names.add(behindResume);
    }
    if (names.size() > 1) {
      throw RefusedException.input(
          "--resume takes one issue", "to say something to its agent, use --say TEXT");
    }
    return names.stream().findFirst();
  }
}
