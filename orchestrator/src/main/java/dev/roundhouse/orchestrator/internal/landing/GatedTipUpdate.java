package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Judges a commit of ours that is nobody's work, and moves the tip to it: what takes in the user's
 * commits, and what marks issues done. It is behind a ref meanwhile, and built again where somebody
 * deletes objects of it. For one thread at a time.
 */
final class GatedTipUpdate {
  private static final String REF = "refs/roundhouse/trial";

  private final RunContext context;
  private final Repository repository;
  private final VerdictStore verdicts;
  private final CandidateIntegrity existence;

  GatedTipUpdate(RunContext context, VerdictStore verdicts, CandidateIntegrity existence) {
    this.context = context;
    this.repository = context.repository();
    this.verdicts = verdicts;
    this.existence = existence;
  }

  /** Builds what is judged, the same each time. */
  @FunctionalInterface
  interface Maker {
    /** The commit; empty if there is none. */
    Optional<ObjectId> commit() throws IOException, InterruptedException;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** The tip is at {@code commit}. */
    record Moved(ObjectId commit) implements Outcome {}

    /** There is no commit to be judged. */
    record Nothing() implements Outcome {}

    /** It does not pass. */
    record Refused(Verdict verdict) implements Outcome {}

    /** It passes, but the tip is elsewhere. */
    record Late() implements Outcome {}
  }

  /** Moves the tip from {@code tip} to what {@code maker} makes, if that passes. */
  Outcome of(ObjectId tip, Maker maker, String reason) throws IOException, InterruptedException {
    try {
      Optional<Outcome> outcome = existence.insist(() -> true, () -> once(tip, maker, reason));
      if (outcome.isEmpty()) {
        throw new IOException(
            "git deletes objects faster than they can be written ('git gc --prune=now' or 'git"
                + " prune' in a loop); end that, then run again");
      }
      return outcome.get();
    } finally {
      repository.deleteRef(REF);
    }
  }

  private Optional<Outcome> once(ObjectId tip, Maker maker, String reason)
      throws IOException, InterruptedException {
    Optional<ObjectId> made = maker.commit();
    if (made.isEmpty()) {
      return Optional.of(new Outcome.Nothing());
    }
    ObjectId commit = made.get();
    repository.updateRef(REF, repository.resolve(REF).orElse(null), commit, reason);
    if (!existence.isWhole(commit, tip)) {
      return Optional.empty();
    }
    ObjectId tree = repository.objects().treeOf(commit);
    Verdict verdict = verdicts.of(commit, tree, context.syncLog());
    if (!(verdict instanceof Verdict.Green)) {
      return Optional.of(new Outcome.Refused(verdict));
    }
    if (!existence.willStay(commit, tip)) {
      return Optional.empty();
    }
    boolean moved = repository.updateRef(context.target().tipRef(), tip, commit, reason);
    return Optional.of(moved ? new Outcome.Moved(commit) : new Outcome.Late());
  }
}
