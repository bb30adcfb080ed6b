package dev.roundhouse.core.graph;

import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The issues that can start, in order, kept up to date change by change: a change costs O(changed
 * edges · log issues), however many issues there are. An issue can start when it is {@link
 * State#WORKABLE} and everything that blocks it is done; a blocker that does not exist is not done.
 *
 * <p>For one thread at a time.
 *
 * @param <R> the rank by which issues are ordered, smallest first; among equal ones the smaller id
 *     goes first
 */
public final class ReadySet<R extends Comparable<R>> {
  /** The state of an issue, as far as those that wait for it are concerned. */
  public enum State {
    /** May be worked on once nothing blocks it. */
    WORKABLE,
    /** Not to be worked on now, and not done: deferred, under way, resting, cancelled. */
    OFF,
    /** Done; no longer blocks anything. */
    DONE,
    /** Never worked itself; done as soon as it has blockers and all of them are done. */
    EPIC
  }

  private final Map<IssueId, Node<R>> nodes = new HashMap<>();
  private final TreeSet<Ranked<R>> ready = new TreeSet<>();

  /** Adds an issue, or replaces everything known about it. */
  public void put(IssueId id, R rank, State state, Set<IssueId> blockers) {
    Node<R> node = nodes.computeIfAbsent(id, Node::new);
    ready.remove(node.ranked());
    relink(node, blockers);
    node.rank = rank;
    change(node, state);
  }

  /** Sets the state of an issue; does nothing if there is no such issue. */
  public void set(IssueId id, State state) {
    Node<R> node = nodes.get(id);
    if (node != null && node.state != null) {
      change(node, state);
    }
  }

  /** Removes an issue; those it blocked stay blocked, by an issue that does not exist. */
  public void remove(IssueId id) {
    Node<R> node = nodes.get(id);
    if (node != null) {
      ready.remove(node.ranked());
      relink(node, Set.of());
      node.rank = null;
      change(node, null);
      dropIfUnused(node);
    }
  }

  private void relink(Node<R> node, Set<IssueId> blockers) {
    for (IssueId old : node.blockers) {
      if (!blockers.contains(old)) {
        Node<R> blocker = nodes.computeIfAbsent(old, Node::new);
        blocker.dependents.remove(node);
        node.open -= blocker.done ? 0 : 1;
        dropIfUnused(blocker);
      }
    }
    for (IssueId fresh : blockers) {
      if (!node.blockers.contains(fresh)) {
        Node<R> blocker = nodes.computeIfAbsent(fresh, Node::new);
        blocker.dependents.add(node);
        node.open += blocker.done ? 0 : 1;
      }
    }
    node.blockers = Set.copyOf(blockers);
  }

  private void dropIfUnused(Node<R> node) {
    if (node.state == null && node.dependents.isEmpty()) {
      nodes.remove(node.id);
    }
  }

  /**
   * Sets the state of {@code node}, first as if it were not done, so that a cycle of sums cannot
   * keep itself done.
   */
  private void change(Node<R> node, @Nullable State state) {
    node.state = state;
    if (state != State.DONE) {
      spread(node, false);
    }
    spread(node, node.shouldBeDone());
    refresh(node);
  }

  /** Marks {@code first} as done or not done, and with it every sum that depends on it. */
  private void spread(Node<R> first, boolean done) {
    Deque<Node<R>> changed = new ArrayDeque<>();
    if (first.done != done) {
      first.done = done;
      changed.add(first);
    }
    while (!changed.isEmpty()) {
      Node<R> node = changed.remove();
      for (Node<R> dependent : node.dependents) {
        dependent.open += node.done ? -1 : 1;
        if (dependent.state == State.EPIC && dependent.done != dependent.shouldBeDone()) {
          dependent.done = !dependent.done;
          changed.add(dependent);
        }
        refresh(dependent);
      }
    }
  }

  private void refresh(Node<R> node) {
    if (node.rank != null && node.state == State.WORKABLE && node.open == 0) {
      ready.add(node.ranked());
    } else {
      ready.remove(node.ranked());
    }
  }

  /** Returns the number of issues that can start. */
  public int size() {
    return ready.size();
  }

  /**
   * Returns the issues that can start, in order; walking k of them costs O(k). Must not be kept.
   */
  public Iterable<IssueId> ready() {
    return () -> ready.stream().map(Ranked::id).iterator();
  }

  /** Tells whether {@code id} can start. */
  public boolean isReady(IssueId id) {
    Node<R> node = nodes.get(id);
    return node != null && ready.contains(node.ranked());
  }

  /** Tells whether {@code id} may be worked on once nothing blocks it. */
  public boolean isWorkable(IssueId id) {
    Node<R> node = nodes.get(id);
    return node != null && node.state == State.WORKABLE;
  }

  /** Tells whether {@code id} is done. */
  public boolean isDone(IssueId id) {
    Node<R> node = nodes.get(id);
    return node != null && node.done;
  }

  /** Returns the blockers of {@code id} that are not done, including those that do not exist. */
  public NavigableSet<IssueId> waitsFor(IssueId id) {
    Node<R> node = nodes.get(id);
    if (node == null) {
      return Collections.emptyNavigableSet();
    }
    NavigableSet<IssueId> open = new TreeSet<>();
    node.blockers.stream().filter(each -> !isDone(each)).forEach(open::add);
    return open;
  }

  /** One issue, which exists or is only named as a blocker; its state tells which. */
  private static final class Node<R extends Comparable<R>> {
    private final IssueId id;
    private final Set<Node<R>> dependents = new HashSet<>();
    private Set<IssueId> blockers = Set.of();
    private @Nullable R rank;
    private @Nullable State state;
    private boolean done;
    private int open;

    Node(IssueId id) {
      this.id = id;
    }

    boolean shouldBeDone() {
      return state == State.DONE || (state == State.EPIC && open == 0 && !blockers.isEmpty());
    }

    Ranked<R> ranked() {
      return new Ranked<>(rank, id);
    }
  }

  /** A place in the order; an issue without a rank has none. */
  private record Ranked<R extends Comparable<R>>(@Nullable R rank, IssueId id)
      implements Comparable<Ranked<R>> {
    @Override
    public int compareTo(Ranked<R> other) {
      int byRank =
          rank == null || other.rank == null
              ? Boolean.compare(rank == null, other.rank == null)
              : rank.compareTo(other.rank);
      return byRank != 0 ? byRank : id.compareTo(other.id);
    }
  }
}
