package dev.roundhouse.core.ledger;

import java.util.List;

/**
 * A view as a file: a cache that saves reading the journal from its beginning. Immutable.
 *
 * @param v the version that wrote it
 * @param position the journal position it is the fold of
 * @param seal the journal's seal at that position; another one is another journal's
 * @param nextToken the next fencing token
 * @param unknown whether something a newer version wrote is part of it
 * @param issues every issue
 * @param runs every run
 * @param verdicts every verdict
 */
record Snapshot(
    int v,
    long position,
    String seal,
    long nextToken,
    boolean unknown,
    List<IssueRecord> issues,
    List<RunRecord> runs,
    List<VerdictRecord> verdicts) {
  static final Snapshot NONE =
      new Snapshot(LedgerFormat.VERSION, 0, "", 1, false, List.of(), List.of(), List.of());

  static Snapshot of(LedgerView view, String seal) {
    return new Snapshot(
        LedgerFormat.VERSION,
        view.position(),
        seal,
        view.nextToken(),
        view.hasUnknown(),
        List.copyOf(view.issues()),
        List.copyOf(view.runs()),
        List.copyOf(view.verdicts()));
  }

  LedgerView view() {
    LedgerView view = LedgerView.EMPTY.withNextToken(nextToken).at(position);
    for (IssueRecord issue : issues) {
      view = view.with(issue);
    }
    for (RunRecord run : runs) {
      view = view.with(run);
    }
    for (VerdictRecord verdict : verdicts) {
      view = view.with(verdict);
    }
    return unknown ? view.withUnknown() : view;
  }
}
