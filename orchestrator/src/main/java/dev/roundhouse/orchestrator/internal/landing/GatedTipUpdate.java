package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Judges a commit of ours that belongs to no issue, and moves the tip to it: merges of the user's
 * commits, and done marks. It is behind a ref meanwhile, and rebuilt if another process deletes
 * objects of it. For one thread at a time.
 */
final class GatedTipUpdate {
  private static final String REF = "refs/roundhouse/trial";

  private final RunContext context;
  private final Repository repository;
  private final VerdictStore verdicts;
  private final CandidateIntegrity candidateIntegrity;

  GatedTipUpdate(RunContext context, VerdictStore verdicts, CandidateIntegrity candidateIntegrity) {
    this.context = context;
    this.repository = context.repository();
    this.verdicts = verdicts;
    this.candidateIntegrity = candidateIntegrity;
  }

  /** Builds the commit to judge, the same each time. */
  @FunctionalInterface
  interface Maker {
    /** Returns the commit; empty if there is none. */
    Optional<ObjectId> commit() throws IOException, InterruptedException;
  }

  /** The result of an update. */
  sealed interface Outcome {
    /** The tip is at {@code commit}. */
    record Moved(ObjectId commit) implements Outcome {}

    /** There is no commit to judge. */
    record Nothing() implements Outcome {}

    /** The commit does not pass. */
    record Refused(Verdict verdict) implements Outcome {}

    /** The commit passes, but the tip has moved. */
    record Late() implements Outcome {}
  }

  /** Moves the tip from {@code tip} to the commit of {@code maker}, if that passes. */
  Outcome of(ObjectId tip, Maker maker, String reason) throws IOException, InterruptedException {
    try {
      Optional<Outcome> outcome =
          candidateIntegrity.insist(() -> true, () -> once(tip, maker, reason));
      if (outcome.isEmpty()) {
        throw new IOException(
            "git deletes objects faster than they can be written ('git gc --prune=now' or 'git"
                + " prune' in a loop); end that, then run again");
      }
      return outcome.get();
    } finally {
      repository.refs().delete(REF);
    }
  }

  private Optional<Outcome> once(ObjectId tip, Maker maker, String reason)
      throws IOException, InterruptedException {
    Optional<ObjectId> made = maker.commit();
    if (made.isEmpty()) {
      return Optional.of(new Outcome.Nothing());
    }
    ObjectId commit = made.get();
    repository.refs().update(REF, repository.resolve(REF).orElse(null), commit, reason);
    if (!candidateIntegrity.isWhole(commit, tip)) {
      return Optional.empty();
    }
    ObjectId tree = repository.objects().treeOf(commit);
    Verdict verdict = verdicts.of(commit, tree, context.syncLog());
    if (!(verdict instanceof Verdict.Green)) {
      return Optional.of(new Outcome.Refused(verdict));
    }
    if (!candidateIntegrity.willStay(commit, tip)) {
      return Optional.empty();
    }
    boolean moved = repository.refs().update(context.target().tipRef(), tip, commit, reason);
    return Optional.of(moved ? new Outcome.Moved(commit) : new Outcome.Late());
  }
}
