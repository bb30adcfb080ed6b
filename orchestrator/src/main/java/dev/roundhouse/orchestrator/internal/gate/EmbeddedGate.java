package dev.roundhouse.orchestrator.internal.gate;

import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.environment.EmbedderCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * A gate of the embedder's. What it throws without having declared it is a gate without a verdict,
 * and ends no run.
 */
public final class EmbeddedGate implements Gate {
  private final Gate gate;

  /** Creates a gate that judges as {@code gate} does. */
  public EmbeddedGate(Gate gate) {
    this.gate = gate;
  }

  @Override
  public String display() {
    return EmbedderCode.ask(gate::display).orElse(gate.getClass().getName());
  }

  @Override
  public String key() {
    return EmbedderCode.ask(gate::key).orElse("");
  }

  @Override
  public boolean cacheable() {
    return EmbedderCode.ask(gate::key).isPresent()
        && EmbedderCode.ask(gate::cacheable).orElse(false);
  }

  @Override
  @SuppressWarnings("ConstantValue") // it may return null, against its contract
  public Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    try {
      Verdict verdict = gate.judge(worktree, log, interrupted);
      return verdict == null ? new Verdict.Undecided("the gate returned null", "") : verdict;
    } catch (IOException | InterruptedException declared) {
      throw declared;
    } catch (Throwable fault) { // foreign code: whatever it throws, it is not the run's failure
      return new Verdict.Undecided(
          "the gate threw " + EmbedderCode.describe(fault), EmbedderCode.trace(fault));
    }
  }
}
