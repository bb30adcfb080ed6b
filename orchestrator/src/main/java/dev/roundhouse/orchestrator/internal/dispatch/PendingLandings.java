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
import java.util.stream.Stream;

/**
 * Finished work on its way to the landing queue. Work that its issue's file no longer asks for is
 * set aside, in case the file asks again, and given up at the end. For the dispatcher's thread.
 */
final class PendingLandings {
  private final UnlandedWork unlandedWork;
  private final Deque<FinishedWork> waiting = new ArrayDeque<>();
  private final Set<FinishedWork> given = new HashSet<>(); // sent to the queue and not answered
  private final List<FinishedWork> aside = new ArrayList<>();
  private final Set<IssueId> landed = new HashSet<>();

  PendingLandings(UnlandedWork unlandedWork) {
    this.unlandedWork = unlandedWork;
  }

  void add(FinishedWork work) {
    waiting.add(work);
  }

  void addAll(Collection<FinishedWork> works) {
    waiting.addAll(works);
  }

  /**
   * Passes all waiting work that is wanted to {@code runThreads} for landing, and forgets work that
   * people have cancelled.
   *
   * @param starter is notified of issues that are no longer worked
   */
  void give(AttemptStarter starter, RunThreads runThreads) throws IOException {
    while (!waiting.isEmpty()) {
      FinishedWork next = waiting.remove();
      if (!unlandedWork.isWaiting(next)) {
        starter.over(next.issue().id());
        continue;
      }
      Optional<FinishedWork> wanted = unlandedWork.stillWanted(next);
      if (wanted.isEmpty()) {
        aside.add(next);
        starter.over(next.issue().id());
      } else {
        given.add(wanted.get());
        starter.finished(wanted.get());
        runThreads.land(wanted.get());
      }
    }
  }

  /** Reconsiders the work that files did not ask for. */
  void reconsider() {
    waiting.addAll(aside);
    aside.clear();
  }

  /** Takes the result of one landing. */
  void answered(FinishedWork work, LandingResult result) {
    given.remove(work);
    if (result instanceof LandingResult.Landed done) {
      landed.add(done.issue());
    }
  }

  /** Expects no further answers. */
  void forget() {
    given.clear();
  }

  /** Tells whether every piece of work sent has been answered. */
  boolean isAnswered() {
    return given.isEmpty();
  }

  /** Returns the number of works that wait to land. */
  int size() {
    return waiting.size() + given.size();
  }

  /** Tells whether a person has cancelled work that was sent. */
  boolean isAnyUnwanted(LedgerView view) {
    return given.stream().anyMatch(each -> view.stopWanted(each.issue().id()).isPresent());
  }

  /** Tells whether work at {@code issue} waits to be sent, or to be answered. */
  boolean has(IssueId issue) {
    return Stream.concat(waiting.stream(), given.stream())
        .anyMatch(each -> each.issue().id().equals(issue));
  }

  boolean hasLanded(IssueId issue) {
    return landed.contains(issue);
  }

  /** Gives up the work that no file asks for any more; its commits are kept. */
  void close() throws IOException {
    for (FinishedWork each : aside) {
      unlandedWork.release(each.issue().id(), each.attempt());
    }
    aside.clear();
  }
}
