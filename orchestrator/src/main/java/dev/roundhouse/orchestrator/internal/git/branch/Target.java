package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.LandingCommit;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The branch that work lands on, and the tip it lands at first. The tip is ours and moves by
 * compare-and-swap; the branch is the user's, and is only ever fast-forwarded, by git, if git says
 * that no local change is touched.
 *
 * <p>Safe for use by any number of threads and processes; only one of them moves the tip, the
 * holder of the run lock.
 */
public final class Target {
  private static final String TIPS = "refs/roundhouse/tip/";
  private static final String SYNCED = "refs/roundhouse/synced/";

  private final Repository repository;
  private final String branch;

  /** Creates the target for the branch with that short name. */
  public Target(Repository repository, String branch) {
    this.repository = repository;
    this.branch = branch;
  }

  /**
   * Tells whether work may have landed on any branch; false only if none has.
   *
   * @throws IOException if the refs cannot be read
   */
  public static boolean mayHaveTip(Repository repository) throws IOException {
    return repository.mayHaveRefs(TIPS);
  }

  /** Returns its short name. */
  public String branch() {
    return branch;
  }

  /** Returns its full name. */
  public String branchRef() {
    return "refs/heads/" + branch;
  }

  /** Returns the ref at which work lands. */
  public String tipRef() {
    return TIPS + branch;
  }

  /** Returns the ref for the target's commit when we last saw or moved it. */
  public String syncedRef() {
    return SYNCED + branch;
  }

  /**
   * Returns the commit of the tip; that of the target if nothing has landed yet.
   *
   * @throws IOException if neither exists
   */
  public ObjectId tip() throws IOException {
    Optional<ObjectId> tip = repository.refs().commit(tipRef());
    return tip.isPresent()
        ? tip.get()
        : repository
            .refs()
            .commit(branchRef())
            .orElseThrow(() -> new IOException("there is no branch " + branch));
  }

  /**
   * Removes refs of {@code kind} that git cannot hold beside ours, since one is the other's folder:
   * they belong to branches that no longer exist, as git could not hold these beside ours either.
   * Landings that {@code target} does not contain are kept like those that were dropped.
   */
  private void makeRoom(String kind, ObjectId target) throws IOException {
    for (Map.Entry<String, ObjectId> each : repository.refs().commits(kind).entrySet()) {
      String other = each.getKey().substring(kind.length());
      if (other.startsWith(branch + "/") || branch.startsWith(other + "/")) {
        if (!repository.objects().isAncestor(each.getValue(), target)) {
          keepDropped(each.getValue());
        }
        repository.refs().delete(each.getKey(), each.getValue());
      }
    }
  }

  private void keepDropped(ObjectId tip) throws IOException {
    String kept = "refs/roundhouse/dropped/" + tip.name(); // gc may have dropped the work
    if (repository.resolve(kept).isEmpty()) {
      repository.refs().update(kept, null, tip, "roundhouse: keep");
    }
  }

  /** Compares the target with the tip. The very first call puts the tip at the target. */
  public TargetState inspect() throws IOException {
    Optional<ObjectId> found = repository.refs().commit(branchRef());
    if (found.isEmpty()) {
      return new TargetState.TargetGone();
    }
    ObjectId target = found.get();
    Optional<ObjectId> tip = repository.refs().commit(tipRef());
    if (tip.isEmpty()) {
      for (String kind : List.of(TIPS, SYNCED)) {
        makeRoom(kind, target);
      }
      repository.refs().update(tipRef(), null, target, "roundhouse: begin");
      synced(target);
      return new TargetState.Even();
    }
    return inspect(tip.get(), target);
  }

  private TargetState inspect(ObjectId tip, ObjectId target) throws IOException {
    if (tip.equals(target)) {
      synced(target);
      return new TargetState.Even();
    }
    Optional<ObjectId> synced = repository.refs().commit(syncedRef());
    if (synced.isPresent() && !repository.objects().isAncestor(synced.get(), target)) {
      return rewritten(tip, target, synced.get());
    }
    if (repository.objects().isAncestor(tip, target)) {
      return new TargetState.UserAhead(tip, target);
    }
    return repository.objects().isAncestor(target, tip)
        ? new TargetState.TipAhead(tip, target)
        : new TargetState.Diverged(tip, target, Optional.empty());
  }

