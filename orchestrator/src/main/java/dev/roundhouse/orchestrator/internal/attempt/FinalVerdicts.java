package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.agent.AgentResult;
import dev.roundhouse.orchestrator.internal.agent.AgentVerdict;
import java.util.Optional;

/** The verdicts after which an issue is not worked on, whatever was changed. Pure. */
final class FinalVerdicts {
  private FinalVerdicts() {}

  /** What the issue becomes by it; empty if it is worked on. */
  static Optional<LifecycleStatus> next(AgentVerdict verdict) {
    return switch (verdict) {
      case NOT_READY, BLOCKED -> Optional.of(LifecycleStatus.NOT_READY);
      case CLOSE -> Optional.of(LifecycleStatus.CLOSED);
      case READY, CORRECTED, NEEDS_REVIEW -> Optional.empty();
    };
  }

  static String reason(AgentResult said) {
    return "the agent calls it "
        + said.said().map(verdict -> verdict.word().replace('-', ' ')).orElse("something else");
  }
}
