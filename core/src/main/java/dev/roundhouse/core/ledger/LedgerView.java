package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything the ledger knows, at one moment. Immutable, and cheap to keep: a later view shares
 * with an earlier one all that did not change, so that an event costs O(log n).
 *
 * <p>Safe to hand from thread to thread without care; proven by {@code LedgerViewRaces}.
 */
public final class LedgerView {
  static final LedgerView EMPTY =
      new LedgerView(LedgerTables.EMPTY, 1, 0, false, ChangeTrail.begin());

  private final LedgerTables tables;
  private final long nextToken;
  private final long position;
  private final boolean unknown;
  private final ChangeTrail trail;

  private LedgerView(
      LedgerTables tables, long nextToken, long position, boolean unknown, ChangeTrail trail) {
    this.tables = tables;
    this.nextToken = nextToken;
    this.position = position;
    this.unknown = unknown;
    this.trail = trail;
  }

  /** What is known of {@code issue}. */
  public Optional<IssueRecord> issue(IssueId issue) {
    return Optional.ofNullable(tables.issues().get(issue));
  }

  /** What is known of {@code issue}, which the ledger must have heard of. */
  IssueRecord require(IssueId issue) {
    return issue(issue).orElseThrow(() -> new IssueNotFoundException(issue));
  }

  /** Every issue the ledger has heard of, by id. */
  public Collection<IssueRecord> issues() {
    return tables.issues().values();
  }

  /** The submitted issues, which have no file, as they are wanted. */
  public List<Issue> enrolled() {
    return issues().stream().flatMap(each -> each.enrolled().stream()).toList();
  }

  /** How a person wants the attempt at {@code issue} to end, if anybody does. */
  public Optional<StopRequest> stopWanted(IssueId issue) {
    return issue(issue).flatMap(record -> Optional.ofNullable(record.wishes().stop()));
  }

  /** The submitted issue that is to be claimed first: of the most urgent the oldest. */
  public Optional<IssueRecord> nextWaiting() {
    return tables.waiting().isEmpty() ? Optional.empty() : issue(tables.waiting().first().issue());
  }

  /** How many issues are in each status; those that are in none are left out. */
  public Map<LifecycleStatus, Integer> counts() {
    Map<LifecycleStatus, Integer> counts = new EnumMap<>(LifecycleStatus.class);
    counts.putAll(tables.counts());
    return counts;
  }

  /** What is known of {@code run}. */
  public Optional<RunRecord> run(RunId run) {
    return Optional.ofNullable(tables.runs().get(run));
  }

  /** Every run. */
  public Collection<RunRecord> runs() {
    return tables.runs().values();
  }

  /** How often {@code run} has given a sign of life; 0 for never. */
  public long beats(RunId run) {
    return tables.beats().getOrDefault(run, 0L);
  }

  /** Which agent's account has met a limit, as was last heard; also what is past by now. */
  public Map<String, AccountLimit> limits() {
    return Map.copyOf(tables.limits());
  }

  /** What was first submitted with {@code requestKey}, however long ago. */
  public Optional<SubmissionReceipt> submitted(String requestKey) {
    return Optional.ofNullable(tables.requests().get(requestKey));
  }

  /** What a gate of that key said of that tree. */
  public Optional<VerdictRecord> verdict(String tree, String gateKey) {
    return Optional.ofNullable(tables.verdicts().get(List.of(tree, gateKey)));
  }

  /** The position in the journal this view is the fold of. */
  public long position() {
    return position;
  }

  /**
   * The issues that changed since {@code earlier}, in time linear in the changes; empty if this is
   * not a later view of the same ledger, or too much lies between to be kept.
   */
  public Optional<Set<IssueId>> changedSince(LedgerView earlier) {
    return trail.since(earlier.trail);
  }

  LedgerTables tables() {
    return tables;
  }

  long nextToken() {
    return nextToken;
  }

  /** Whether something a newer version wrote is part of this. */
  boolean hasUnknown() {
    return unknown;
  }

  /** Who does not know all that was written must not write. */
  void refuseIfUnknown() throws IOException {
    if (unknown) {
      throw new IOException("a newer Roundhouse has written to this ledger; use that one to go on");
    }
  }

  LedgerView with(LedgerTables changed) {
    return new LedgerView(changed, nextToken, position, unknown, trail);
  }

  LedgerView with(IssueRecord issue) {
    return new LedgerView(tables.with(issue), nextToken, position, unknown, trail.plus(issue.id()));
  }

  LedgerView withNextToken(long token) {
    return new LedgerView(tables, token, position, unknown, trail);
  }

  LedgerView withUnknown() {
    return new LedgerView(tables, nextToken, position, true, trail);
  }

  LedgerView at(long where) {
    return new LedgerView(tables, nextToken, where, unknown, trail);
  }
}
