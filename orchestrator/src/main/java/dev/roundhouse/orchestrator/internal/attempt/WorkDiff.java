package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.backlog.IssueFile;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Compares commits for an agent's work, leaving out the files we placed in its worktree and the
 * agent's changes to its own issue file's status. Safe for use by any number of threads.
 */
final class WorkDiff {
  private final Repository repository;

  /** Creates a diff for {@code repository}. */
  WorkDiff(Repository repository) {
    this.repository = repository;
  }

  /** Tells whether two commits have no difference that counts. */
  boolean isEmpty(ObjectId before, ObjectId after, String issuePath) throws IOException {
    List<String> paths =
        repository
            .objects()
            .changedPaths(repository.objects().treeOf(before), repository.objects().treeOf(after));
    for (String path : paths) {
      boolean bookkeeping =
          Worktree.PLACED.contains(path)
              || (path.equals(issuePath) && isStatusOnly(before, after, issuePath));
      if (!bookkeeping) {
        return false;
      }
    }
    return true;
  }

  private boolean isStatusOnly(ObjectId before, ObjectId after, String path) throws IOException {
    Optional<byte[]> old = repository.objects().readFile(before, path);
    Optional<byte[]> now = repository.objects().readFile(after, path);
    return old.isPresent() && now.isPresent() && IssueFile.sameButStatus(old.get(), now.get());
  }
}
