package dev.roundhouse.core.graph;

import com.google.common.collect.ImmutableSetMultimap;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The epics of a backlog and their children, by {@code parent}. Immutable; nothing recurses, and a
 * cycle of parents is walked once.
 */
public final class Epics {
  private final ImmutableSetMultimap<IssueId, IssueId> children;

  private Epics(ImmutableSetMultimap<IssueId, IssueId> children) {
    this.children = children;
  }

  /** Returns the epics of {@code backlog}. */
  public static Epics of(Collection<Issue> backlog) {
    ImmutableSetMultimap.Builder<IssueId, IssueId> children = ImmutableSetMultimap.builder();
    for (Issue issue : backlog) {
      issue.parent().ifPresent(parent -> children.put(parent, issue.id()));
    }
    return new Epics(children.build());
  }

  /**
   * Returns the issues that name {@code parent} as theirs, even if there is no issue with that id.
   */
  public Set<IssueId> children(IssueId parent) {
    return children.get(parent);
  }

  /** Returns the descendants of {@code parent} that have no children themselves. */
  public Set<IssueId> leaves(IssueId parent) {
    Set<IssueId> leaves = new LinkedHashSet<>();
    Set<IssueId> seen = new HashSet<>(Set.of(parent));
    Deque<IssueId> fresh = new ArrayDeque<>(children(parent));
    while (!fresh.isEmpty()) {
      IssueId id = fresh.remove();
      if (seen.add(id)) {
        fresh.addAll(children(id));
        if (children(id).isEmpty()) {
          leaves.add(id);
        }
      }
    }
    return leaves;
  }

  /** Tells whether {@code parent} has children and {@code isDone} holds for each of its leaves. */
  public boolean isDone(IssueId parent, Predicate<IssueId> isDone) {
    Set<IssueId> leaves = leaves(parent);
    return !leaves.isEmpty() && leaves.stream().allMatch(isDone);
  }
}
