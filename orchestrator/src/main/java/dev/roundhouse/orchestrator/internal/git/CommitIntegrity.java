package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * Checks that commits are complete: that every object they have and others lack is on disk at this
 * moment, whatever JGit has cached. Content inherited unchanged is the parents' responsibility, so
 * only changes are examined. For one thread.
 */
final class CommitIntegrity implements AutoCloseable {
  /** The number of new commits above which they must come from elsewhere, and git is faster. */
  static final int FEW = 500;

  private final Repository jgit;
  private final ObjectReader reader;
  private final Path objects;
  private @Nullable Repository fresh;

  private CommitIntegrity(Repository jgit) {
    this.jgit = jgit;
    this.reader = jgit.newObjectReader();
    this.objects = jgit.getDirectory().toPath().resolve("objects");
  }

  /** The result of a check. */
  sealed interface Found {
    /** Every object is there. */
    record Whole() implements Found {}

    /** One object is missing. */
    record Missing(ObjectId id) implements Found {}

    /** There are too many commits to check here. */
    record TooMany() implements Found {}
  }

  /**
   * Tells whether every object that {@code commits} have and {@code known}, which is complete,
   * lacks is on disk, or can be fetched by git, as in a partial clone.
   */
  static boolean isWhole(Repository jgit, Git git, Collection<ObjectId> commits, ObjectId known)
      throws IOException, InterruptedException {
    Found found = of(jgit, commits, List.of(known));
    boolean asksGit =
        found instanceof Found.TooMany
            || jgit.getConfig().getString("extensions", null, "partialClone") != null;
    return found instanceof Found.Whole
        || (asksGit
            && isWholeToGit(git, commits, List.of("--not", known.name(), "--remotes", "--tags")));
  }

  /** Tells whether every object of {@code commits} and their histories exists for git. */
  static boolean isWholeToGit(Git git, Collection<ObjectId> commits, List<String> further)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("rev-list", "--objects", "--quiet"));
    commits.forEach(each -> words.add(each.name()));
    words.addAll(further);
    return git.ask(words.toArray(String[]::new)).ok();
  }

  /** Checks the objects that {@code commits} have and {@code known}, which is complete, lacks. */
  static Found of(Repository jgit, Collection<ObjectId> commits, Collection<ObjectId> known)
      throws IOException {
    try (CommitIntegrity look = new CommitIntegrity(jgit)) {
      return look.at(commits, known);
    } catch (MissingObjectException gone) {
      return new Found.Missing(gone.getObjectId());
    }
  }

  private Found at(Collection<ObjectId> commits, Collection<ObjectId> known) throws IOException {
    try (RevWalk walk = new RevWalk(reader)) {
      for (ObjectId each : commits) {
        walk.markStart(walk.parseCommit(each));
      }
      for (ObjectId each : known) {
        walk.markUninteresting(walk.parseCommit(each));
      }
      int count = 0;
      for (RevCommit each : walk) {
        if (++count > FEW) {
          return new Found.TooMany();
        }
        Optional<ObjectId> missing = isThere(each) ? below(each, walk) : Optional.of(each.getId());
        if (missing.isPresent()) {
          return new Found.Missing(missing.get());
        }
      }
    }
    return new Found.Whole();
  }

  private Optional<ObjectId> below(RevCommit commit, RevWalk walk) throws IOException {
    try (TreeWalk trees = new TreeWalk(reader)) {
      for (RevCommit parent : commit.getParents()) {
        walk.parseHeaders(parent);
        if (parent.getTree().equals(commit.getTree())) {
          return Optional.empty();
        }
        trees.addTree(parent.getTree());
      }
      if (!isThere(commit.getTree())) {
        return Optional.of(commit.getTree().getId());
      }
      trees.addTree(commit.getTree());
      return below(trees, commit.getParentCount());
    }
  }

  private Optional<ObjectId> below(TreeWalk trees, int own) throws IOException {
    while (trees.next()) {
      FileMode mode = trees.getFileMode(own);
      boolean none = FileMode.MISSING.equals(mode) || FileMode.GITLINK.equals(mode);
      if (none || isInherited(trees, own)) {
        continue;
      }
      ObjectId id = trees.getObjectId(own);
      if (!isThere(id)) {
        return Optional.of(id);
      }
      if (FileMode.TREE.equals(mode)) {
        trees.enterSubtree();
      }
    }
    return Optional.empty();
  }

  private static boolean isInherited(TreeWalk trees, int own) {
    for (int i = 0; i < own; i++) {
      if (trees.getRawMode(i) != 0 && trees.idEqual(i, own)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether the object is on disk; JGit caches loose objects it has seen, and packs that are
   * gone.
   */
  private boolean isThere(ObjectId id) throws IOException {
    String name = id.name();
    Path loose = objects.resolve(name.substring(0, 2)).resolve(name.substring(2));
    return Files.exists(loose)
        || fresh().getObjectDatabase().has(id)
        || Files.exists(loose); // unpacked meanwhile
  }

  private Repository fresh() throws IOException {
    Repository now = fresh;
    if (now == null) {
      now = DurableRepository.open(jgit.getDirectory().toPath());
      fresh = now;
    }
    return now;
  }

  @Override
  public void close() {
    reader.close();
    if (fresh != null) {
      fresh.close();
    }
  }
}
