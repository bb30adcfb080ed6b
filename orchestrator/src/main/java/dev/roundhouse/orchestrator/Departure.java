package dev.roundhouse.orchestrator;

import dev.roundhouse.orchestrator.work.FinishedWork;
import java.io.IOException;

/**
 * Where finished work goes from a dispatcher. For its thread.
 *
 * @param starter hears what is not worked any more
 * @param crew lands it
 */
record Departure(Starter starter, Crew crew) implements Handover.Out {
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
