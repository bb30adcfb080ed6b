package dev.roundhouse.orchestrator.internal.git.merge;

import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One path at which two commits collide. Immutable.
 *
 * @param path the path; hostile, and only for display if it is not UTF-8
 * @param kinds git's names for it, such as {@code contents}, {@code modify/delete}, {@code binary}
 * @param base the version before both, if git compares with it
 * @param ours the version of one side
 * @param theirs the version of the other
 */
public record Conflict(
    String path,
    List<String> kinds,
    Optional<Stage> base,
    Optional<Stage> ours,
    Optional<Stage> theirs) {
  /** Copies the list. */
  public Conflict {
    kinds = List.copyOf(kinds);
  }

  /**
   * The version of a path on one side. Immutable.
   *
   * @param mode git's mode, in octal, such as {@code 100644}
   * @param id the blob; for a submodule, mode {@code 160000}, the commit
   */
  public record Stage(String mode, ObjectId id) {
    /** Tells whether it is a file whose content is in the repository. */
    public boolean isFile() {
      return mode.startsWith("100");
    }
  }
}
