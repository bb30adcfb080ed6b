package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.OneShotText;
import dev.roundhouse.cli.output.Progress;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.orchestrator.AttemptContent;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunListener;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Takes one issue from its text to an answer: runs it, shows what came of it, and does what the
 * person says. Everything is in the ledger before the next step, so that the command can be killed
 * at any moment. For one thread.
 */
final class OneShotRun implements AutoCloseable {
  private final CommandContext parent;
  private final OneShotOptions chosen;
  private final Manner manner;
  private final RunFollowers followers;
  private final Terminal terminal;
  private final OneShotText text;
  private @Nullable RunReport last;
  private volatile Optional<Path> baseLog = Optional.empty(); // of the gate's run on the branch

  /**
   * How the command goes about it.
   *
   * @param shown how progress is shown
   * @param repeated the flags that a command that goes on must have as well
   * @param lands whether green work lands without a question
   * @param json whether a program reads the result, so that nobody is asked
   * @param events whether a program reads the events from the output, so that nobody is asked
   */
  record Manner(
      ProgressFlags shown,
      OneShotText.Flags repeated,
      boolean lands,
      boolean json,
      boolean events) {
    boolean isRead() {
      return json || events;
    }
  }

  OneShotRun(CommandContext parent, OneShotOptions chosen, Manner manner, RunFollowers followers) {
    this.parent = parent;
    this.chosen = chosen;
    this.manner = manner;
    this.followers = followers;
    this.terminal = manner.isRead() ? parent.terminal().ofMessages() : parent.terminal();
    this.text = new OneShotText(terminal, manner.repeated(), chosen.isTested());
  }

  /** Submits an issue and works on it. */
  ExitCode begin(Submission submission) throws IOException, RefusedException, InterruptedException {
    Optional<ApprovalStage> held =
        manner.lands() ? Optional.empty() : Optional.of(ApprovalStage.LAND);
    IssueId id = plan().submitOneShot(submission, held);
    text.begin(id, submission.title(), chosen.lines());
    try {
      return answered(id, goOn(id));
    } catch (RefusedException refused) {
      text.kept(id);
      throw refused;
    }
  }

  /** Goes on with an issue, after giving its agent {@code comments}. */
  ExitCode resume(IssueStanding before, Optional<String> comments)
      throws IOException, RefusedException, InterruptedException {
    IssueId id = before.issue().id();
    if (comments.isPresent()) {
      plan().sendBack(List.of(id), comments.get());
    }
    try {
      return resumed(before);
    } catch (RefusedException refused) {
      IssueRecord now = record(id);
      if (comments.isPresent() && now.status() == LifecycleStatus.OPEN && now.feedback() != null) {
        text.hasComments(id);
      }
      throw refused;
    }
  }

  private ExitCode resumed(IssueStanding before)
      throws IOException, RefusedException, InterruptedException {
    IssueId id = before.issue().id();
    LifecycleStatus status =
        before.record().isPresent() ? record(id).status() : LifecycleStatus.OPEN;
    if (status.isFinished() || status.isResting()) {
      return answered(id, decided(id));
    }
    prepare(id);
    text.begin(id, before.issue().title(), chosen.lines());
    boolean isToBeRead = record(id).status() == LifecycleStatus.AWAITING_APPROVAL;
    return answered(id, isToBeRead ? decided(id) : goOn(id));
  }

  /** Makes sure that the issue waits to be read, or that it need not, if that was asked for. */
  private void prepare(IssueId id) throws IOException, RefusedException {
    if (record(id).wishes().approval() == ApprovalStage.RUN) {
      plan().approve(List.of(id)); // who goes on with it wants it to begin
    }
    IssueRecord record = record(id);
    boolean isAsked = record.wishes().approval() != null;
    boolean isDone = isApproved(record);
    if (manner.lands() && isAsked) {
      plan().approve(List.of(id));
    } else if (!manner.lands() && !isAsked && !isDone) {
      plan().hold(List.of(id), ApprovalStage.LAND);
    }
  }

  private static boolean isApproved(IssueRecord record) {
    Claim claim = record.claim();
    return claim != null && claim.attempt().equals(record.approvedAttempt());
  }

