package dev.roundhouse.orchestrator.internal.git.merge;

import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One path at which two commits collide. Immutable.
 *
 * @param path where; hostile, and no more than shown if it is not UTF-8
 * @param kinds what git calls it, such as {@code contents}, {@code modify/delete}, {@code binary}
 * @param base what was there before either, if git compares with it
 * @param ours what one side has there
 * @param theirs what the other has there
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
   * What one side has at a path. Immutable.
   *
   * @param mode git's mode, in octal, such as {@code 100644}
   * @param id the blob; for a submodule, mode {@code 160000}, the commit
   */
  public record Stage(String mode, ObjectId id) {
    /** Whether it is a file whose content is in the repository. */
    public boolean isFile() {
      return mode.startsWith("100");
    }
  }
}
