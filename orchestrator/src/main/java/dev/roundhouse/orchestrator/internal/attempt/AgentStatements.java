package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AccountLimit;
import dev.roundhouse.core.ledger.Correction;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.internal.agent.AgentResult;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The statements of an agent about its attempt, from its result and its output, and the events that
 * record them. Safe for use by any number of threads.
 */
final class AgentStatements {
  private static final Duration LONGEST_LIMIT = Duration.ofDays(8);
  private static final List<Duration> RUNGS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1));

  private final RunContext context;
  private final IssueId issue;
  private final AttemptId attempt;
  private final String agent;
  private final UnaryOperator<String> redaction;

  /**
   * Creates the testimony about {@code attempt}.
   *
   * @param agent the agent that works the attempt
   * @param redaction removes secrets
   */
  AgentStatements(
      RunContext context,
      IssueId issue,
      AttemptId attempt,
      String agent,
      UnaryOperator<String> redaction) {
    this.context = context;
    this.issue = issue;
    this.attempt = attempt;
    this.agent = agent;
    this.redaction = redaction;
  }

  AgentResult read(Path result, AgentReport report) throws IOException {
    Optional<AgentResult> answer = AgentResult.read(result).map(each -> each.redacted(redaction));
    if (answer.isEmpty()) {
      context.publisher().warn(issue + ": the agent's result is not a JSON object; ignored");
    } else if (!answer.get().verdict().isEmpty() && answer.get().agentVerdict().isEmpty()) {
      context
          .publisher()
          .warn(
              issue
                  + ": its agent's verdict '"
                  + answer.get().verdict()
                  + "' is not a valid verdict; ignored");
    }
    Instant now = context.clock().instant();
    Optional<AccountLimit> last = Optional.ofNullable(context.ledger().view().limits().get(agent));
    return answer
        .orElse(AgentResult.NOTHING)
        .with(report, limitedUntil(last, now))
        .limitedTo(now.plus(LONGEST_LIMIT));
  }

  /**
   * Returns the time until which an agent whose usage limit names no time gets no more work: later
   * with each limit met in a row.
   *
   * @param last the last limit, if no success came after it
   * @param now the time of this limit; while the last one holds, it is the same one
   */
  static Instant limitedUntil(Optional<AccountLimit> last, Instant now) {
    if (last.isPresent() && now.isBefore(last.get().until())) {
      return last.get().until();
    }
    int rung = Math.min(last.map(AccountLimit::inRow).orElse(0), RUNGS.size() - 1);
    return now.plus(RUNGS.get(rung));
  }

  /** Returns the events that record {@code answer} in the journal. */
  List<Event> events(AgentResult answer, Instant now) {
    List<Event> events = new ArrayList<>();
    if (!answer.usage().equals(Usage.NONE) || !answer.session().isEmpty()) {
      events.add(new Event.UsageReported(issue, attempt, answer.usage(), answer.session(), now));
      context.metrics().spending().add(answer.usage());
    }
    for (AgentResult.Corrected each : answer.corrections()) {
      events.add(new Event.CorrectionMade(issue, attempt, each.category(), each.text(), now));
      context
          .metrics()
          .corrections()
          .record(issue, new Correction(attempt, each.category(), each.text(), now));
    }
    return events;
  }

  /**
   * Records that an agent came to its end and so was let in: the next limit is the first of its
   * row.
   */
  void endLimits() throws IOException {
    Instant now = context.clock().instant();
    context
        .ledger()
        .commit(
            view -> {
              AccountLimit limit = view.limits().get(agent);
              return limit == null || now.isBefore(limit.until())
                  ? List.of()
                  : List.of(new Event.LimitLifted(agent, now));
            });
  }
}