  /** Runs the issue until it has landed or a person must act. */
  private ExitCode goOn(IssueId id) throws IOException, RefusedException, InterruptedException {
    SignalHandler keys = SignalHandler.on(terminal);
    RunReport report;
    try (Progress progress = manner.shown().progress(terminal, keys)) {
      Orchestrator orchestrator =
          one(id).stop(keys.signal()).listener(followers.and(quiet(progress))).build();
      report = orchestrator.run();
      new RunReports(parent, terminal).write(report.run(), orchestrator);
    }
    last = report;
    if (keys.signal().level() != StopSignal.Level.NONE
        && !record(id).status().isFinished()
        && record(id).status() != LifecycleStatus.AWAITING_APPROVAL) {
      text.stopped(id);
      return keys.exitCode(report);
    }
    return decided(id);
  }

  /** Shows work that waits to be read, or an agent's question, and does what the person says. */
  private ExitCode decided(IssueId id) throws IOException, RefusedException, InterruptedException {
    LifecycleStatus status = record(id).status();
    boolean isWork = status == LifecycleStatus.AWAITING_APPROVAL && record(id).claim() != null;
    if (!isWork && status != LifecycleStatus.NOT_READY) {
      return shown(id);
    }
    if (manner.isRead() || manner.lands() || !ReviewScreen.isPossible(terminal)) {
      return isWork ? waiting(id) : shown(id);
    }
    try (KeyReader keys = new KeyReader(terminal)) {
      ReviewScreen screen =
          new ReviewScreen(parent, over(chosen.options()).build(), keys, ReviewScreen.Then.AT_ONCE);
      ReviewScreen.Answer answer = screen.ask(id, "");
      keys.close();
      return switch (answer) {
        case APPROVED, SENT_BACK -> goOn(id);
        case REFUSED, SETTLED -> shown(id);
        case LATER, QUIT -> later(id, isWork, keys.ended());
      };
    }
  }

  private ExitCode waiting(IssueId id) throws IOException, RefusedException, InterruptedException {
    AttemptContent content = one(id).build().attemptContent();
    Path file = Files.createTempFile("roundhouse-", ".stat");
    try {
      AttemptContent.Changes changes = content.changes(id, OptionalInt.empty());
      content.write(changes, AttemptContent.Form.STAT, false, file);
      text.waiting(record(id), Files.readString(file));
    } finally {
      Files.delete(file);
    }
    return ExitCode.INCOMPLETE;
  }

  private ExitCode later(IssueId id, boolean isWork, Optional<ExitCode> ended)
      throws IOException, RefusedException {
    if (isWork) {
      text.later(id);
    } else {
      shown(id);
    }
    return ended.orElse(ExitCode.INCOMPLETE);
  }

  /** Says how the issue ended. */
  private ExitCode shown(IssueId id) throws IOException, RefusedException {
    IssueRecord record = record(id);
    text.ended(record, Optional.ofNullable(last), baseLog);
    boolean isHandedOver =
        record.status() == LifecycleStatus.LANDED || record.status() == LifecycleStatus.BRANCHED;
    return isHandedOver ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private ExitCode answered(IssueId id, ExitCode code) throws IOException, RefusedException {
    if (manner.json()) {
      parent.terminal().out().println(OneShotText.json(record(id), Optional.ofNullable(last)));
    }
    return code;
  }

  private PlanEditor plan() {
    return over(chosen.options()).build().planEditor();
  }

  private IssueRecord record(IssueId id) throws IOException, RefusedException {
    return over(chosen.options()).build().status().view().issue(id).orElseThrow();
  }

  private Orchestrator.Builder one(IssueId id) {
    RunOptions options = chosen.options().onlyFor(id);
    RunOptions.Builder changed = options.toBuilder();
    if (manner.lands()) {
      changed.form(options.form().reviewed(DeliveryOptions.Review.OFF));
    }
    return over(changed.build());
  }

  private Orchestrator.Builder over(RunOptions options) {
    return Orchestrator.at(parent.directory())
        .clock(parent.terminal().clock())
        .environment(parent.terminal().environment())
        .options(options);
  }

  /** Returns {@code listener} without what is wrong with issues that this run does not work on. */
  private RunListener quiet(RunListener listener) {
    return event -> {
      if (event instanceof RunEvent.BaseGated gated) {
        baseLog = gated.log().or(() -> baseLog);
      }
      if (event instanceof RunEvent.Started started) {
        listener.on(
            new RunEvent.Started(
                started.run(),
                started.target(),
                started.agent(),
                started.gate(),
                started.workers(),
                started.ready(),
                started.blocked(),
                List.of(),
                started.outlook()));
      } else if (!(event instanceof RunEvent.BacklogChanged)) {
        listener.on(event);
      }
    };
  }

  /** Waits, with a bound, until those who follow its runs have what has happened. */
  @Override
  public void close() {
    followers.close();
  }
}
