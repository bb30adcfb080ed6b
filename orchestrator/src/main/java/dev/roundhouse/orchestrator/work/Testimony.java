package dev.roundhouse.orchestrator.work;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Correction;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an agent says of its attempt, in its result and in what it printed, and how that is
 * recorded. Safe for use by any number of threads.
 */
final class Testimony {
  private static final Duration LIMIT_OTHERWISE = Duration.ofMinutes(15);
  private static final Duration LONGEST_LIMIT = Duration.ofDays(8);

  private final RunContext context;
  private final IssueId issue;
  private final AttemptId attempt;

  Testimony(RunContext context, IssueId issue, AttemptId attempt) {
    this.context = context;
    this.issue = issue;
    this.attempt = attempt;
  }

  AgentResult read(Path result, AgentReport report) throws IOException {
    Optional<AgentResult> said = AgentResult.read(result);
    if (said.isEmpty()) {
      context.bulletin().warn(issue + ": its agent's result is no JSON object; ignored");
    } else if (!said.get().verdict().isEmpty() && said.get().said().isEmpty()) {
      context
          .bulletin()
          .warn(issue + ": its agent's verdict '" + said.get().verdict() + "' is none; ignored");
    }
    Instant now = context.clock().instant();
    return said.orElse(AgentResult.NOTHING)
        .with(report, now.plus(LIMIT_OTHERWISE))
        .limitedTo(now.plus(LONGEST_LIMIT));
  }

  /** What of it goes into the journal. */
  List<Event> events(AgentResult said, Instant now) {
    List<Event> events = new ArrayList<>();
    if (!said.usage().equals(Usage.NONE) || !said.session().isEmpty()) {
      events.add(new Event.UsageReported(issue, attempt, said.usage(), said.session(), now));
      context.tallies().spending().add(said.usage());
    }
    for (AgentResult.Corrected each : said.corrections()) {
      events.add(new Event.CorrectionMade(issue, attempt, each.category(), each.text(), now));
      context
          .tallies()
          .corrections()
          .record(issue, new Correction(attempt, each.category(), each.text(), now));
    }
    return events;
  }
}
