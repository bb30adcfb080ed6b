package dev.roundhouse.orchestrator.internal.backlog;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Goal;
import dev.roundhouse.core.backlog.GoalException;
import dev.roundhouse.core.backlog.GoalSelection;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The meaning of the options in one backlog. Immutable.
 *
 * @param reading the backlog, in the order its goal asks for
 * @param options the options, with the issues of the goal selected
 * @param optional the issues that may fail
 * @param asked the options as they were given
 */
public record SelectedBacklog(
    BacklogReading reading, RunOptions options, Set<IssueId> optional, RunOptions asked) {
  /**
   * Applies {@code options} to {@code reading}.
   *
   * @throws RefusedException if the goal of the options cannot be followed there
   */
  public static SelectedBacklog of(BacklogReading reading, LedgerView view, RunOptions options)
      throws RefusedException {
    Optional<Goal> goal = options.goal();
    if (goal.isEmpty()) {
      return new SelectedBacklog(reading, options, Set.of(), options);
    }
    List<Issue> all = new ArrayList<>(reading.issues());
    view.enrolled().stream().filter(each -> reading.find(each.id()).isEmpty()).forEach(all::add);
    try {
      GoalSelection choice = goal.get().choose(all);
      if (choice.issues().isEmpty()) {
        throw RefusedException.input(
            goal.get().name() + " selects no issue", "see 'roundhouse list'");
      }
      RunOptions chosen =
          options.toBuilder().selection(options.selection().within(choice.issues())).build();
      BacklogReading ordered =
          new BacklogReading(choice.over(reading.issues()), reading.findings());
      return new SelectedBacklog(ordered, chosen, choice.optional(), options);
    } catch (GoalException wrong) {
      throw RefusedException.input(String.valueOf(wrong.getMessage()), wrong.hint());
    }
  }

  /** Returns {@code results}, in which issues that may fail count as settled. */
  public List<IssueResult> judged(List<IssueResult> results) {
    return results.stream()
        .map(each -> optional.contains(each.id()) ? each.asOptional() : each)
        .toList();
  }
}
