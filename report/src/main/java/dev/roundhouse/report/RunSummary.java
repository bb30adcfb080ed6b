package dev.roundhouse.report;

import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.report.RunHistory.Fate;
import dev.roundhouse.report.RunHistory.GateVerdict;
import dev.roundhouse.report.RunHistory.Stage;
import dev.roundhouse.report.RunHistory.WorkedAttempt;
import dev.roundhouse.report.RunHistory.WorkedIssue;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The figures of a run that every form of its report states. Immutable.
 *
 * @param total all attempts
 * @param byFate the attempts by what became of them; each fate has an entry
 * @param byAgent the attempts by agent; empty for one that is not known
 * @param gate the time that gates took
 * @param gateInVain the part of it that was spent on candidates which did not land
 * @param corrections the number of corrections by category
 * @param slowest the issues that took longest, the longest first
 * @param retried the issues with more than one attempt, the most first
 * @param flaky the issues at which a gate failed and then passed, the most often first
 */
record RunSummary(
    Share total,
    Map<Fate, Share> byFate,
    Map<String, Share> byAgent,
    Duration gate,
    Duration gateInVain,
    Map<String, Integer> corrections,
    List<WorkedIssue> slowest,
    List<WorkedIssue> retried,
    List<WorkedIssue> flaky) {
  private static final int MOST = 5; // issues in a list

  /**
   * Some attempts.
   *
   * @param attempts their number
   * @param time the time from their claims until their agents had ended
   * @param used what they used
   */
  record Share(int attempts, Duration time, UsageSummary used) {
    static final Share NONE = new Share(0, Duration.ZERO, UsageSummary.NONE);

    static Share of(WorkedAttempt attempt) {
      Duration time = attempt.time(Stage.PREPARE).plus(attempt.time(Stage.AGENT));
      return new Share(1, time, attempt.used());
    }

    Share plus(Share more) {
      return new Share(attempts + more.attempts, time.plus(more.time), used.plus(more.used));
    }
  }

  static RunSummary of(RunHistory history) {
    Map<Fate, Share> byFate = new EnumMap<>(Fate.class);
    Map<String, Share> byAgent = new TreeMap<>();
    for (Fate each : Fate.values()) {
      byFate.put(each, Share.NONE);
    }
    Share total = Share.NONE;
    for (WorkedAttempt each : history.attempts()) {
      Share share = Share.of(each);
      total = total.plus(share);
      byFate.merge(each.fate(), share, Share::plus);
      byAgent.merge(each.agent(), share, Share::plus);
    }
    Map<String, Integer> corrections = new TreeMap<>();
    history.issues().stream()
        .flatMap(each -> each.corrections().stream())
        .forEach(each -> corrections.merge(each.category(), 1, Integer::sum));
    return new RunSummary(
        total,
        byFate,
        byAgent,
        time(history.gates().stream()),
        time(history.gates().stream().filter(each -> !each.used())),
        corrections,
        top(history, Comparator.comparing(WorkedIssue::length)),
        top(history, Comparator.comparing(each -> each.attempts().size())).stream()
            .filter(each -> each.attempts().size() > 1)
            .toList(),
        top(history, Comparator.comparing(WorkedIssue::flakes)).stream()
            .filter(each -> each.flakes() > 0)
            .toList());
  }

  private static Duration time(Stream<GateVerdict> gates) {
    return gates
        .map(each -> Duration.between(each.from(), each.to()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static List<WorkedIssue> top(RunHistory history, Comparator<WorkedIssue> by) {
    return history.issues().stream().sorted(by.reversed()).limit(MOST).toList();
  }

  Share of(Fate fate) {
    return byFate.getOrDefault(fate, Share.NONE);
  }
}
