package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The commits that HEAD and the log of a slot lead to. Those that are complete are put behind refs;
 * of those that have lost objects it tells which. For one thread.
 */
final class SlotHistory {
  private static final int FAR = 1000;

  private final Repository repository;
  private final Worktree slot;
  private final ObjectId base;
  private final AttemptRefs refs;
  private final Set<String> gone = new LinkedHashSet<>(); // messages about losses

  SlotHistory(Repository repository, Worktree slot, ObjectId base, AttemptRefs refs) {
    this.repository = repository;
    this.slot = slot;
    this.base = base;
    this.refs = refs;
  }

  /** Returns a message about each commit that is not kept because it has lost objects. */
  Set<String> losses() {
    return gone;
  }

  /** Tells whether {@code commit} has lost none of the objects that the base lacks. */
  boolean isWhole(ObjectId commit) throws IOException, InterruptedException {
    return repository.isWhole(List.of(commit), base);
  }

  /** Returns the commit of HEAD, if there is one that can be read. */
  Optional<ObjectId> head() throws IOException, InterruptedException {
    return head("HEAD^{commit}");
  }

  private Optional<ObjectId> head(String name) throws IOException, InterruptedException {
    GitOutput head = slot.git().ask("rev-parse", "--verify", "-q", name);
    return head.ok() ? Optional.of(ObjectId.fromString(head.line())) : Optional.empty();
  }

  /** Returns the last complete commit, or the base; adds a message if one is not. */
  ObjectId lastWhole() throws IOException, InterruptedException {
    Optional<ObjectId> named = head("HEAD");
    if (named.isEmpty()) {
      return base; // a branch without a commit
    }
    ObjectId last = base;
    for (ObjectId each : before(named.get())) {
      if (isWhole(each)) {
        last = each;
        break;
      }
    }
    if (!last.equals(named.get())) {
      gone.add(
          "objects of its commit "
              + named.get().abbreviate(10).name()
              + " were deleted by a 'git gc --prune=now' or 'git prune'; its files are kept as"
              + " uncommitted changes on top of "
              + last.abbreviate(10).name());
    }
    return last;
  }

  /** Returns the commit, its readable first parents, and the reflog, last first. */
  private Set<ObjectId> before(ObjectId head) throws IOException {
    Set<ObjectId> all = new LinkedHashSet<>();
    try {
      for (ObjectId at = head; at != null && !at.equals(base) && all.size() < FAR; ) {
        all.add(at);
        at = repository.objects().firstParent(at).orElse(null);
      }
    } catch (MissingObjectException vanished) {
      all.remove(vanished.getObjectId());
    }
    List<ObjectId> log = reflog();
    for (int i = log.size() - 1; i >= 0; i--) {
      all.add(log.get(i));
    }
    return all;
  }

  /** Keeps the commits made in this attempt that {@code head} does not lead to; returns them. */
  List<ObjectId> keepLost(ObjectId head) throws IOException, InterruptedException {
    List<ObjectId> log = reflog();
    if (log.isEmpty()) {
      return List.of();
    }
    StringBuilder seen = new StringBuilder();
    log.forEach(each -> seen.append(each.name()).append('\n'));
    GitOutput known =
        repository
            .git()
            .feed(seen.toString(), "rev-list", "--no-walk", "--ignore-missing", "--stdin");
    List<ObjectId> lost = new ArrayList<>();
    for (String id : known.text().lines().distinct().toList()) {
      ObjectId commit = ObjectId.fromString(id);
      if (isPartOf(commit, head, lost)) {
        continue;
      }
      if (isWhole(commit)) {
        lost.add(commit);
        refs.keep("lost-" + lost.size(), commit);
      } else {
        gone.add(
            "objects of "
                + id.substring(0, 10)
                + ", a commit that the agent had made and then dropped, were deleted by a 'git gc --prune=now' or 'git"
                + " prune'; that commit is not kept");
      }
    }
    return lost;
  }

  /** Returns every commit HEAD was at, in order. */
  private List<ObjectId> reflog() throws IOException {
    Path log = slot.gitDir().resolve("logs").resolve("HEAD");
    if (!Files.isRegularFile(log)) {
      return List.of();
    }
    return new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> line.split(" ", 3))
        .filter(parts -> parts.length == 3 && ObjectId.isId(parts[1]))
        .map(parts -> ObjectId.fromString(parts[1]))
        .toList();
  }

  private boolean isPartOf(ObjectId commit, ObjectId head, List<ObjectId> kept) throws IOException {
    for (ObjectId each : kept) {
      if (repository.objects().isAncestor(commit, each)) {
        return true;
      }
    }
    return repository.objects().isAncestor(commit, head)
        || repository.objects().isAncestor(commit, base);
  }

  /** Keeps the lost commits that are complete, as far as their history can be read. */
  List<ObjectId> keepReadable(ObjectId head) throws IOException, InterruptedException {
    try {
      return keepLost(head);
    } catch (MissingObjectException vanished) {
      return List.of();
    }
  }

  /**
   * Keeps the commits on top of the base that nothing in the repository leads to; returns them. For
   * a slot of which git has no record any more, neither of its HEAD nor of its log.
   */
  List<ObjectId> keepStrays() throws IOException, InterruptedException {
    List<ObjectId> lost = new ArrayList<>();
    for (ObjectId commit : strays()) {
      if (isWhole(commit)) {
        lost.add(commit);
        refs.keep("lost-" + lost.size(), commit);
      }
    }
    return lost;
  }

  /**
   * Returns the last commits on top of the base that no ref, worktree or reflog leads to, except
   * those made to land. Searches the whole repository, after data was destroyed.
   */
  private List<ObjectId> strays() throws IOException, InterruptedException {
    String mark = "unreachable commit ";
    String[] look = {"fsck", "--unreachable", "--connectivity-only", "--no-progress"};
    List<String> found =
        repository.git().ask(look).text().lines().filter(line -> line.startsWith(mark)).toList();
    ObjectStore objects = repository.objects();
    List<ObjectId> strays = new ArrayList<>();
    for (String line : found) {
      ObjectId commit = ObjectId.fromString(line.substring(mark.length()));
      if (!commit.equals(base) && objects.isAncestor(base, commit) && !objects.isLanding(commit)) {
        strays.add(commit);
      }
    }
    return lastOf(strays);
  }

  /** Returns those of {@code commits} that are in the history of no other. */
  private List<ObjectId> lastOf(List<ObjectId> commits) throws IOException {
    List<ObjectId> last = new ArrayList<>();
    for (ObjectId each : commits) {
      boolean isInside = false;
      for (ObjectId other : commits) {
        isInside |= !other.equals(each) && repository.objects().isAncestor(each, other);
      }
      if (!isInside) {
        last.add(each);
      }
    }
    return last;
  }

  /** Removes vanished objects from HEAD, reflog and index: they would stop every git gc. */
  void repair(ObjectId head) throws IOException {
    Directories.deleteTree(slot.gitDir().resolve("logs").resolve("HEAD"));
    Directories.deleteTree(slot.gitDir().resolve("index"));
    Directories.deleteTree(slot.gitDir().resolve("HEAD"));
    Files.writeString(slot.gitDir().resolve("HEAD"), head.name() + "\n");
  }
}
