package dev.roundhouse.orchestrator.internal.engine;

import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.run.RunEvent.Outlook;
import dev.roundhouse.orchestrator.schedule.PlanningInputs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calculates the outlook of a run whenever it is asked for. Safe for use by any number of threads.
 */
final class OutlookReader implements Supplier<Outlook> {
  private final RunContext context;
  private final LiveBacklog backlog;
  private final String agent;
  private final Instant begun;

  /**
   * Creates a reader for one run.
   *
   * @param agent the agent of issues that no route sends elsewhere
   * @param begun the time the run began
   */
  OutlookReader(RunContext context, LiveBacklog backlog, String agent, Instant begun) {
    this.context = context;
    this.backlog = backlog;
    this.agent = agent;
    this.begun = begun;
  }

  @Override
  public Outlook get() {
    try {
      LedgerView view = context.ledger().view();
      PlanningInputs inputs =
          new PlanningInputs(
              context.options(), agent, context.clock().instant(), Optional.of(begun));
      return new RunOutlook(context.run(), inputs)
          .of(
              backlog.scheduler().plan(view),
              backlog.selected().reading().issues(),
              view,
              context.metrics().spending().total());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