  /**
   * Returns the state after the user rewrote the target's history, which is allowed if it contained
   * no landing.
   */
  private TargetState rewritten(ObjectId tip, ObjectId target, ObjectId synced) throws IOException {
    List<LandingCommit> missing = landings(tip, target);
    if (!landings(synced, target).isEmpty()) {
      return new TargetState.Dropped(tip, target, missing);
    }
    return missing.isEmpty()
        ? new TargetState.UserAhead(tip, target)
        : new TargetState.Diverged(tip, target, Optional.of(synced));
  }

  private List<LandingCommit> landings(ObjectId from, ObjectId without) throws IOException {
    return LandingCommit.between(repository, from, without);
  }

  /** Tells whether the target has a commit the tip lacks, or has lost one it had. */
  public boolean hasMoved() throws IOException {
    TargetState standing = inspect();
    return !(standing instanceof TargetState.Even || standing instanceof TargetState.TipAhead);
  }

  /** Tells whether the user has rewritten commits the tip was built on. */
  public boolean isRewritten() throws IOException {
    Optional<ObjectId> synced = repository.refs().commit(syncedRef());
    Optional<ObjectId> target = repository.refs().commit(branchRef());
    return synced.isPresent()
        && target.isPresent()
        && !repository.objects().isAncestor(synced.get(), target.get());
  }

  /** Records that the tip contains {@code commit} of the target. */
  public void seen(ObjectId commit) throws IOException {
    synced(commit);
  }

  /** Moves the tip to the commit to which the user moved the target. */
  public void adopt(TargetState.UserAhead ahead) throws IOException {
    move(ahead.tip(), ahead.target(), "roundhouse: take in " + branch);
    synced(ahead.target());
  }

  /** Goes on without the landings the user removed from the target. */
  public void accept(TargetState.Dropped dropped) throws IOException {
    keepDropped(dropped.tip());
    move(dropped.tip(), dropped.target(), "roundhouse: accept " + branch);
    synced(dropped.target());
  }

  /** Lets the landings the user removed from the target come back with its next fast-forward. */
  public void restore(TargetState.Dropped dropped) throws IOException {
    synced(dropped.target());
  }

  private void move(ObjectId from, ObjectId to, String reason) throws IOException {
    if (!repository.refs().update(tipRef(), from, to, reason)) {
      throw new IOException("another process moved " + tipRef() + "; run again");
    }
  }

  private void synced(ObjectId commit) throws IOException {
    Optional<ObjectId> old = repository.refs().commit(syncedRef());
    if (old.isEmpty() || !old.get().equals(commit)) {
      repository.refs().update(syncedRef(), old.orElse(null), commit, "roundhouse: seen");
    }
  }

  /**
   * Repairs, or names, the leftovers of an interrupted fast-forward in a checkout of the user's, of
   * any branch.
   *
   * @return the finding and the repair, if there was such a fast-forward
   * @throws IOException if git could not answer
   */
  public static Optional<CheckoutRepair> repair(Repository repository)
      throws IOException, InterruptedException {
    return CheckoutUpdater.repair(repository);
  }

  /**
   * Fast-forwards the target to the tip, if git says that no local change is touched.
   *
   * @throws IOException if git could not answer
   */
  public FastForwardResult follow() throws IOException, InterruptedException {
    FastForwardResult result = forward();
    if (result.followed()) {
      inspect();
    }
    return result;
  }

  /**
   * Fast-forwards the target as {@link #follow} does, without writing a ref of ours: for callers
   * that do not hold the run lock.
   *
   * @throws IOException if git could not answer
   */
  public FastForwardResult forward() throws IOException, InterruptedException {
    Optional<ObjectId> target = repository.refs().commit(branchRef());
    ObjectId tip = tip();
    if (target.filter(tip::equals).isPresent()) {
      return FastForwardResult.DONE;
    }
    if (target.isEmpty()) {
      return FastForwardResult.waits(
          "branch "
              + branch
              + " is gone; 'git branch "
              + branch
              + " "
              + tipRef()
              + "' creates it again, with everything that has landed");
    }
    if (!repository.objects().isAncestor(target.get(), tip)) {
      return FastForwardResult.waits(
          branch
              + " has moved; 'roundhouse sync' merges it with what has landed, once no run is"
              + " active");
    }
    return new CheckoutUpdater(repository, branch).forward(target.get(), tip);
  }
}
