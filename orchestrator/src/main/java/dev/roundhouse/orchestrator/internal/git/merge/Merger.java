package dev.roundhouse.orchestrator.internal.git.merge;

import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Merges commits in the object database exactly as {@code git merge} would: in process if no path
 * was changed by both sides, otherwise by git itself. Stateless; safe for use by any number of
 * threads.
 */
public final class Merger {
  private static final PersonIdent NOBODY =
      new PersonIdent("Roundhouse", "roundhouse@localhost", Instant.EPOCH, ZoneOffset.UTC);

  private final ObjectStore objects;

  /** Creates a merger for {@code repository}. */
  public Merger(Repository repository) {
    this.objects = repository.objects();
  }

  /**
   * Provides the worktree in which git finds the attributes for a merge: it reads them from files.
   */
  @FunctionalInterface
  public interface Beside {
    /**
     * Returns a worktree at {@code ours}; called only if git must be asked.
     *
     * @throws IOException if there can be none
     */
    Worktree at(ObjectId ours) throws IOException, InterruptedException;
  }

  /**
   * Merges {@code theirs} into {@code ours}. A clean tree is durable when the call returns.
   *
   * @throws IOException if git could not answer; nothing but objects was written
   */
  public MergeResult merge(ObjectId ours, ObjectId theirs, Beside beside)
      throws IOException, InterruptedException {
    Optional<ObjectId> tree = inProcess(ours, theirs);
    return tree.isPresent()
        ? new MergeResult.Clean(tree.get())
        : GitMergeTree.merge(objects, beside.at(ours), ours, theirs);
  }

  /**
   * Merges the changes from {@code base} to {@code theirs} into {@code ours}, regardless of the
   * histories of the three. A clean tree is durable when the call returns.
   *
   * @throws IOException if git could not answer; nothing but objects was written
   */
  public MergeResult merge(ObjectId base, ObjectId ours, ObjectId theirs, Beside beside)
      throws IOException, InterruptedException {
    Optional<ObjectId> tree =
        objects.mergeTrees(objects.treeOf(base), objects.treeOf(ours), objects.treeOf(theirs));
    return tree.isPresent()
        ? new MergeResult.Clean(tree.get())
        : GitMergeTree.merge(objects, beside.at(ours), child(base, ours), child(base, theirs));
  }

  /** Returns the merged tree; empty if git must be asked, as both changed the same file. */
  public Optional<ObjectId> inProcess(ObjectId ours, ObjectId theirs) throws IOException {
    Optional<ObjectId> base = objects.mergeBase(ours, theirs);
    if (base.isEmpty()) {
      return Optional.empty();
    }
    if (base.get().equals(ours) || base.get().equals(theirs)) {
      return Optional.of(objects.treeOf(base.get().equals(ours) ? theirs : ours));
    }
    return objects.mergeTrees(
        objects.treeOf(base.get()), objects.treeOf(ours), objects.treeOf(theirs));
  }

  /**
   * Returns a commit of the same tree whose only parent is {@code base}: git only accepts a merge
   * base from the histories. The same arguments give the same commit.
   */
  private ObjectId child(ObjectId base, ObjectId commit) throws IOException {
    String message = commit.name() + " upon " + base.name() + "\n";
    return objects.commit(objects.treeOf(commit), List.of(base), NOBODY, NOBODY, message);
  }

  /**
   * Returns the tree of an attempted merge, durable, with names for the sides in its conflict
   * markers in place of git's commit ids: a worktree is filled with it for resolving them.
   *
   * @param ours a name without line breaks for one side
   * @param theirs a name without line breaks for the other side
   * @throws java.util.NoSuchElementException if nothing was attempted, as the histories have
   *     nothing in common
   */
  public ObjectId named(MergeResult.Conflicts conflicts, String ours, String theirs)
      throws IOException {
    return ConflictMarkers.name(objects, conflicts, ours, theirs);
  }

  /**
   * Describes the conflicts in words and hunks of both sides, for the person or agent that resolves
   * them. At most 200 lines and 16 KB; without control characters, otherwise as hostile as the
   * files.
   *
   * @param ours a name without line breaks for one side
   * @param theirs a name without line breaks for the other side
   */
  public String evidence(MergeResult.Conflicts conflicts, String ours, String theirs)
      throws IOException {
    return new ConflictEvidence(objects, ours, theirs).of(conflicts);
  }
}
