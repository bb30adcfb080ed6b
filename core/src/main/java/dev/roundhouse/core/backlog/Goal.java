package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import java.util.Collection;
import java.util.List;

/** The goal of a run: some issues of a backlog, possibly in a given order. Immutable. */
public sealed interface Goal permits Sprint, BacklogPlan {
  /** Returns the goal's name. */
  String name();

  /**
   * Finds the issues of {@code backlog} that belong to the goal.
   *
   * @throws GoalException if it names something that does not exist, or asks for an impossible
   *     order
   */
  GoalSelection choose(Collection<Issue> backlog) throws GoalException;

  /**
   * Returns the goal's groups with their issues in {@code backlog}, in the order they are written;
   * one group for all issues if the goal has none.
   *
   * @throws GoalException if it names something that does not exist
   */
  List<GoalGroup> groups(Collection<Issue> backlog) throws GoalException;
}
