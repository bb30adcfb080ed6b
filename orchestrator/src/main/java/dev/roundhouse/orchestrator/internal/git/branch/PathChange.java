package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.Git;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One path at which two commits differ.
 *
 * @param path its name from the top
 * @param before its entry in the first
 * @param after its entry in the second
 */
record PathChange(String path, Entry before, Entry after) {
  private static final int FIELDS = 5;

  /**
   * The entry of a tree at a path.
   *
   * @param mode its mode, of six digits; zeros for nothing
   * @param id its content; zeros for nothing
   */
  record Entry(String mode, ObjectId id) {
    boolean isThere() {
      return !mode.equals("000000");
    }

    boolean isSubmodule() {
      return mode.equals("160000");
    }

    boolean isLink() {
      return mode.equals("120000");
    }

    /** Returns the entry in the format of {@code git update-index --index-info}. */
    String indexLine(String path) {
      return (isThere() ? mode : "0") + " " + id.name() + "\t" + path;
    }
  }

  /** Returns the changes from the first to the second of two trees or commits. */
  static List<PathChange> between(Git git, ObjectId from, ObjectId to)
      throws IOException, InterruptedException {
    return parse(
        git.run("diff-tree", "-r", "-z", "--raw", "--no-renames", from.name(), to.name())
            .records());
  }

  /** Returns the changes from a tree or commit to the index. */
  static List<PathChange> staged(Git git, ObjectId from) throws IOException, InterruptedException {
    return parse(
        git.run("diff-index", "--cached", "-z", "--raw", "--no-renames", from.name()).records());
  }

  private static List<PathChange> parse(List<String> records) {
    List<PathChange> changes = new ArrayList<>();
    for (int i = 0; i + 1 < records.size(); i += 2) {
      String[] fields = records.get(i).substring(1).split(" ", FIELDS);
      changes.add(
          new PathChange(
              records.get(i + 1),
              new Entry(fields[0], ObjectId.fromString(fields[2])),
              new Entry(fields[1], ObjectId.fromString(fields[3]))));
    }
    return changes;
  }

  /**
   * Returns the path below {@code top}; empty for a name that is not a valid path, or leads
   * elsewhere.
   */
  Optional<Path> in(Path top) {
    boolean leads = Arrays.stream(path.split("/")).anyMatch(PathChange::isReserved);
    try {
      return leads || path.startsWith("/") || path.indexOf('\uFFFD') >= 0
          ? Optional.empty()
          : Optional.of(top.resolve(path));
    } catch (InvalidPathException unspeakable) {
      return Optional.empty();
    }
  }

  private static boolean isReserved(String name) {
    return name.equals("..") || name.equals(".") || name.equalsIgnoreCase(".git");
  }
}
