package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.run.BaseReport;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Judges the tip before the first agent starts, so that a gate that cannot pass costs no agent. A
 * tree that is known to be green costs nothing; any other answer is asked for again each time, as
 * its cause may be outside the tree. For one thread.
 */
final class BaseGateCheck {
  private final RunContext context;
  private final VerdictStore verdicts;

  BaseGateCheck(RunContext context, VerdictStore verdicts) {
    this.context = context;
    this.verdicts = verdicts;
  }

  /**
   * Returns the objection to the tip; empty if it passes, or the gate was ended.
   *
   * @param stop ends the gate
   */
  Optional<String> objection(CompletableFuture<Void> stop)
      throws IOException, InterruptedException {
    ObjectId tip = context.target().tip();
    ObjectId tree = context.repository().objects().treeOf(tip);
    if (verdicts.knownGreen(tree).isGreen()) {
      return Optional.empty();
    }
    String branch = context.target().branch();
    context.publisher().note(branch + " is gated before the first agent starts");
    publish(branch, Optional.of(verdicts.baseLog()));
    try {
      return judged(tip, tree, stop);
    } finally {
      publish(branch, Optional.empty());
    }
  }

  private void publish(String branch, Optional<Path> log) {
    context.publisher().publish(new RunEvent.BaseGated(branch, log));
  }

  private Optional<String> judged(ObjectId tip, ObjectId tree, CompletableFuture<Void> stop)
      throws IOException, InterruptedException {
    GateStatistics statistics = GateStatistics.NONE;
    while (!statistics.isSettled()) {
      long begun = context.clock().millis();
      Verdict verdict = verdicts.ask(tip, tree, verdicts.baseLog(), stop);
      if (verdict instanceof Verdict.Interrupted) {
        return Optional.empty();
      }
      if (verdict instanceof Verdict.Undecided undecided && undecided.environmental()) {
        return Optional.of(undecided.reason());
      }
      statistics = statistics.and(verdict, Math.max(0, context.clock().millis() - begun));
    }
    return settled(tree, statistics);
  }

  private Optional<String> settled(ObjectId tree, GateStatistics statistics)
      throws IOException, InterruptedException {
    if (!statistics.isGreen()) {
      return Optional.of(verdicts.redBase(statistics));
    }
    verdicts.keep(tree, statistics);
    if (statistics.isFlaky()) {
      verdicts.flakyBase();
    }
    return Optional.empty();
  }

  /**
   * Judges the commit that a run would start from, once: a person watches, and no agent waits.
   *
   * @param stop ends the gate
   */
  BaseReport once(CompletableFuture<Void> stop) throws IOException, InterruptedException {
    ObjectId commit = BaseCommit.of(context.repository(), context.target());
    ObjectId tree = context.repository().objects().treeOf(commit);
    if (!verdicts.isTested()) {
      return report(commit, BaseReport.Outcome.UNTESTED, "", "", Duration.ZERO);
    }
    if (verdicts.knownGreen(tree).isGreen()) {
      return report(commit, BaseReport.Outcome.KNOWN, "", "", Duration.ZERO);
    }
    long begun = context.clock().millis();
    Verdict verdict = verdicts.ask(commit, tree, verdicts.baseLog(), stop);
    Duration took = Duration.ofMillis(Math.max(0, context.clock().millis() - begun));
    if (verdict instanceof Verdict.Green) {
      verdicts.keep(tree, GateStatistics.NONE.and(verdict, took.toMillis()));
      return report(commit, BaseReport.Outcome.PASSED, "", "", took);
    }
    if (verdict instanceof Verdict.Red red) {
      return report(commit, BaseReport.Outcome.FAILED, red.reason(), red.evidence(), took);
    }
    return verdict instanceof Verdict.Undecided undecided
        ? report(
            commit, BaseReport.Outcome.UNDECIDED, undecided.reason(), undecided.evidence(), took)
        : report(commit, BaseReport.Outcome.INTERRUPTED, "", "", took);
  }

  private BaseReport report(
      ObjectId commit, BaseReport.Outcome outcome, String reason, String evidence, Duration took)
      throws IOException, InterruptedException {
    String advice = reason.isEmpty() ? "" : verdicts.missing() + "repair it or change the gate";
    return new BaseReport(
        context.target().branch(),
        commit.name(),
        outcome,
        reason,
        evidence,
        advice,
        took,
        verdicts.baseLog());
  }
}
