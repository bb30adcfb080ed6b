package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Correction;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.internal.agent.AgentResult;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.options.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The statements of the agents of one attempt, from their results and their output. What they used
 * and corrected is recorded when a step is over, however it ended. For one thread.
 */
public final class AgentStatements {
  private final RunContext context;
  private final IssueId issue;
  private final AttemptId attempt;
  private final UnaryOperator<String> redaction;
  private Usage charged = Usage.NONE; // for the steps so far

  /**
   * Creates the statements about {@code attempt}.
   *
   * @param redaction removes secrets
   */
  public AgentStatements(
      RunContext context, IssueId issue, AttemptId attempt, UnaryOperator<String> redaction) {
    this.context = context;
    this.issue = issue;
    this.attempt = attempt;
    this.redaction = redaction;
  }

  /** Returns what the agent of a step states in {@code result}, and in its output. */
  public AgentResult read(Path result, AgentReport report) throws IOException {
    Optional<AgentResult> answer = AgentResult.read(result);
    if (answer.isEmpty()) {
      context.publisher().warn(issue + ": the agent's result is not a JSON object; ignored");
    } else if (!answer.get().verdict().isEmpty() && answer.get().agentVerdict().isEmpty()) {
      context
          .publisher()
          .warn(
              issue
                  + ": its agent's verdict '"
                  + redaction.apply(answer.get().verdict())
                  + "' is not a valid verdict; ignored");
    }
    return answer.orElse(AgentResult.NOTHING).with(report).redacted(redaction);
  }

  /**
   * Records that a step is over, as {@link #record} does, and counts it against the budget of the
   * run.
   *
   * @param timings the events that say how long it took
   */
  public void settle(AgentResult answer, List<Event.PhaseTimed> timings) throws IOException {
    context.metrics().spending().settle(attempt, record(answer, timings));
  }

  /**
   * Records that a step is over, with what its agent used and corrected, and returns what counts as
   * used: usage that the agent did not state is taken to be the rest of what was reserved.
   *
   * @param timings the events that say how long it took, that of the agent's own work last; empty
   *     if that is not known
   */
  public Usage record(AgentResult answer, List<Event.PhaseTimed> timings) throws IOException {
    Instant now = context.clock().instant();
    Usage stated = answer.spent().usage();
    Optional<Usage> assumed = unstated(answer.spent(), charged.plus(stated));
    Usage counted = assumed.map(stated::plus).orElse(stated);
    List<Event> events = new ArrayList<>(timings);
    String session = answer.session().isEmpty() ? null : answer.session();
    Long millis = timings.isEmpty() ? null : timings.get(timings.size() - 1).millis();
    events.add(
        new Event.UsageReported(
            issue, attempt, stated, session, assumed.orElse(null), millis, now));
    for (AgentResult.Corrected each : answer.corrections()) {
      events.add(new Event.CorrectionMade(issue, attempt, each.category(), each.text(), now));
    }
    context.ledger().commit(view -> events);
    charged = charged.plus(counted);
    for (AgentResult.Corrected each : answer.corrections()) {
      context
          .metrics()
          .corrections()
          .record(issue, new Correction(attempt, each.category(), each.text(), now));
    }
    return counted;
  }

  private Optional<Usage> unstated(AgentResult.Spent spent, Usage toldSoFar) {
    Budget budget = context.options().agents().budget();
    boolean isKnown = budget.attempt().tokens() ? spent.knowsTokens() : spent.knowsCost();
    return isKnown ? Optional.empty() : budget.rest(toldSoFar);
  }
}
