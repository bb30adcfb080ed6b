package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Judges the tip before the first agent starts, so that a gate that cannot pass costs no agent. A
 * tree that is known to be green costs nothing; any other answer is asked for again each time, as
 * its cause may be outside the tree. For one thread.
 */
final class BaseJudgement {
  private final RunContext context;
  private final VerdictStore verdicts;

  BaseJudgement(RunContext context, VerdictStore verdicts) {
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
}
