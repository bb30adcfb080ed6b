package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.Maps;
import dev.roundhouse.core.issue.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A view stored in a file: it saves reading the journal from its beginning, and stands in for what
 * the journal has forgotten. Immutable.
 *
 * @param v the version that wrote it
 * @param position the journal position it is the fold of
 * @param seal the journal's seal at that position; a different one belongs to another journal
 * @param nextToken the next fencing token
 * @param unknown true if it includes something that a newer version wrote
 * @param issues every issue
 * @param runs every run
 * @param verdicts every verdict
 * @param requests the submissions by request key
 * @param beats the number of signs of life of each run
 * @param limits the time until which each agent's account may not be used
 * @param limitsInRow the number of limits an agent has met in a row, if that is more than one
 * @param troubles the reason of each agent's hold, if that is not a usage limit
 * @param said what the agents' programs said about their holds, if they did
 */
record Snapshot(
    int v,
    long position,
    String seal,
    long nextToken,
    boolean unknown,
    List<IssueRecord> issues,
    List<RunRecord> runs,
    List<VerdictRecord> verdicts,
    Map<String, SubmissionReceipt> requests,
    Map<RunId, Long> beats,
    Map<String, Instant> limits,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> limitsInRow,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, AccountProblem> troubles,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> said) {
  /** Makes everything empty that an earlier writer of this version did not know. */
  Snapshot {
    requests = Objects.requireNonNullElse(requests, Map.of());
    beats = Objects.requireNonNullElse(beats, Map.of());
    limits = Objects.requireNonNullElse(limits, Map.of());
    limitsInRow = Objects.requireNonNullElse(limitsInRow, Map.of());
    troubles = Objects.requireNonNullElse(troubles, Map.of());
    said = Objects.requireNonNullElse(said, Map.of());
  }

  /**
   * Returns the content of {@code view}, without the request keys that have expired at {@code now}.
   */
  static Snapshot of(LedgerView view, String seal, Instant now) {
    LedgerTables tables = view.tables();
    Map<String, SubmissionReceipt> requests = new TreeMap<>(tables.requests());
    Duration kept = SubmissionReceipt.REMEMBERED.multipliedBy(2);
    requests.values().removeIf(each -> each.at().isBefore(now.minus(kept)));
    return new Snapshot(
        LedgerFormat.VERSION,
        view.position(),
        seal,
        view.nextToken(),
        view.hasUnknown(),
        List.copyOf(tables.issues().values()),
        List.copyOf(tables.runs().values()),
        List.copyOf(tables.verdicts().values()),
        requests,
        Map.copyOf(tables.beats()),
        of(tables, AccountLimit::until, until -> true),
        of(tables, AccountLimit::inRow, count -> count > 1),
        of(tables, AccountLimit::trouble, trouble -> trouble != AccountProblem.LIMIT),
        of(tables, AccountLimit::said, words -> !words.isEmpty()));
  }

  private static <T> Map<String, T> of(
      LedgerTables tables, Function<AccountLimit, T> part, Predicate<T> isKept) {
    return new TreeMap<>(
        Maps.filterValues(Maps.transformValues(tables.limits(), part::apply), isKept::test));
  }

  private AccountLimit limit(String agent, Instant until) {
    return new AccountLimit(
        until,
        limitsInRow.getOrDefault(agent, 1),
        troubles.getOrDefault(agent, AccountProblem.LIMIT),
        said.getOrDefault(agent, ""));
  }

  LedgerView view() {
    LedgerTables tables = LedgerTables.EMPTY;
    for (IssueRecord issue : issues) {
      tables = tables.with(issue);
    }
    for (RunRecord run : runs) {
      tables = tables.with(run);
    }
    for (VerdictRecord verdict : verdicts) {
      tables = tables.with(verdict);
    }
    for (Map.Entry<String, SubmissionReceipt> each : requests.entrySet()) {
      tables = tables.with(each.getKey(), each.getValue());
    }
    for (Map.Entry<RunId, Long> each : beats.entrySet()) {
      tables = tables.with(each.getKey(), each.getValue());
    }
    for (Map.Entry<String, Instant> each : limits.entrySet()) {
      tables = tables.withLimit(each.getKey(), limit(each.getKey(), each.getValue()));
    }
    LedgerView view = LedgerView.EMPTY.with(tables).withNextToken(nextToken).at(position);
    return unknown ? view.withUnknown() : view;
  }
}
