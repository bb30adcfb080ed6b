package dev.roundhouse.orchestrator.gate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A gate whose verdicts depend on more than the tree and the key, such as on the files an earlier
 * gate left in its worktree.
 *
 * @param gate the gate that judges
 */
record UncachedGate(Gate gate) implements Gate {
  @Override
  public String display() {
    return gate.display();
  }

  @Override
  public String key() {
    return gate.key();
  }

  @Override
  public boolean cacheable() {
    return false;
  }

  @Override
  public Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    return gate.judge(worktree, log, interrupted);
  }
}
