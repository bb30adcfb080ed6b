package dev.roundhouse.orchestrator.internal.recovery;

import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.StepUsage;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.internal.agent.CommandAgent;
import dev.roundhouse.orchestrator.internal.attempt.AgentStatements;
import dev.roundhouse.orchestrator.internal.attempt.Comments;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.redaction.Redaction;
import dev.roundhouse.orchestrator.run.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records the usage of an agent whose run was killed, as far as its log and its result file state
 * it. It does not count against the run that records it. For one thread.
 */
final class KilledStepUsage {
  private final RunContext context;

  KilledStepUsage(RunContext context) {
    this.context = context;
  }

  /** Records it for the attempt of {@code claim}, which worked in {@code worktree}. */
  void settle(IssueRecord record, Claim claim, Optional<Worktree> worktree) throws IOException {
    Path attemptDir =
        RunContext.attemptDir(
            context.repository().stateDir(), claim.run(), record.id(), record.attempts());
    Path work = attemptDir.resolve("agent.log");
    boolean isWork = Files.exists(work);
    Path log = isWork ? work : attemptDir.resolve("validate.log");
    AgentReport report =
        CommandAgent.reread(
            log,
            context.clock().withZone(ZoneId.systemDefault()),
            session -> Comments.used(record, session));
    AgentStatements statements =
        new AgentStatements(
            context, record.id(), claim.attempt(), text -> Redaction.redacted(text, Map.of()));
    Path result =
        worktree
            .map(Worktree::path)
            .orElse(attemptDir)
            .resolve(".roundhouse")
            .resolve("result.json");
    Phase phase = isWork ? Phase.AGENT : Phase.VALIDATE;
    statements.record(statements.read(result, report), timed(record, claim, phase, log));
  }

  /** Returns how long the agent took, from the end of the step before up to its last output. */
  private static List<Event.PhaseTimed> timed(
      IssueRecord record, Claim claim, Phase phase, Path log) throws IOException {
    Instant begun =
        record.history().stream()
            .filter(each -> each.attempt().equals(claim.attempt()))
            .flatMap(each -> each.steps().stream())
            .map(StepUsage::at)
            .max(Comparator.naturalOrder())
            .orElse(record.startedAt());
    if (begun == null || !Files.exists(log)) {
      return List.of();
    }
    Instant last = Files.getLastModifiedTime(log).toInstant();
    long millis = Math.max(0, Duration.between(begun, last).toMillis());
    return List.of(new Event.PhaseTimed(record.id(), claim.attempt(), phase.word(), millis, last));
  }
}
