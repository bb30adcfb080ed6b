package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The tables of a view. Immutable; a changed copy shares what did not change.
 *
 * @param issues every issue
 * @param runs every run
 * @param verdicts every verdict, by tree and gate
 * @param requests the submissions by request key
 * @param beats the number of signs of life of each run
 * @param limits the usage limits by agent
 * @param waiting the submitted issues that are free, in order
 * @param counts the number of issues in each status
 */
record LedgerTables(
    TreePMap<IssueId, IssueRecord> issues,
    PMap<RunId, RunRecord> runs,
    PMap<List<String>, VerdictRecord> verdicts,
    PMap<String, SubmissionReceipt> requests,
    PMap<RunId, Long> beats,
    PMap<String, AccountLimit> limits,
    TreePSet<Waiting> waiting,
    PMap<LifecycleStatus, Integer> counts) {
  static final LedgerTables EMPTY =
      new LedgerTables(
          TreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          TreePSet.empty(),
          HashTreePMap.empty());

  LedgerTables with(IssueRecord issue) {
    IssueRecord before = issues.get(issue.id());
    return new LedgerTables(
        issues.plus(issue.id(), issue),
        runs,
        verdicts,
        requests,
        beats,
        limits,
        waiting(before, issue),
        counts(before, issue));
  }

  private TreePSet<Waiting> waiting(@Nullable IssueRecord before, IssueRecord after) {
    Optional<QueuePosition> left = Optional.ofNullable(before).flatMap(IssueRecord::waiting);
    Optional<QueuePosition> taken = after.waiting();
    if (left.equals(taken)) {
      return waiting;
    }
    TreePSet<Waiting> changed = waiting;
    if (left.isPresent()) {
      changed = changed.minus(new Waiting(left.get(), after.id()));
    }
    return taken.isPresent() ? changed.plus(new Waiting(taken.get(), after.id())) : changed;
  }

  private PMap<LifecycleStatus, Integer> counts(@Nullable IssueRecord before, IssueRecord after) {
    if (before != null && before.status() == after.status()) {
      return counts;
    }
    PMap<LifecycleStatus, Integer> changed = counts;
    if (before != null) {
      int rest = counts.getOrDefault(before.status(), 0) - 1;
      changed = rest == 0 ? counts.minus(before.status()) : counts.plus(before.status(), rest);
    }
    return changed.plus(after.status(), changed.getOrDefault(after.status(), 0) + 1);
  }

  LedgerTables with(RunRecord run) {
    return new LedgerTables(
        issues, runs.plus(run.id(), run), verdicts, requests, beats, limits, waiting, counts);
  }

  LedgerTables with(VerdictRecord verdict) {
    List<String> key = List.of(verdict.tree(), verdict.gateKey());
    return new LedgerTables(
        issues, runs, verdicts.plus(key, verdict), requests, beats, limits, waiting, counts);
  }

  LedgerTables with(String requestKey, SubmissionReceipt submitted) {
    return new LedgerTables(
        issues,
        runs,
        verdicts,
        requests.plus(requestKey, submitted),
        beats,
        limits,
        waiting,
        counts);
  }

  LedgerTables with(RunId run, long beat) {
    return new LedgerTables(
        issues, runs, verdicts, requests, beats.plus(run, beat), limits, waiting, counts);
  }

  LedgerTables withLimit(String agent, AccountLimit limit) {
    return new LedgerTables(
        issues, runs, verdicts, requests, beats, limits.plus(agent, limit), waiting, counts);
  }

  LedgerTables withoutLimit(String agent) {
    return new LedgerTables(
        issues, runs, verdicts, requests, beats, limits.minus(agent), waiting, counts);
  }

  /**
   * One free issue in its place.
   *
   * @param place its place
   * @param issue the issue
   */
  record Waiting(QueuePosition place, IssueId issue) implements Comparable<Waiting> {
    @Override
    public int compareTo(Waiting other) {
      int byPlace = place.compareTo(other.place);
      return byPlace == 0 ? issue.compareTo(other.issue) : byPlace;
    }
  }
}
