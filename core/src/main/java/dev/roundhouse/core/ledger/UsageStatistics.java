package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The work and the usage of agents, in total and by agent, issue type and day. Immutable. The key
 * for an agent or type that is not on record is {@link #UNKNOWN}.
 *
 * @param total the total
 * @param byAgent the totals by name of the agent; an attempt of several agents counts for each
 * @param byType the totals by type of the issue
 * @param byDay the totals by day, such as {@code 2026-03-01}, on which the attempt ended or, if it
 *     is under way, began
 */
public record UsageStatistics(
    UsageSummary total,
    NavigableMap<String, UsageSummary> byAgent,
    NavigableMap<String, UsageSummary> byType,
    NavigableMap<String, UsageSummary> byDay) {
  /** The key for an agent or type that is not on record. */
  public static final String UNKNOWN = "";

  /** The statistics of no attempts. */
  public static final UsageStatistics NONE =
      new UsageStatistics(UsageSummary.NONE, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  /** Makes the maps unmodifiable copies. */
  public UsageStatistics {
    byAgent = Collections.unmodifiableNavigableMap(new TreeMap<>(byAgent));
    byType = Collections.unmodifiableNavigableMap(new TreeMap<>(byType));
    byDay = Collections.unmodifiableNavigableMap(new TreeMap<>(byDay));
  }

  /**
   * Returns the statistics of all attempts in {@code view}.
   *
   * @param types gives the type of an issue; {@link #UNKNOWN} if it has none
   * @param since the time from which on attempts count; empty for all
   * @param zone the time zone of the days
   */
  public static UsageStatistics of(
      LedgerView view, Function<IssueId, String> types, Optional<Instant> since, ZoneId zone) {
    Count count = new Count(zone);
    Predicate<AttemptSummary> isMeant =
        each -> since.isEmpty() || !when(each).isBefore(since.get());
    for (IssueRecord record : view.issues()) {
      String type = types.apply(record.id());
      record.history().stream().filter(isMeant).forEach(each -> count.add(each, type));
      if (since.isEmpty()) {
        count.addUndated(record, type);
      }
    }
    return count.statistics();
  }

  /** Returns the statistics of the attempts of {@code run}, all of one unknown type. */
  public static UsageStatistics ofRun(LedgerView view, RunId run, ZoneId zone) {
    Count count = new Count(zone);
    for (IssueRecord record : view.issues()) {
      record.history().stream()
          .filter(each -> each.run().equals(run))
          .forEach(each -> count.add(each, UNKNOWN));
    }
    return count.statistics();
  }

  private static Instant when(AttemptSummary attempt) {
    return attempt.endedAt() == null ? attempt.at() : attempt.endedAt();
  }

  /** Adds up attempts, one by one. For one thread. */
  private static final class Count {
    private final ZoneId zone;
    private final NavigableMap<String, UsageSummary> byAgent = new TreeMap<>();
    private final NavigableMap<String, UsageSummary> byType = new TreeMap<>();
    private final NavigableMap<String, UsageSummary> byDay = new TreeMap<>();
    private UsageSummary total = UsageSummary.NONE;

    Count(ZoneId zone) {
      this.zone = zone;
    }

    void add(AttemptSummary attempt, String type) {
      UsageSummary all = attempt.total();
      total = total.plus(all);
      byType.merge(type, all, UsageSummary::plus);
      byDay.merge(when(attempt).atZone(zone).toLocalDate().toString(), all, UsageSummary::plus);
      UsageSummary alone = UsageSummary.attempt(all.landed() > 0);
      agents(attempt)
          .forEach((agent, used) -> byAgent.merge(agent, alone.plus(used), UsageSummary::plus));
    }

    /** Returns what each agent of {@code attempt} used. */
    private static NavigableMap<String, UsageSummary> agents(AttemptSummary attempt) {
      NavigableMap<String, UsageSummary> agents =
          attempt.steps().stream()
              .collect(
                  Collectors.toMap(
                      StepUsage::agent, StepUsage::total, UsageSummary::plus, TreeMap::new));
      agents.putIfAbsent(attempt.agent() == null ? UNKNOWN : attempt.agent(), UsageSummary.NONE);
      return agents;
    }

    /** Adds what the issue used in attempts whose agents are not on record. */
    void addUndated(IssueRecord record, String type) {
      UsageSummary rest = record.usageWithoutAgent();
      if (!rest.charged().equalsNone()) {
        total = total.plus(rest);
        byType.merge(type, rest, UsageSummary::plus);
        byDay.merge(UNKNOWN, rest, UsageSummary::plus);
        byAgent.merge(UNKNOWN, rest, UsageSummary::plus);
      }
    }

    UsageStatistics statistics() {
      return new UsageStatistics(total, byAgent, byType, byDay);
    }
  }
}
