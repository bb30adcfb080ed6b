package dev.roundhouse.orchestrator.git;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Merges commits in the object database exactly as {@code git merge} would. Stateless; safe for use
 * by any number of threads.
 */
public final class Merger {
  private final Repository repository;

  /** Merges in {@code repository}. */
  public Merger(Repository repository) {
    this.repository = repository;
  }

  /**
   * Merges {@code theirs} into {@code ours}.
   *
   * @param beside a worktree at {@code ours}: git reads attributes from its files
   * @throws IOException if git could not answer
   */
  public MergeResult merge(Worktree beside, ObjectId ours, ObjectId theirs)
      throws IOException, InterruptedException {
    if (repository.objects().isAncestor(ours, theirs)) {
      return new MergeResult.Clean(repository.objects().treeOf(theirs));
    }
    GitOutput answer =
        beside
            .git()
            .ask(
                "merge-tree",
                "--write-tree",
                "-z",
                "--name-only",
                "--no-messages",
                ours.name(),
                theirs.name());
    List<String> records = answer.records();
    if (answer.ok()) {
      return new MergeResult.Clean(ObjectId.fromString(records.get(0)));
    }
    if (answer.exit() == 1) {
      return new MergeResult.Conflicts(
          records.stream().skip(1).filter(each -> !each.isEmpty()).distinct().toList());
    }
    return refused(answer, ours, theirs);
  }

  private MergeResult refused(GitOutput answer, ObjectId ours, ObjectId theirs)
      throws IOException, InterruptedException {
    if (repository.git().ask("merge-base", ours.name(), theirs.name()).exit() == 1) {
      return new MergeResult.Conflicts(List.of("everything: the histories have nothing in common"));
    }
    throw new GitException(List.of("git", "merge-tree"), answer.exit(), answer.err());
  }
}
