package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * Everything the ledger knows, at one moment. Immutable, and cheap to keep: a later view shares
 * with an earlier one all that did not change, so that an event costs O(log n).
 */
public final class LedgerView {
  static final LedgerView EMPTY =
      new LedgerView(TreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), 1, 0, false);

  private final TreePMap<IssueId, IssueRecord> issues;
  private final PMap<RunId, RunRecord> runs;
  private final PMap<List<String>, VerdictRecord> verdicts;
  private final long nextToken;
  private final long position;
  private final boolean unknown;

  private LedgerView(
      TreePMap<IssueId, IssueRecord> issues,
      PMap<RunId, RunRecord> runs,
      PMap<List<String>, VerdictRecord> verdicts,
      long nextToken,
      long position,
      boolean unknown) {
    this.issues = issues;
    this.runs = runs;
    this.verdicts = verdicts;
    this.nextToken = nextToken;
    this.position = position;
    this.unknown = unknown;
  }

  /** What is known of {@code issue}. */
  public Optional<IssueRecord> issue(IssueId issue) {
    return Optional.ofNullable(issues.get(issue));
  }

  /** Every issue the ledger has heard of, by id. */
  public Collection<IssueRecord> issues() {
    return issues.values();
  }

  /** What is known of {@code run}. */
  public Optional<RunRecord> run(RunId run) {
    return Optional.ofNullable(runs.get(run));
  }

  /** Every run. */
  public Collection<RunRecord> runs() {
    return runs.values();
  }

  /** What a gate of that key said of that tree. */
  public Optional<VerdictRecord> verdict(String tree, String gateKey) {
    return Optional.ofNullable(verdicts.get(List.of(tree, gateKey)));
  }

  /** The position in the journal this view is the fold of. */
  public long position() {
    return position;
  }

  Collection<VerdictRecord> verdicts() {
    return verdicts.values();
  }

  long nextToken() {
    return nextToken;
  }

  /** Whether something a newer version wrote is part of this. */
  boolean hasUnknown() {
    return unknown;
  }

  LedgerView with(IssueRecord issue) {
    return new LedgerView(
        issues.plus(issue.id(), issue), runs, verdicts, nextToken, position, unknown);
  }

  LedgerView with(RunRecord run) {
    return new LedgerView(issues, runs.plus(run.id(), run), verdicts, nextToken, position, unknown);
  }

  LedgerView with(VerdictRecord verdict) {
    List<String> key = List.of(verdict.tree(), verdict.gateKey());
    return new LedgerView(issues, runs, verdicts.plus(key, verdict), nextToken, position, unknown);
  }

  LedgerView withNextToken(long token) {
    return new LedgerView(issues, runs, verdicts, token, position, unknown);
  }

  LedgerView withUnknown() {
    return new LedgerView(issues, runs, verdicts, nextToken, position, true);
  }

  LedgerView at(long where) {
    return new LedgerView(issues, runs, verdicts, nextToken, where, unknown);
  }
}
