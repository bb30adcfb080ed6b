package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.options.LandingOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The state all decisions of the landing queue are based on: the waiting items in order, their
 * candidates, the verdicts of gates, and the running gates. Immutable; each change gives a new one.
 *
 * @param options the options for landing
 * @param tip the commit of the tip
 * @param tipTree its tree
 * @param items the waiting items, head first; one on which work has begun is never overtaken
 * @param statistics the verdicts of gates, by tree
 * @param gates the trees being judged
 * @param window the current depth of speculation, in items
 * @param moment the number of gates that have begun or ended so far
 */
record QueueState(
    LandingOptions options,
    ObjectId tip,
    ObjectId tipTree,
    List<QueueItem> items,
    PMap<ObjectId, GateStatistics> statistics,
    PMap<ObjectId, ActiveGate> gates,
    int window,
    int moment) {
  /**
   * A gate under way.
   *
   * @param since the moment it began
   * @param ending whether it must end at once
   */
  record ActiveGate(int since, boolean ending) {}

  QueueState {
    items = List.copyOf(items);
  }

  /** Returns an empty queue. The window begins as wide as there are gates. */
  static QueueState at(LandingOptions options, ObjectId tip, ObjectId tipTree) {
    int window = Math.min(options.deepest(), options.gates());
    return new QueueState(
        options, tip, tipTree, List.of(), HashTreePMap.empty(), HashTreePMap.empty(), window, 0);
  }

  GateStatistics of(ObjectId tree) {
    return statistics.getOrDefault(tree, GateStatistics.NONE);
  }

  Optional<QueueItem> item(AttemptId id) {
    return items.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /**
   * Returns the queue with a new item: after those that finished earlier, and before none on which
   * work has begun.
   */
  QueueState arrive(QueueItem item) {
    List<QueueItem> now = new ArrayList<>(items);
    int at = now.size();
    while (at > 0 && now.get(at - 1).yieldsTo(item)) {
      at--;
    }
    now.add(at, item);
    return with(now);
  }

  /** Returns the queue without some items, which are not to blame. */
  QueueState without(Collection<AttemptId> ids) {
    return with(items.stream().filter(each -> !ids.contains(each.id())).toList());
  }

  /**
   * Returns the queue without an item that could not land; a gate that failed narrows the window. A
   * gate that gave no verdict is forgotten with the item.
   */
  QueueState returned(AttemptId id, boolean byGate) {
    Optional<ObjectId> unjudged =
        item(id)
            .flatMap(QueueItem::candidate)
            .map(Candidate::tree)
            .filter(tree -> of(tree).isGivenUp());
    QueueState rest = without(List.of(id)).windowed(byGate ? Math.max(1, window / 2) : window);
    return unjudged.isPresent() ? rest.knowing(unjudged.get(), GateStatistics.NONE) : rest;
  }

  /** Returns the queue after items have reached the tip, which has nothing else new. */
  QueueState landed(List<AttemptId> ids) {
    QueueItem last = item(ids.get(ids.size() - 1)).orElseThrow();
    Candidate candidate = last.candidate().orElseThrow();
    return without(ids)
        .moved(candidate.commit(), candidate.tree())
        .windowed(Math.min(options.deepest(), window + ids.size()));
  }

  /** Returns the queue after the tip has moved. */
  QueueState moved(ObjectId newTip, ObjectId newTree) {
    return new QueueState(options, newTip, newTree, items, statistics, gates, window, moment);
  }

  /**
   * Returns the queue after an item was built on {@code base}.
   *
   * @param known the verdicts on its tree known from elsewhere; red is not held against an item
   *     that must be judged again
   */
  QueueState built(AttemptId id, ObjectId base, Built built, GateStatistics known) {
    QueueItem item = item(id).orElseThrow();
    if (!(built instanceof Built.Ready ready)) {
      return replace(item.with(base, built, item.rejudge()));
    }
    ObjectId tree = ready.candidate().tree();
    GateStatistics seen = of(tree).isOpen() ? known : of(tree);
    boolean forget = item.rejudge() && seen.isConfirmedRed();
    return replace(item.with(base, built, item.rejudge() && !forget))
        .knowing(tree, forget ? GateStatistics.NONE : seen);
  }

  /** Returns the queue after candidates of {@code tree} have lost objects, and must be rebuilt. */
  QueueState vanished(ObjectId tree) {
    return with(
        items.stream()
            .map(
                each ->
                    each.candidate().filter(at -> at.tree().equals(tree)).isPresent()
                        ? each.unbuilt()
                        : each)
            .toList());
  }

  /** Returns the queue with the known verdicts on {@code tree}. */
  QueueState knowing(ObjectId tree, GateStatistics known) {
    PMap<ObjectId, GateStatistics> now =
        known.equals(GateStatistics.NONE) ? statistics.minus(tree) : statistics.plus(tree, known);
    return new QueueState(options, tip, tipTree, items, now, gates, window, moment);
  }

  /**
   * Returns the queue after a gate has begun to judge {@code tree}; an earlier green does not count
   * any more.
   */
  QueueState began(ObjectId tree) {
    QueueState asked = of(tree).isGreen() ? knowing(tree, of(tree).reset()) : this;
    return asked.gated(gates.plus(tree, new ActiveGate(moment + 1, false)), moment + 1);
  }

  /** Returns the queue after the verdict on {@code tree} has become useless; its gate is ending. */
  QueueState abandoned(ObjectId tree) {
    int since = gates.containsKey(tree) ? gates.get(tree).since() : moment;
    return gated(gates.plus(tree, new ActiveGate(since, true)), moment);
  }

  /** Returns the queue after a gate has finished with {@code tree}. */
  QueueState ended(ObjectId tree, Verdict verdict, long millis) {
    int since = gates.containsKey(tree) ? gates.get(tree).since() : 0;
    GateStatistics now = of(tree).and(verdict, millis, since, moment + 1);
    return gated(gates.minus(tree), moment + 1).knowing(tree, now);
  }

  private QueueState with(List<QueueItem> now) {
    return new QueueState(options, tip, tipTree, now, statistics, gates, window, moment);
  }

  private QueueState gated(PMap<ObjectId, ActiveGate> now, int at) {
    return new QueueState(options, tip, tipTree, items, statistics, now, window, at);
  }

  private QueueState windowed(int now) {
    return new QueueState(options, tip, tipTree, items, statistics, gates, now, moment);
  }

  private QueueState replace(QueueItem item) {
    return with(items.stream().map(each -> each.id().equals(item.id()) ? item : each).toList());
  }

  /**
   * One piece of finished work in the queue. Immutable.
   *
   * @param id its attempt
   * @param endedAt the time the attempt ended: the earlier lands first
   * @param priority the priority, which decides between attempts that ended at once
   * @param rejudge whether a person wants it judged again, whatever was red before
   * @param rivals the number of others under way that it is known to conflict with
   * @param base the commit it was last built on, or null before the first time
   * @param built the result of building it, or null
   */
  record QueueItem(
      AttemptId id,
      Instant endedAt,
      Priority priority,
      boolean rejudge,
      int rivals,
      @Nullable ObjectId base,
      @Nullable Built built) {
    private static final Duration NEAR = Duration.ofMinutes(5);

    static QueueItem of(AttemptId id, Instant endedAt, Priority priority, boolean rejudge) {
      return new QueueItem(id, endedAt, priority, rejudge, 0, null, null);
    }

    /** Returns the same item, known to conflict with {@code count} others. */
    QueueItem against(int count) {
      return new QueueItem(id, endedAt, priority, rejudge, count, base, built);
    }

    /** Tells whether work on the item has begun, so that later ones no longer overtake it. */
    boolean isStarted() {
      return built != null;
    }

    boolean isBuiltOn(ObjectId commit) {
      return commit.equals(base);
    }

    /** Returns its candidate, if there is one on the commit it was last built on. */
    Optional<Candidate> candidate() {
      return built instanceof Built.Ready ready ? Optional.of(ready.candidate()) : Optional.empty();
    }

    QueueItem with(ObjectId newBase, Built newBuilt, boolean stillAfresh) {
      return new QueueItem(id, endedAt, priority, stillAfresh, rivals, newBase, newBuilt);
    }

    /** Returns the same item, to be built again on the same base. */
    QueueItem unbuilt() {
      return new QueueItem(id, endedAt, priority, rejudge, rivals, null, built);
    }

    /**
     * Tells whether {@code newcomer} goes before this one. Of two that finished within five minutes
     * the one with fewer conflicts goes first: its landing sends fewer back.
     */
    boolean yieldsTo(QueueItem newcomer) {
      if (isStarted()) {
        return false;
      }
      boolean near = Duration.between(endedAt, newcomer.endedAt).abs().compareTo(NEAR) < 0;
      if (near && newcomer.rivals != rivals) {
        return newcomer.rivals < rivals;
      }
      int byTime = newcomer.endedAt.compareTo(endedAt);
      return byTime < 0 || (byTime == 0 && newcomer.priority.compareTo(priority) < 0);
    }
  }

  /** The result of building an item. */
  sealed interface Built {
    /** The candidate is ready for the gate. */
    record Ready(Candidate candidate) implements Built {}

    /** The work conflicts with earlier landings. */
    record Conflicting(List<String> paths, String evidence) implements Built {
      /** Creates the result without further evidence. */
      Conflicting(List<String> paths) {
        this(paths, "");
      }
    }

    /** The tip already has all of it. */
    record Nothing() implements Built {}

    /** The work itself has lost objects, and no copy is left. */
    record Vanished() implements Built {}
  }

  /**
   * A commit that would land. Immutable.
   *
   * @param commit the commit
   * @param tree its tree, which a gate judges
   * @param tip the commit it is built on
   * @param marked whether it marks its own issue done
   * @param alsoMarked issues that landed earlier and are marked done only here
   */
  record Candidate(
      ObjectId commit, ObjectId tree, ObjectId tip, boolean marked, Set<IssueId> alsoMarked) {
    Candidate {
      alsoMarked = Set.copyOf(alsoMarked);
    }
  }
}
