package dev.roundhouse.orchestrator.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Judges a tree. The verdict belongs to the tree alone: a gate is told nothing of the issue, and
 * one that is asked twice about a tree should answer twice the same. May be called by several
 * threads at once, each with a worktree and a log of its own.
 */
public interface Gate {
  /** The gate as a person reads it, on one line. */
  String display();

  /**
   * What a verdict depends on besides the tree, as one line; verdicts of one key may stand in for
   * each other.
   */
  String key();

  /**
   * Whether a verdict of one {@link #key} may stand in for another at all; if not, every tree is
   * judged each time it is asked about.
   */
  default boolean cacheable() {
    return true;
  }

  /** The same gate, whose verdicts do not stand in for each other. */
  default Gate uncached() {
    return new UncachedGate(this);
  }

  /**
   * Judges the tree checked out at {@code worktree}; nothing of it runs any more when this returns.
   *
   * @param worktree a worktree that holds the tree and nothing else
   * @param log the file its output is added to
   * @param interrupted completes when it is to stop at once, with no verdict
   * @throws IOException if it could not be run at all
   * @throws InterruptedException if the calling thread was interrupted; the gate has been ended
   */
  Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException;
}
