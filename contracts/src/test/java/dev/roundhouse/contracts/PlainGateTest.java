package dev.roundhouse.contracts;

import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A gate in this process. */
class PlainGateTest extends GateContract {
  /** What a gate makes of a worktree. */
  private interface Judgement {
    Verdict of(Path worktree, CompletableFuture<Void> interrupted)
        throws IOException, InterruptedException;
  }

  /** A gate that is what it does. */
  private record PlainGate(Judgement judgement) implements Gate {
    @Override
    public String display() {
      return "plain";
    }

    @Override
    public String key() {
      return "plain 1";
    }

    @Override
    public Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted)
        throws IOException, InterruptedException {
      return interrupted.isDone() ? new Verdict.Interrupted() : judgement.of(worktree, interrupted);
    }
  }

  @Override
  protected Gate requiring(String file) {
    return new PlainGate(
        (worktree, interrupted) ->
            Files.exists(worktree.resolve(file))
                ? new Verdict.Green()
                : new Verdict.Red(file + " is missing", ""));
  }

  @Override
  protected Gate endless(String file) {
    return new PlainGate(
        (worktree, interrupted) -> {
          Files.createFile(worktree.resolve(file));
          try {
            interrupted.get();
            return new Verdict.Interrupted();
          } catch (ExecutionException odd) {
            throw new IOException(odd);
          }
        });
  }
}
