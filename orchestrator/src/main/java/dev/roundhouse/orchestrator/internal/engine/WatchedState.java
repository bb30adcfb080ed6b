package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.internal.backlog.BacklogSource;
import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The signs that a run may find something to do, taken at one moment and cheap to compare.
 * Immutable.
 *
 * @param backlog the backlog's mark
 * @param view the ledger
 * @param target the commit of the target
 * @param checkout the signs that something happened in the checkout
 */
record WatchedState(Object backlog, LedgerView view, Optional<ObjectId> target, Object checkout) {
  static WatchedState of(Repository repository, BacklogSource source, Ledger ledger, String target)
      throws IOException {
    return new WatchedState(
        source.version(),
        ledger.view(),
        repository.resolve("refs/heads/" + target),
        repository.checkoutState().mark());
  }

  /** Tells whether nothing differs from {@code earlier}. */
  boolean isLike(WatchedState earlier) {
    return backlog.equals(earlier.backlog)
        && view.position() == earlier.view.position()
        && target.equals(earlier.target)
        && checkout.equals(earlier.checkout);
  }

  /** Tells whether the backlog is unchanged since {@code earlier}. */
  boolean isBacklogOf(WatchedState earlier) {
    return backlog.equals(earlier.backlog);
  }

  /** Tells whether something has changed since {@code earlier} that may give an issue work. */
  boolean mayGiveWork(WatchedState earlier) {
    Optional<Set<IssueId>> changed = view.changedSince(earlier.view);
    return !backlog.equals(earlier.backlog) || changed.isEmpty() || !changed.get().isEmpty();
  }
}
