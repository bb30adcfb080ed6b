package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.ledger.AccountLimit;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.options.AgentOptions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds out why an issue that is ready does not start, from what the ledger knows: an account that
 * is held, a budget that is used up, or a run that starts nothing more. Pure; safe for use by any
 * number of threads.
 */
public final class HoldReasons {
  private final LedgerView view;
  private final AgentOptions agents;
  private final String usual;
  private final Instant now;
  private final Optional<String> run;

  /**
   * Creates the reasons at one moment.
   *
   * @param usual the agent for issues that no route sends elsewhere
   */
  public HoldReasons(LedgerView view, AgentOptions agents, String usual, Instant now) {
    this(view, agents, usual, now, lastRun(view).flatMap(HoldReasons::of));
  }

  private HoldReasons(
      LedgerView view, AgentOptions agents, String usual, Instant now, Optional<String> run) {
    this.view = view;
    this.agents = agents;
    this.usual = usual;
    this.now = now;
    this.run = run;
  }

  /**
   * Returns these reasons for a time without an active run; a run that was killed has no end on
   * record.
   */
  public HoldReasons betweenRuns() {
    return new HoldReasons(view, agents, usual, now, lastRun(view).flatMap(HoldReasons::ofLast));
  }

  private static Optional<RunRecord> lastRun(LedgerView view) {
    return view.runs().stream().max(Comparator.comparing(RunRecord::startedAt));
  }

  private static Optional<String> of(RunRecord run) {
    return run.endedAt() == null
        ? Optional.ofNullable(run.hold()).map(reason -> "not started: " + reason)
        : ofLast(run);
  }

  private static Optional<String> ofLast(RunRecord run) {
    return Optional.ofNullable(run.hold()).map(reason -> "the last run was held: " + reason);
  }

  /** Returns the reason why {@code next}, which is ready, does not start, on one line. */
  Optional<String> of(IssueStanding next) {
    return account(next.issue(), next.attempts() + 1).or(() -> budget(next)).or(() -> run);
  }

  private Optional<String> account(Issue issue, int number) {
    return view.limits().isEmpty()
        ? Optional.empty()
        : agents.needed(issue, number, usual).stream()
            .sorted()
            .flatMap(name -> held(name).stream())
            .findFirst();
  }

  private Optional<String> held(String agent) {
    AccountLimit limit = view.limits().get(agent);
    if (limit == null || !now.isBefore(limit.until())) {
      return Optional.empty();
    }
    Instant until = limit.until().truncatedTo(ChronoUnit.SECONDS);
    return Optional.of(
        switch (limit.trouble()) {
          case LIMIT -> agent + " is limited until " + until;
          case SERVICE -> agent + " is held until " + until + service(limit);
          case LOG_IN -> agent + " cannot log in to its account";
          case CREDIT -> agent + " has no credit left in its account";
          case MODEL -> agent + " cannot use its model";
        });
  }

  private static String service(AccountLimit limit) {
    return limit.isUnanswered()
        ? ", because it got no answer from its model"
        : ", because its service failed";
  }

  private Optional<String> budget(IssueStanding next) {
    Usage spent = next.record().map(IssueRecord::charged).orElse(Usage.NONE);
    return agents.budget().objection(Usage.NONE, spent).map(why -> "not started: " + why);
  }
}
