package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.run.KeptWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;

/** Finds work in a slot that exists nowhere else. For one thread. */
final class UnsavedWork {
  private final Repository repository;
  private final Worktree slot;

  UnsavedWork(Repository repository, Worktree slot) {
    this.repository = repository;
    this.slot = slot;
  }

  boolean isSaved() throws IOException, InterruptedException {
    if (!SlotRecycler.isIntact(slot)
        || new SlotInspection(repository, slot, "gc").operation() != null) {
      return false;
    }
    GitOutput head = slot.git().ask("rev-parse", "--verify", "-q", "HEAD^{commit}");
    if (!head.ok() || !isReachable(head.line())) {
      return false;
    }
    ObjectId base = ObjectId.fromString(head.line());
    WorktreeSnapshot.Saved saved = new WorktreeSnapshot(repository, slot, base).save();
    ObjectId tree = saved.tree();
    WorktreeSnapshot.Hidden hidden = saved.hidden();
    return tree != null
        && saved.problem() == null
        && (tree.equals(repository.objects().treeOf(base)) || isKept(tree))
        && (hidden == null || isKept(hidden.tree()));
  }

  /** Tells whether every commit HEAD was ever at is behind a ref of ours or the user's. */
  private boolean isReachable(String head) throws IOException, InterruptedException {
    StringBuilder commits = new StringBuilder(head).append('\n');
    Path log = slot.gitDir().resolve("logs").resolve("HEAD");
    if (Files.isRegularFile(log)) {
      new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1)
          .lines()
          .map(line -> line.split(" ", 3))
          .filter(parts -> parts.length == 3 && ObjectId.isId(parts[1]))
          .forEach(parts -> commits.append(parts[1]).append('\n'));
    }
    GitOutput elsewhere =
        repository
            .git()
            .feed(
                commits.toString(),
                "rev-list",
                "--max-count=1",
                "--ignore-missing",
                "--stdin",
                "--not",
                "--glob=refs/*");
    return elsewhere.ok() && elsewhere.text().isBlank();
  }

  private boolean isKept(ObjectId tree) throws IOException {
    for (ObjectId commit : repository.refs().commits(KeptWork.REFS).values()) {
      if (repository.objects().treeOf(commit).equals(tree)) {
        return true;
      }
    }
    return false;
  }
}
