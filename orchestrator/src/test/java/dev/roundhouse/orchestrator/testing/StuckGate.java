package dev.roundhouse.orchestrator.testing;

import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds the first tree green, which is the base, and comes to no end by itself with any other, only
 * when it is interrupted. Safe for use by any number of threads.
 */
public final class StuckGate implements Gate {
  private final AtomicBoolean asked = new AtomicBoolean();

  /** One of them. */
  public StuckGate() {}

  @Override
  public String display() {
    return "stuck";
  }

  @Override
  public String key() {
    return "stuck";
  }

  @Override
  public Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted)
      throws InterruptedException {
    if (asked.compareAndSet(false, true)) {
      return new Verdict.Green();
    }
    try {
      interrupted.get();
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
    return new Verdict.Interrupted();
  }
}
