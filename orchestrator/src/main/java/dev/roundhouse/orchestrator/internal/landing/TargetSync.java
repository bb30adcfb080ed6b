package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.LandingCommit;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.FastForwardResult;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.git.branch.TargetState;
import dev.roundhouse.orchestrator.internal.git.merge.MergeResult;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Keeps tip and target together: the tip merges the user's commits, and the target follows the tip
 * as far as git allows. For one thread at a time.
 */
final class TargetSync {
  private static final int ROUNDS = 3;

  private final RunContext context;
  private final Repository repository;
  private final Target target;
  private final MergeWorktree mergeWorktree;
  private final GatedTipUpdate gatedTipUpdate;
  private String lastWait = "";

  TargetSync(RunContext context, MergeWorktree mergeWorktree, GatedTipUpdate gatedTipUpdate) {
    this.context = context;
    this.repository = context.repository();
    this.target = context.target();
    this.mergeWorktree = mergeWorktree;
    this.gatedTipUpdate = gatedTipUpdate;
  }

  /**
   * Brings all commits of the target into the tip. A user who commits faster than we can merge does
   * not keep us here: after a few rounds the rest is left for the next time.
   *
   * @return the reason why it cannot, or empty
   * @throws RefusedException if the target lost landed work, or is gone
   */
  Optional<String> align() throws IOException, InterruptedException, RefusedException {
    for (int round = 0; round < ROUNDS; round++) {
      TargetState standing = target.inspect();
      if (standing instanceof TargetState.Even || standing instanceof TargetState.TipAhead) {
        return Optional.empty();
      }
      Optional<String> broken = broken(standing);
      if (broken.isPresent()) {
        return broken;
      }
      if (standing instanceof TargetState.Diverged diverged) {
        Optional<String> hold = absorb(diverged);
        if (hold.isPresent()) {
          return hold;
        }
      } else if (standing instanceof TargetState.UserAhead ahead) {
        target.adopt(ahead);
      } else {
        throw refusal(standing);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the refusal that names the decision a person must make before anything lands on the
   * target again.
   */
  private RefusedException refusal(TargetState standing) {
    if (standing instanceof TargetState.Dropped dropped) {
      return RefusedException.input(
          target.branch()
              + " no longer holds work that has landed on it:\n  "
              + dropped.landings().stream()
                  .map(LandingCommit::line)
                  .collect(Collectors.joining("\n  ")),
          "'roundhouse sync --accept' continues without it, 'roundhouse sync --restore' brings it"
              + " back");
    }
    return RefusedException.input(
        "branch " + target.branch() + " is gone",
        "create it again at the landed commits ('git branch "
            + target.branch()
            + " refs/roundhouse/tip/"
            + target.branch()
            + "'), or name another with --target");
  }

  /** Refuses to merge a target that has lost objects, which Roundhouse cannot repair. */
  private Optional<String> broken(TargetState standing) throws IOException, InterruptedException {
    boolean isWhole =
        standing instanceof TargetState.UserAhead ahead
            ? repository.isWhole(List.of(ahead.target()), ahead.tip())
            : !(standing instanceof TargetState.Diverged diverged)
                || repository.isWhole(List.of(diverged.target()), diverged.tip());
    return isWhole
        ? Optional.empty()
        : Optional.of(
            "objects of what was committed to "
                + target.branch()
                + " are missing (a 'git gc --prune=now' or 'git prune' beside a commit does that);"
                + " 'git fsck' says which: commit them again, then run again");
  }

  /**
   * Brings tip and target together as far as possible.
   *
   * @return the reason why the target is not at the tip, or empty if it is
   * @throws RefusedException if the target lost landed work, or is gone
   */
  Optional<String> sync() throws IOException, InterruptedException, RefusedException {
    Optional<String> behind = Optional.empty();
    for (int round = 0; round < ROUNDS; round++) {
      Optional<String> hold = align();
      if (hold.isPresent()) {
        return hold;
      }
      behind = follow();
      if (behind.isEmpty() || !target.hasMoved()) {
        return behind;
      }
    }
    return behind;
  }

  /** Lets the target follow the tip, and reports the result. */
  Optional<String> follow() throws IOException, InterruptedException {
    if (target.inspect() instanceof TargetState.Even) {
      return Optional.empty();
    }
    if (target.hasMoved()) {
      return Optional.of(target.follow().reason());
    }
    FastForwardResult result = target.follow();
    if (result.followed()) {
      String commit = target.tip().name();
      context
          .ledger()
          .commit(new Event.TargetSynced(target.branch(), commit, context.clock().instant()));
      context.publisher().publish(new RunEvent.TargetFollowed(target.branch(), commit));
      lastWait = "";
      return Optional.empty();
    }
    if (!result.reason().equals(lastWait)) {
      lastWait = result.reason();
      context.publisher().publish(new RunEvent.TargetWaits(target.branch(), lastWait));
    }
    return Optional.of(result.reason());
  }

  private Optional<String> absorb(TargetState.Diverged diverged)
      throws IOException, InterruptedException {
    Instant when = context.clock().instant();
    List<String> conflicts = new ArrayList<>();
    String reason = "roundhouse: take in " + target.branch();
    GatedTipUpdate.Outcome outcome =
        gatedTipUpdate.of(diverged.tip(), () -> merged(diverged, when, conflicts), reason);
    if (outcome instanceof GatedTipUpdate.Outcome.Nothing) {
      return Optional.of(
          "what was committed to "
              + target.branch()
              + " conflicts with what has landed, in "
              + String.join(", ", conflicts)
              + "; merge "
              + target.tipRef()
              + " into "
              + target.branch()
              + " by hand, then run again");
    }
    if (outcome instanceof GatedTipUpdate.Outcome.Refused refused) {
      return Optional.of(refused(refused.verdict()));
    }
    target.seen(diverged.target());
    return Optional.empty();
  }

  /** Returns the commit that has both, or empty with the paths of the conflicts. */
  private Optional<ObjectId> merged(
      TargetState.Diverged diverged, Instant when, List<String> conflicts)
      throws IOException, InterruptedException {
    MergeResult result = merge(diverged);
    if (result instanceof MergeResult.Conflicts found) {
      conflicts.addAll(found.paths());
      return Optional.empty();
    }
    return Optional.of(commit(diverged, ((MergeResult.Clean) result).tree(), when));
  }

  /** Merges so that changes the user has removed from the tip's base do not come back. */
  private MergeResult merge(TargetState.Diverged diverged)
      throws IOException, InterruptedException {
    return diverged.removedBase().isPresent()
        ? mergeWorktree.merge(diverged.removedBase().get(), diverged.tip(), diverged.target())
        : mergeWorktree.merge(diverged.tip(), diverged.target());
  }

  private ObjectId commit(TargetState.Diverged diverged, ObjectId tree, Instant when)
      throws IOException {
    return repository
        .objects()
        .commit(
            tree,
            List.of(diverged.tip(), diverged.target()),
            repository.author(when),
            repository.committer(when),
            CommitMessages.sync(target.branch()));
  }

  private String refused(Verdict verdict) {
    if (verdict instanceof Verdict.Interrupted) {
      return "the run was interrupted while " + target.branch() + " was being merged";
    }
    return "what was committed to "
        + target.branch()
        + " and what has landed do not pass the gate together (see "
        + context.syncLog()
        + "); fix "
        + target.branch()
        + ", then run again";
  }
}
