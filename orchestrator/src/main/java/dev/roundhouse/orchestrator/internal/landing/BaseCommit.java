package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** Finds the commit that the next run would start from, without writing any ref. Stateless. */
public final class BaseCommit {
  private BaseCommit() {}

  /**
   * Returns the newer of the target and its tip; the tip if they have gone different ways, since
   * only a run merges them.
   *
   * @throws IOException if neither exists
   */
  public static ObjectId of(Repository repository, Target target) throws IOException {
    ObjectId tip = target.tip();
    Optional<ObjectId> branch = repository.resolve(target.branchRef());
    return branch.isPresent() && repository.objects().isAncestor(tip, branch.get())
        ? branch.get()
        : tip;
  }
}
