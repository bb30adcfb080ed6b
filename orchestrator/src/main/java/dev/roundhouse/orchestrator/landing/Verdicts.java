package dev.roundhouse.orchestrator.landing;

import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.VerdictRecord;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.work.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Asks the gate about a tree, unless the ledger knows that it was green already and the gate's
 * verdicts may stand in for each other. For one thread at a time.
 */
final class Verdicts {
  private final RunContext context;
  private final @Nullable Gate gate;
  private final MergeYard yard;

  Verdicts(RunContext context, @Nullable Gate gate, MergeYard yard) {
    this.context = context;
    this.gate = gate;
    this.yard = yard;
  }

  boolean isTested() {
    return gate != null;
  }

  Verdict of(ObjectId commit, ObjectId tree, Path log) throws IOException, InterruptedException {
    if (gate == null) {
      return new Verdict.Green();
    }
    String key = gate.key();
    Optional<VerdictRecord> known =
        gate.cacheable() ? context.ledger().view().verdict(tree.name(), key) : Optional.empty();
    if (known.filter(VerdictRecord::green).isPresent()) {
      return new Verdict.Green();
    }
    Files.createDirectories(log.getParent());
    long begun = context.clock().millis();
    Verdict verdict = yard.judge(gate, commit, log);
    if (gate.cacheable() && gate.key().equals(key)) { // an input may have changed meanwhile
      record(tree, key, verdict, Math.max(0, context.clock().millis() - begun));
    }
    return verdict;
  }

  private void record(ObjectId tree, String key, Verdict verdict, long millis) throws IOException {
    boolean green = verdict instanceof Verdict.Green;
    String evidence = verdict instanceof Verdict.Red red ? red.reason() : "";
    if (green || verdict instanceof Verdict.Red) {
      context
          .ledger()
          .commit(
              new Event.GateJudged(
                  tree.name(), key, green, evidence, millis, context.clock().instant()));
    }
  }
}
