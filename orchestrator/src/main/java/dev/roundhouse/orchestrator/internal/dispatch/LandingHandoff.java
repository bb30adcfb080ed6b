package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import java.io.IOException;

/**
 * Where finished work goes from a dispatcher. For its thread.
 *
 * @param starter hears what is not worked any more
 * @param crew lands it
 */
record LandingHandoff(AttemptStarter starter, RunThreads crew) implements PendingLandings.Out {
  @Override
  public void land(FinishedWork work) throws IOException {
    starter.finished(work);
    crew.land(work);
  }

  @Override
  public void putAside(FinishedWork work) {
    starter.over(work.issue().id());
  }
}
