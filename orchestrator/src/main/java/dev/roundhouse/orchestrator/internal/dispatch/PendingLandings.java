package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.landing.LandingResult;
import dev.roundhouse.orchestrator.internal.recovery.UnlandedWork;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finished work on its way to the landing queue. What its file no longer asks for is put aside, in
 * case the file asks again, and given up at the end. For the dispatcher's thread.
 */
final class PendingLandings {
  private final UnlandedWork leftovers;
  private final Deque<FinishedWork> waiting = new ArrayDeque<>();
  private final Set<FinishedWork> given = new HashSet<>(); // and not answered
  private final List<FinishedWork> aside = new ArrayList<>();
  private final Set<IssueId> landed = new HashSet<>();

  PendingLandings(UnlandedWork leftovers) {
    this.leftovers = leftovers;
  }

  void add(FinishedWork work) {
    waiting.add(work);
  }

  void addAll(Collection<FinishedWork> works) {
    waiting.addAll(works);
  }

  /**
   * Has {@code crew} land what is wanted of all that waits.
   *
   * @param starter hears what is not worked any more
   */
  void give(AttemptStarter starter, RunThreads crew) throws IOException {
    while (!waiting.isEmpty()) {
      FinishedWork next = waiting.remove();
      Optional<FinishedWork> wanted = leftovers.stillWanted(next);
      if (wanted.isEmpty()) {
        aside.add(next);
        starter.over(next.issue().id());
      } else {
        given.add(wanted.get());
        starter.finished(wanted.get());
        crew.land(wanted.get());
      }
    }
  }

  /** Looks again at what files did not ask for. */
  void reconsider() {
    waiting.addAll(aside);
    aside.clear();
  }

  /** What came of one. */
  void answered(FinishedWork work, LandingResult result) {
    given.remove(work);
    if (result instanceof LandingResult.Landed done) {
      landed.add(done.issue());
    }
  }

  /** Nothing more is answered. */
  void forget() {
    given.clear();
  }

  /** Whether all that was given has been answered. */
  boolean isAnswered() {
    return given.isEmpty();
  }

  /** Whether a person has called off something that was given. */
  boolean isAnyUnwanted(LedgerView view) {
    return given.stream().anyMatch(each -> view.stopWanted(each.issue().id()).isPresent());
  }

  boolean hasLanded(IssueId issue) {
    return landed.contains(issue);
  }

  /** Gives up what no file asks for any more; the work is kept. */
  void close() throws IOException {
    for (FinishedWork each : aside) {
      leftovers.release(each.issue().id(), each.attempt());
    }
    aside.clear();
  }
}
