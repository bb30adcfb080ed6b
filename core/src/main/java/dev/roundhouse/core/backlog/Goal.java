package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import java.util.Collection;

/** What a run is for: some of a backlog, and maybe in which order. Immutable. */
public sealed interface Goal permits Sprint, WrittenPlan {
  /** What people call it. */
  String name();

  /**
   * Finds what it means in {@code backlog}.
   *
   * @throws GoalException if it names what is not there, or asks for an order that cannot be
   */
  Choice choose(Collection<Issue> backlog) throws GoalException;
}
