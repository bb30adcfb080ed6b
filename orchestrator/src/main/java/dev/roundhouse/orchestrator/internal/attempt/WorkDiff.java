package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.orchestrator.internal.context.IssueMarker;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Compares commits for an agent's work, leaving out the files we placed in its worktree and the
 * agent's own mark that the issue is done. Safe for use by any number of threads.
 */
final class WorkDiff {
  private final Repository repository;
  private final IssueMarker marker;

  /** Creates a diff for {@code repository}; {@code marker} knows what marks an issue done. */
  WorkDiff(Repository repository, IssueMarker marker) {
    this.repository = repository;
    this.marker = marker;
  }

  /** Tells whether two commits have no difference that counts. */
  boolean isEmpty(ObjectId before, ObjectId after, Issue issue) throws IOException {
    List<String> paths =
        repository
            .objects()
            .diff(repository.objects().treeOf(before), repository.objects().treeOf(after))
            .paths();
    for (String path : paths) {
      boolean bookkeeping =
          Worktree.PLACED.contains(path)
              || (issue.file().filter(path::equals).isPresent()
                  && isMarkOnly(before, after, issue, path));
      if (!bookkeeping) {
        return false;
      }
    }
    return true;
  }

  private boolean isMarkOnly(ObjectId before, ObjectId after, Issue issue, String path)
      throws IOException {
    Optional<byte[]> old = repository.objects().readFile(before, path);
    Optional<byte[]> now = repository.objects().readFile(after, path);
    return old.isPresent() && now.isPresent() && marker.isMarkOnly(issue, old.get(), now.get());
  }
}
