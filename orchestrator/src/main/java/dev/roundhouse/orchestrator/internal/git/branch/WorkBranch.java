package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.git.Checkouts;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.run.KeptWork;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The branch for one issue's work: {@code roundhouse/<issue>}, or, if others have put a commit
 * there, {@code roundhouse/<issue>-<attempt>}. A commit on a branch that is not ours is never
 * moved, and a branch is never moved while it is checked out.
 *
 * <p>For one thread.
 */
public final class WorkBranch {
  /** The folder of these branches. */
  public static final String FOLDER = "roundhouse";

  private static final String HEADS = "refs/heads/";

  private final Repository repository;
  private final IssueId issue;
  private final int number;
  private final PublishedCommits placement;

  /** Creates the branch of attempt {@code number} at {@code issue}. */
  public WorkBranch(Repository repository, IssueId issue, int number) {
    this.repository = repository;
    this.issue = issue;
    this.number = number;
    this.placement = PublishedCommits.onBranch(repository, issue.key());
  }

  /**
   * Puts {@code commit} on the branch.
   *
   * @return the branch's short name, or empty if neither name is available
   * @throws IOException if git failed; calling again is harmless
   */
  public Optional<String> leave(ObjectId commit) throws IOException, InterruptedException {
    String name = FOLDER + "/" + issue.key();
    for (String each : List.of(name, name + "-" + number)) {
      if (move(HEADS + each, commit)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private boolean move(String ref, ObjectId commit) throws IOException, InterruptedException {
    ObjectId there = repository.resolve(ref).orElse(null);
    if (commit.equals(there)) {
      placement.done(commit);
      return true;
    }
    if (there != null && (!isOurs(there) || isCheckedOut(ref))) {
      return false;
    }
    placement.intend(there, commit);
    boolean moved = repository.refs().update(ref, there, commit, "roundhouse: leave " + issue);
    if (moved) {
      placement.done(commit);
    }
    return moved;
  }

  /** Tells whether the commit is a candidate of ours, even one that was rebuilt since. */
  private boolean isOurs(ObjectId commit) throws IOException {
    return placement.isOurs(commit)
        || repository.refs().below(KeptWork.REFS + issue.key() + "/").containsValue(commit);
  }

  private boolean isCheckedOut(String ref) throws IOException {
    return !new Checkouts(repository).of(ref).isEmpty();
  }
}
