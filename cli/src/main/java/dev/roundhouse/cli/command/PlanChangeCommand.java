package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.OneShotText;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Makes one change of the plan to every issue that is named; each kind of change is a command. */
abstract sealed class PlanChangeCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private PlanChangeFlags flags = new PlanChangeFlags();

  @Parameters(arity = "1..*", paramLabel = "ISSUE", description = "issue ids or numbers")
  private List<String> issues = List.of();

  /** Returns the change. */
  abstract PlanChangeFlags.Change change();

  /** Returns the answer for an issue that was {@code before}. */
  abstract String confirmation(IssueStanding before, PlanChangeFlags.StatusAfter after)
      throws IOException, RefusedException;

  /** Returns the command that goes on with an issue of {@code do}, which no run need ever do. */
  private static String next(IssueStanding before, PlanChangeFlags.StatusAfter after, String effect)
      throws IOException, RefusedException {
    return before.isOneShot() && after.get().activeRun().isEmpty()
        ? "; '" + OneShotText.resuming(before.issue().id()) + "'" + effect
        : "";
  }

  @Override
  public final Integer call() throws IOException, RefusedException {
    return flags.answer(parent, issues, change(), this::confirmation);
  }

  /** Makes issues free to be worked on again. */
  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = {
        "Makes issues free to be worked on again, whatever their outcome, even "
            + "landed ones. The failure count starts at zero; the attempt count "
            + "continues.",
        "The next attempt begins without the work of earlier ones. With --say it goes on from "
            + "that work, and its agent reads your comments: in its earlier session if its "
            + "program can resume one, and otherwise in a new one."
      },
      footer = {
        "roundhouse retry BUG-42",
        "roundhouse retry BUG-42 --say 'keep the old flag as an alias'",
        "roundhouse retry BUG-42 --say 'use the parser' --fresh    # starts over"
      })
  static final class Retry extends PlanChangeCommand {
    @Mixin private SayFlag say = new SayFlag();

    @Option(names = "--fresh", description = "with --say: begin without the earlier work")
    private boolean fresh;

    @Override
    PlanChangeFlags.Change change() {
      if (!say.isTyped()) {
        return PlanEditor::retry;
      }
      return (plan, ids) -> {
        String comments = say.comments().orElseThrow();
        return fresh ? plan.retry(ids, comments) : plan.sendBack(ids, comments);
      };
    }

    @Override
    String confirmation(IssueStanding before, PlanChangeFlags.StatusAfter after)
        throws IOException, RefusedException {
      if (IssueFinder.isGone(before)) {
        return "has no file; it runs again once it has one";
      }
      IssueStatus status = before.issue().status();
      if (!status.isWorkable()) {
        return "will not run yet: its file says " + status.word() + "; set 'status: open' there";
      }
      return "is open again"
          + (say.isTyped() ? "; its next attempt " + start(before) : "")
          + next(before, after, " works on it");
    }

    private String start(IssueStanding before) {
      return fresh || before.attempts() == 0
          ? "begins with your comments, without earlier work"
          : "goes on from the work that is kept, with your comments";
    }
  }

  /** Makes issues wait for approval. */
  @Command(
      name = "hold",
      mixinStandardHelpOptions = true,
      description = {
        "Makes issues wait for 'roundhouse approve' before they start or, with "
            + "--landing, before they land."
      },
      footer = {
        "roundhouse hold BUG-42",
        "roundhouse hold BUG-42 --landing    # let it work, then wait"
      })
  static final class Hold extends PlanChangeCommand {
    @Option(names = "--landing", description = "let them start, but not land")
    private boolean landing;

    @Override
    PlanChangeFlags.Change change() {
      ApprovalStage stage = landing ? ApprovalStage.LAND : ApprovalStage.RUN;
      return (plan, ids) -> plan.hold(ids, stage);
    }

    @Override
    String confirmation(IssueStanding before, PlanChangeFlags.StatusAfter after) {
      return landing
          ? "will wait for approval before it lands"
          : "waits for approval before it starts";
    }
  }

  /** Approves issues that await approval. */
  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      description = {
        "Approves issues that are waiting for approval: they may start, or their work may land."
      },
      footer = {"roundhouse approve BUG-42"})
  static final class Approve extends PlanChangeCommand {
    @Override
    PlanChangeFlags.Change change() {
      return PlanEditor::approve;
    }

    @Override
    String confirmation(IssueStanding before, PlanChangeFlags.StatusAfter after)
        throws IOException, RefusedException {
      boolean isFinished = before.record().map(IssueRecord::claim).isPresent();
      return "is approved" + next(before, after, isFinished ? " lands it" : " works on it");
    }
  }

  /** Ends issues for a reason that a person gives. */
  abstract static sealed class Ending extends PlanChangeCommand {
    private static final String SKIPPED = "skipped";

    private final End end;
    private final String done;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "the reason, in one line (default: ${DEFAULT-VALUE})")
    private String reason;

    Ending(String usualReason, End end, String done) {
      this.reason = usualReason;
      this.end = end;
      this.done = done;
    }

    @Override
    final PlanChangeFlags.Change change() {
      return (plan, ids) -> end.end(plan, ids, reason);
    }

    /** Says whether the issue has ended already, or a run has to end its attempt first. */
    @Override
    final String confirmation(IssueStanding before, PlanChangeFlags.StatusAfter after)
        throws IOException, RefusedException {
      boolean isUnderWay = before.readiness() == Readiness.ACTIVE;
      Optional<IssueStanding> now =
          isUnderWay ? after.get().plan().find(before.issue().id()) : Optional.empty();
      if (now.filter(each -> each.readiness() == Readiness.ACTIVE).isPresent()) {
        return (now.get().isInterrupted()
                ? "was interrupted; the next 'roundhouse run' saves its work, and it is then "
                : "is being stopped; its work is kept, and it is then ")
            + done;
      }
      boolean isRefused =
          done.equals(SKIPPED) && before.status().equals(LifecycleStatus.AWAITING_APPROVAL.word());
      return "is "
          + done
          + (isRefused ? ": approval is refused" : "")
          + (isUnderWay ? "; its work is kept" : "");
    }

    /** One way to end issues. */
    @FunctionalInterface
    interface End {
      ChangeId end(PlanEditor plan, List<IssueId> issues, String reason)
          throws IOException, RefusedException;
    }
  }

  /** Cancels issues. */
  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = {
        "A running agent is stopped, and its work is kept. An issue that is "
            + "landing cannot be cancelled. 'roundhouse retry' reopens an issue."
      },
      footer = {"roundhouse cancel BUG-42", "roundhouse cancel 42 43 --reason 'no longer wanted'"})
  static final class Cancel extends Ending {
    Cancel() {
      super("cancelled by hand", PlanEditor::cancel, "cancelled");
    }
  }

  /** Puts issues aside. */
  @Command(
      name = "skip",
      mixinStandardHelpOptions = true,
      description = {
        "The issues are not worked on until 'roundhouse retry'. A running agent is stopped, and its"
            + " work is kept. If an issue is waiting for approval, approval is refused."
      },
      footer = {"roundhouse skip BUG-42"})
  static final class Skip extends Ending {
    Skip() {
      super("skipped by hand", PlanEditor::skip, Ending.SKIPPED);
    }
  }

  /** Refuses issues that await approval: another name for {@code skip}. */
  @Command(
      name = "refuse",
      hidden = true,
      mixinStandardHelpOptions = true,
      description = {
        "Skips issues that are waiting for approval, and no others; their work is kept."
      },
      footer = {"roundhouse refuse BUG-42 --reason 'wrong approach'"})
  static final class Refuse extends Ending {
    Refuse() {
      super("refused by hand", PlanEditor::refuse, Ending.SKIPPED);
    }
  }
}
