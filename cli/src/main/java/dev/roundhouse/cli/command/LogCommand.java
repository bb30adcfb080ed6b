package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.TranscriptJson;
import dev.roundhouse.cli.output.TranscriptText;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.orchestrator.AttemptLogs;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints the output of an agent or of the gate. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the output of the last attempt's agent, or of the attempt that --attempt names.",
      "The stream of a well-known program is shown as text: its words, each tool "
          + "it uses ('>'), errors ('!'), and what it used in the end. Anything else "
          + "is printed as it is."
    },
    footer = {
      "roundhouse log BUG-42",
      "roundhouse log BUG-42 --follow       # while it works",
      "roundhouse log BUG-42 --raw          # the stream as it was printed",
      "roundhouse log BUG-42 --gate         # what the gate said",
      "roundhouse log BUG-42 --attempt 1"
    })
final class LogCommand implements Callable<Integer> {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private ViewFlags flags = new ViewFlags();

  @Parameters(paramLabel = "ISSUE", description = "the issue's id or number")
  private String issue = "";

  @Option(names = "--attempt", paramLabel = "N", description = "the number of the attempt")
  private int attempt;

  @Option(
      names = "--gate",
      description = "print the gate's output instead; not with --prompt or --validate")
  private boolean gate;

  @Option(
      names = "--prompt",
      description = "print the prompt instead; with --validate, the prompt of the validation")
  private boolean prompt;

  @Option(names = "--validate", description = "print the output of the validation instead")
  private boolean validate;

  @Option(
      names = "--raw",
      description = "print the agent's output as it was printed, not as readable text")
  private boolean raw;

  @Option(
      names = {"-f", "--follow"},
      description = "keep printing until the attempt ends")
  private boolean follow;

  @Override
  public Integer call() throws IOException, RefusedException {
    if (gate && (prompt || validate)) {
      throw RefusedException.input(
          "--gate cannot be combined with " + (prompt ? "--prompt" : "--validate"),
          "the gate has neither a prompt nor a validation; choose one of the options");
    }
    StatusReport statusReport = look();
    IssueStanding standing = IssueFinder.find(statusReport, issue);
    AttemptSummary wanted = wanted(standing);
    Path file = file(statusReport.logs(standing.issue().id(), wanted));
    if (!follow && !Files.exists(file)) {
      throw RefusedException.input(
          "attempt "
              + wanted.number()
              + " of "
              + standing.issue().id()
              + " has no "
              + file.getFileName(),
          "the attempt may have ended before that step; see 'roundhouse show "
              + standing.issue().id()
              + "'");
    }
    print(file, standing, wanted);
    parent.terminal().out().flush();
    return ExitCode.OK.code();
  }

  private void print(Path file, IssueStanding standing, AttemptSummary wanted)
      throws IOException, RefusedException {
    boolean isRaw = raw || gate || prompt;
    if (flags.json) {
      String id = standing.issue().id().value();
      TranscriptJson json = new TranscriptJson(parent.terminal(), id, wanted.number());
      print(file, new LogOutput(file, isRaw, json::print), standing, wanted);
      json.end();
    } else {
      TranscriptText text = new TranscriptText(parent.terminal());
      print(file, new LogOutput(file, isRaw, text::print), standing, wanted);
    }
  }

  private void print(Path file, LogOutput output, IssueStanding standing, AttemptSummary wanted)
      throws IOException, RefusedException {
    if (follow) {
      follow(new LogFollower(file, output, parent.terminal()), standing, wanted);
    } else {
      for (Path part : AttemptLogs.parts(file)) {
        copy(part, output);
      }
    }
    output.end();
    if (output.isEmpty()) {
      parent.terminal().out().flush();
      String who =
          prompt ? "the prompt" : gate ? "the gate" : validate ? "the validation" : "the agent";
      String ending = prompt ? " is empty" : " printed nothing";
      parent
          .terminal()
          .err()
          .println(
              who + " of attempt " + wanted.number() + " of " + standing.issue().id() + ending);
      parent.terminal().err().flush();
    }
  }

  private StatusReport look() throws IOException, RefusedException {
    return new OrchestratorOpener(parent).with(flags.asRunFlags()).build().status();
  }

  /**
   * Returns the log to print, or its prompt if that is wanted; the prompt of the validation stands
   * in if only that exists.
   */
  private Path file(AttemptLogs logs) {
    Path log = gate ? logs.gate() : validate ? logs.validation() : logs.agent();
    if (!prompt) {
      return log;
    }
    Path asked = AttemptLogs.prompt(log);
    Path first = AttemptLogs.prompt(logs.validation());
    return Files.exists(asked) || !Files.exists(first) ? asked : first;
  }

  private void follow(LogFollower log, IssueStanding standing, AttemptSummary attempt)
      throws IOException, RefusedException {
    while (isUnderWay(standing, attempt) && !parent.terminal().out().checkError()) {
      log.printNew();
      LockSupport.parkNanos(PAUSE);
    }
    log.printNew();
  }

  /**
   * Tells whether the attempt still runs; a killed run leaves its attempts open, and following one
   * of those must not wait for the next.
   */
  private boolean isUnderWay(IssueStanding standing, AttemptSummary attempt)
      throws IOException, RefusedException {
    StatusReport now = look();
    return now.activeRun().isPresent()
        && now.view()
            .issue(standing.issue().id())
            .flatMap(
                record ->
                    record.history().stream()
                        .filter(each -> each.attempt().equals(attempt.attempt()))
                        .findFirst())
            .filter(each -> each.endedAt() == null)
            .isPresent();
  }

  private AttemptSummary wanted(IssueStanding standing) throws RefusedException {
    List<AttemptSummary> history = standing.record().map(IssueRecord::history).orElse(List.of());
    return history.stream()
        .filter(each -> attempt == 0 || each.number() == attempt)
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                RefusedException.input(
                    standing.issue().id()
                        + " has no "
                        + (attempt == 0 ? "attempt yet" : "attempt " + attempt),
                    "see 'roundhouse show " + standing.issue().id() + "'"));
  }

  private static void copy(Path file, LogOutput output) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      char[] block = new char[8192];
      for (int n = reader.read(block); n >= 0; n = reader.read(block)) {
        output.print(new String(block, 0, n));
      }
    }
  }
}
