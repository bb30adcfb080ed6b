package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of the ledger at one moment. Immutable, and cheap to keep: a later view shares with an
 * earlier one everything that did not change, so that an event costs O(log n).
 *
 * <p>Safe to pass between threads without synchronization; proven by {@code LedgerViewRaces}.
 */
public final class LedgerView {
  static final LedgerView EMPTY =
      new LedgerView(LedgerTables.EMPTY, 1, 0, false, RecentChanges.begin());

  private final LedgerTables tables;
  private final long nextToken;
  private final long position;
  private final boolean unknown;
  private final RecentChanges recentChanges;

  private LedgerView(
      LedgerTables tables,
      long nextToken,
      long position,
      boolean unknown,
      RecentChanges recentChanges) {
    this.tables = tables;
    this.nextToken = nextToken;
    this.position = position;
    this.unknown = unknown;
    this.recentChanges = recentChanges;
  }

  /** Returns the record of {@code issue}, if the ledger knows it. */
  public Optional<IssueRecord> issue(IssueId issue) {
    return Optional.ofNullable(tables.issues().get(issue));
  }

  /** Returns the record of {@code issue}, which the ledger must know. */
  IssueRecord require(IssueId issue) {
    return issue(issue).orElseThrow(() -> new IssueNotFoundException(issue));
  }

  /** Returns every issue the ledger knows, by id. */
  public Collection<IssueRecord> issues() {
    return tables.issues().values();
  }

  /** Returns the submitted issues, which have no file, with the edits people have requested. */
  public List<Issue> enrolled() {
    return issues().stream().flatMap(each -> each.enrolled().stream()).toList();
  }

  /** Returns the request to stop the attempt at {@code issue}, if a person has made one. */
  public Optional<IssueStopRequest> stopWanted(IssueId issue) {
    return issue(issue).flatMap(record -> Optional.ofNullable(record.wishes().stop()));
  }

  /** Returns the submitted issue to claim first: the oldest of the most urgent ones. */
  public Optional<IssueRecord> nextWaiting() {
    return tables.waiting().isEmpty() ? Optional.empty() : issue(tables.waiting().first().issue());
  }

  /** Returns the number of issues in each status; a status without issues is left out. */
  public Map<LifecycleStatus, Integer> counts() {
    Map<LifecycleStatus, Integer> counts = new EnumMap<>(LifecycleStatus.class);
    counts.putAll(tables.counts());
    return counts;
  }

  /** Returns the record of {@code run}, if the ledger knows it. */
  public Optional<RunRecord> run(RunId run) {
    return Optional.ofNullable(tables.runs().get(run));
  }

  /** Returns every run. */
  public Collection<RunRecord> runs() {
    return tables.runs().values();
  }

  /** Returns the number of signs of life that {@code run} has given; 0 for none. */
  public long beats(RunId run) {
    return tables.beats().getOrDefault(run, 0L);
  }

  /**
   * Returns the last known limit of each agent's account, including limits that are over by now.
   */
  public Map<String, AccountLimit> limits() {
    return Map.copyOf(tables.limits());
  }

  /** Returns the first submission with {@code requestKey}, however long ago. */
  public Optional<SubmissionReceipt> submitted(String requestKey) {
    return Optional.ofNullable(tables.requests().get(requestKey));
  }

  /** Returns the verdict of the gate with that key on that tree. */
  public Optional<VerdictRecord> verdict(String tree, String gateKey) {
    return Optional.ofNullable(tables.verdicts().get(List.of(tree, gateKey)));
  }

  /** Returns the last verdict of any gate on that tree, in time linear in the verdicts. */
  public Optional<VerdictRecord> lastVerdict(String tree) {
    return tables.verdicts().values().stream()
        .filter(each -> each.tree().equals(tree))
        .max(Comparator.comparing(VerdictRecord::at));
  }

  /** Returns the journal position up to which this view is the fold. */
  public long position() {
    return position;
  }

  /**
   * Returns the issues that changed since {@code earlier}, in time linear in the changes; empty if
   * this is not a later view of the same ledger, or there were too many changes in between to be
   * kept.
   */
  public Optional<Set<IssueId>> changedSince(LedgerView earlier) {
    return recentChanges.since(earlier.recentChanges);
  }

  LedgerTables tables() {
    return tables;
  }

  long nextToken() {
    return nextToken;
  }

  /** Tells whether this view includes something that a newer version wrote. */
  boolean hasUnknown() {
    return unknown;
  }

  /**
   * Refuses to write if this view includes events of a newer version, which this program does not
   * understand.
   */
  void refuseIfUnknown() throws IOException {
    if (unknown) {
      throw new IOException("a newer Roundhouse has written to this ledger; use that version");
    }
  }

  LedgerView with(LedgerTables changed) {
    return new LedgerView(changed, nextToken, position, unknown, recentChanges);
  }

  LedgerView with(IssueRecord issue) {
    return new LedgerView(
        tables.with(issue), nextToken, position, unknown, recentChanges.plus(issue.id()));
  }

  LedgerView withNextToken(long token) {
    return new LedgerView(tables, token, position, unknown, recentChanges);
  }

  LedgerView withUnknown() {
    return new LedgerView(tables, nextToken, position, true, recentChanges);
  }

  LedgerView at(long where) {
    return new LedgerView(tables, nextToken, where, unknown, recentChanges);
  }
}
