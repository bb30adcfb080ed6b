package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * The differences between two trees, read in process from the object database whenever they are
 * asked for. Immutable; safe for use by any number of threads.
 */
public final class TreeDiff {
  private final Repository jgit;
  private final ObjectId one;
  private final ObjectId other;

  TreeDiff(Repository jgit, ObjectId one, ObjectId other) {
    this.jgit = jgit;
    this.one = one;
    this.other = other;
  }

  /** Returns the paths of the files that differ. */
  public List<String> paths() throws IOException {
    try (TreeWalk walk = walk()) {
      List<String> paths = new ArrayList<>();
      while (walk.next()) {
        paths.add(walk.getPathString());
      }
      return paths;
    }
  }

  /**
   * Returns the paths of the files in the second tree that the first has not, neither there nor,
   * with the same content, at a path that the second lacks.
   */
  public List<String> newPaths() throws IOException {
    try (TreeWalk walk = walk()) {
      Set<ObjectId> gone = new HashSet<>();
      Map<String, ObjectId> added = new TreeMap<>();
      while (walk.next()) {
        if (walk.getRawMode(0) == 0) {
          added.put(walk.getPathString(), walk.getObjectId(1));
        } else if (walk.getRawMode(1) == 0) {
          gone.add(walk.getObjectId(0));
        }
      }
      added.values().removeAll(gone); // those were moved
      return List.copyOf(added.keySet());
    }
  }

  /** Returns the submodule commits that the second tree has and the first lacks. */
  public List<LinkChange> links() throws IOException {
    try (TreeWalk walk = walk()) {
      List<LinkChange> links = new ArrayList<>();
      while (walk.next()) {
        if (FileMode.GITLINK.equals(walk.getRawMode(1))) {
          boolean fresh = !FileMode.GITLINK.equals(walk.getRawMode(0));
          links.add(new LinkChange(walk.getPathString(), walk.getObjectId(1), fresh));
        }
      }
      return links;
    }
  }

  private TreeWalk walk() throws IOException {
    TreeWalk walk = new TreeWalk(jgit);
    try {
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      walk.addTree(one);
      walk.addTree(other);
      return walk;
    } catch (IOException | RuntimeException failed) {
      walk.close();
      throw failed;
    }
  }

  /**
   * A submodule commit that a tree adds or changes.
   *
   * @param fresh whether there was none before
   */
  public record LinkChange(String path, ObjectId commit, boolean fresh) {}
}
