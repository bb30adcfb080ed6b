package dev.roundhouse.orchestrator.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Judges a tree. The verdict belongs to the tree alone: a gate knows nothing about the issue, and
 * should give the same answer each time it judges the same tree. May be called by several threads
 * at once, each with its own worktree and log.
 */
public interface Gate {
  /** Returns a description of the gate for people, on one line. */
  String display();

  /**
   * Returns everything a verdict depends on besides the tree, as one line; verdicts with the same
   * key may replace each other.
   */
  String key();

  /**
   * Tells whether verdicts with the same {@link #key} may replace each other at all; if not, a tree
   * is judged every time.
   */
  default boolean cacheable() {
    return true;
  }

  /** Returns the same gate with verdicts that do not replace each other. */
  default Gate uncached() {
    return new UncachedGate(this);
  }

  /**
   * Judges the tree checked out at {@code worktree}; no process of the gate is running any more
   * when this returns. Must end by itself: it has no other time limit than its own.
   *
   * @param worktree a worktree that contains the tree and nothing else
   * @param log the file its output is appended to
   * @param interrupted a future that completes when the gate must stop at once, without a verdict
   * @throws IOException if the gate could not be run at all; the run ends with it. After any other
   *     exception or error the verdict is {@link Verdict.Undecided}
   * @throws InterruptedException if the calling thread was interrupted; the gate has been ended
   */
  Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException;
}
