package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import java.io.IOException;

/**
 * Receives each landing, so that a source of issues can close them where they are kept. Called on a
 * thread of its own, one call at a time and never while a lock of the ledger is held.
 */
@FunctionalInterface
public interface LandingReceiver {
  /**
   * Takes note that the work of {@code issue} has landed, which is durable by then. Called at least
   * once for each landing: again by the next run or sync if it failed, took longer than a minute or
   * the process died, so a second call with the same arguments must change nothing. A failure is
   * reported to people; it neither ends the run nor undoes the landing.
   *
   * @param issue the issue; only its id is known if the source does not list it any more
   * @throws IOException if the source cannot take note now
   * @throws InterruptedException if the calling thread was interrupted, as it is when the time is
   *     up
   */
  void landed(Issue issue, Landing landing) throws IOException, InterruptedException;
}
