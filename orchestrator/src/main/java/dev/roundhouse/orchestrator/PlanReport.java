package dev.roundhouse.orchestrator;

import dev.roundhouse.core.backlog.GoalException;
import dev.roundhouse.core.backlog.GoalGroup;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.overlap.FootprintSurvey;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.Forecast;
import dev.roundhouse.orchestrator.schedule.Plan;
import dev.roundhouse.orchestrator.schedule.PlanningInputs;
import dev.roundhouse.orchestrator.schedule.Scheduler;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The prediction of a run, from what is known at one moment; read without a lock and without
 * writing anything. Immutable.
 *
 * @param statusReport the backlog, the ledger and the state of every issue
 * @param forecast the schedule of workers and issues
 * @param groups the groups of the goal, in the order they are written; empty without a goal
 * @param at the moment
 */
public record PlanReport(
    StatusReport statusReport, Forecast forecast, List<GoalGroup> groups, Instant at) {
  /** Copies the groups. */
  public PlanReport {
    groups = List.copyOf(groups);
  }

  static PlanReport of(RunRequest request)
      throws IOException, RefusedException, InterruptedException {
    try (Repository repository = Repository.openUnborn(request.directory())) {
      StatusReport.Seen seen = StatusReport.look(repository, request);
      seen.refuseUnknown(request.options());
      Scheduler scheduler = seen.scheduler();
      Optional<Instant> begun = seen.statusReport().activeRun().map(RunRecord::startedAt);
      String usual = seen.options().agent().map(Command::display).orElse("");
      Instant now = request.clock().instant();
      PlanningInputs workforce = new PlanningInputs(seen.options(), usual, now, begun);
      Plan plan = seen.statusReport().plan();
      Forecast forecast =
          Forecast.of(
              plan,
              scheduler.order(),
              workforce,
              new FootprintSurvey(repository, seen.options(), plan).all());
      return new PlanReport(seen.statusReport(), forecast, groups(seen, request), now);
    }
  }

  private static List<GoalGroup> groups(StatusReport.Seen seen, RunRequest request)
      throws RefusedException {
    if (request.options().goal().isEmpty()) {
      return List.of();
    }
    try {
      return request.options().goal().get().groups(seen.all());
    } catch (GoalException wrong) {
      throw RefusedException.input(String.valueOf(wrong.getMessage()), wrong.hint());
    }
  }
}
