package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.context.RunLock;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.gate.GateProgram;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.landing.LandingQueue;
import dev.roundhouse.orchestrator.internal.preflight.GateFactory;
import dev.roundhouse.orchestrator.internal.preflight.Preflight;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.RunToken;
import dev.roundhouse.orchestrator.internal.resource.Resources;
import dev.roundhouse.orchestrator.run.BaseReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;

/**
 * Gates the commit that the next run would start from, outside of a run; a green verdict is kept
 * for it. Holds the run lock meanwhile. For one thread.
 */
public final class BaseCheck {
  private final Repository repository;
  private final RunRequest request;

  public BaseCheck(Repository repository, RunRequest request) {
    this.repository = repository;
    this.request = request;
  }

  public BaseReport go() throws IOException, RefusedException, InterruptedException {
    var unused = Preflight.branch(repository, request.options());
    List<GateProgram> programs = GateFactory.find(repository, request);
    try (LockFile.Held held = RunLock.take(repository, "gate", request.clock());
        Ledger ledger = Ledger.open(repository.stateDir(), request.clock())) {
      RecoveredRepository settled = RecoveredRepository.of(repository, request, ledger, held);
      RunContext context = settled.context();
      context.pool().prepare();
      String token = RunToken.outsideRuns(repository.commonDir());
      Gate gate =
          new GateFactory(repository, request, new ProcessRunner(), token)
              .gate(programs, new Resources(request.options().resources().counts()));
      return new LandingQueue(context, gate, settled.liveBacklog(), issue -> 0)
          .judgeBase(context.interrupted());
    }
  }
}
