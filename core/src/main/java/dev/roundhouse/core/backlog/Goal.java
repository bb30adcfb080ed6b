package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import java.util.Collection;
import java.util.List;

/** What a run is for: some of a backlog, and maybe in which order. Immutable. */
public sealed interface Goal permits Sprint, WrittenPlan {
  /** What people call it. */
  String name();

  /**
   * Finds what it means in {@code backlog}.
   *
   * @throws GoalException if it names what is not there, or asks for an order that cannot be
   */
  GoalSelection choose(Collection<Issue> backlog) throws GoalException;

  /**
   * Its groups as they come out in {@code backlog}, in the order they are written; one for all its
   * issues where it has none.
   *
   * @throws GoalException if it names what is not there
   */
  List<GoalGroup> groups(Collection<Issue> backlog) throws GoalException;
}
