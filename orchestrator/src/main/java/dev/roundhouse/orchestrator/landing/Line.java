package dev.roundhouse.orchestrator.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.run.LandingOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * All that is decided from in the landing queue: what waits, in order, what it is built on, what
 * gates have said, and which run. Immutable; each change gives a new one.
 *
 * @param options how work lands
 * @param tip where the tip is
 * @param tipTree its tree
 * @param items what waits, head first; one that has been begun with is never overtaken
 * @param trials what gates have said, by tree
 * @param gates the trees that are being judged
 * @param window how many items deep is speculated now
 * @param moment how many gates have begun and ended so far
 */
record Line(
    LandingOptions options,
    ObjectId tip,
    ObjectId tipTree,
    List<Item> items,
    PMap<ObjectId, Trials> trials,
    PMap<ObjectId, Sitting> gates,
    int window,
    int moment) {
  /**
   * A gate under way.
   *
   * @param since at which moment it began
   * @param ending whether it is to end at once
   */
  record Sitting(int since, boolean ending) {}

  Line {
    items = List.copyOf(items);
  }

  /** Nothing waits. The window begins as wide as there are gates. */
  static Line at(LandingOptions options, ObjectId tip, ObjectId tipTree) {
    int window = Math.min(options.deepest(), options.gates());
    return new Line(
        options, tip, tipTree, List.of(), HashTreePMap.empty(), HashTreePMap.empty(), window, 0);
  }

  Trials of(ObjectId tree) {
    return trials.getOrDefault(tree, Trials.NONE);
  }

  Optional<Item> item(AttemptId id) {
    return items.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** Somebody comes: last of those who finished earlier, before none that has been begun with. */
  Line arrive(Item item) {
    List<Item> now = new ArrayList<>(items);
    int at = now.size();
    while (at > 0 && now.get(at - 1).yieldsTo(item)) {
      at--;
    }
    now.add(at, item);
    return with(now);
  }

  /** Somebody leaves, and nobody is to blame. */
  Line without(Collection<AttemptId> ids) {
    return with(items.stream().filter(each -> !ids.contains(each.id())).toList());
  }

  /**
   * An item that could not land leaves; a gate that failed narrows the window. That a gate came to
   * no end is forgotten with it: it is no verdict.
   */
  Line returned(AttemptId id, boolean byGate) {
    Optional<ObjectId> unjudged =
        item(id).flatMap(Item::candidate).map(Candidate::tree).filter(tree -> of(tree).isGivenUp());
    Line rest = without(List.of(id)).windowed(byGate ? Math.max(1, window / 2) : window);
    return unjudged.isPresent() ? rest.knowing(unjudged.get(), Trials.NONE) : rest;
  }

  /** Items are on the tip, and so is nothing else new. */
  Line landed(List<AttemptId> ids) {
    Item last = item(ids.get(ids.size() - 1)).orElseThrow();
    Candidate candidate = last.candidate().orElseThrow();
    return without(ids)
        .moved(candidate.commit(), candidate.tree())
        .windowed(Math.min(options.deepest(), window + ids.size()));
  }

  /** The tip is elsewhere. */
  Line moved(ObjectId newTip, ObjectId newTree) {
    return new Line(options, newTip, newTree, items, trials, gates, window, moment);
  }

  /**
   * An item was built on {@code base}.
   *
   * @param known what is known of its tree from elsewhere; red is not held against an item that is
   *     to be judged afresh
   */
  Line built(AttemptId id, ObjectId base, CandidateBuilder.Built built, Trials known) {
    Item item = item(id).orElseThrow();
    if (!(built instanceof CandidateBuilder.Built.Ready ready)) {
      return replace(item.with(base, built, item.afresh()));
    }
    ObjectId tree = ready.candidate().tree();
    Trials seen = of(tree).isOpen() ? known : of(tree);
    boolean anew = item.afresh() && seen.isConfirmedRed();
    return replace(item.with(base, built, item.afresh() && !anew))
        .knowing(tree, anew ? Trials.NONE : seen);
  }

  /** Candidates of {@code tree} have lost objects, and are to be built again. */
  Line vanished(ObjectId tree) {
    return with(
        items.stream()
            .map(
                each ->
                    each.candidate().filter(at -> at.tree().equals(tree)).isPresent()
                        ? each.unbuilt()
                        : each)
            .toList());
  }

  /** It is known what a gate says of {@code tree}. */
  Line knowing(ObjectId tree, Trials known) {
    PMap<ObjectId, Trials> now =
        known.equals(Trials.NONE) ? trials.minus(tree) : trials.plus(tree, known);
    return new Line(options, tip, tipTree, items, now, gates, window, moment);
  }

  /** A gate judges {@code tree} now; that it was green before does not count any more. */
  Line began(ObjectId tree) {
    Line asked = of(tree).isGreen() ? knowing(tree, of(tree).afresh()) : this;
    return asked.gated(gates.plus(tree, new Sitting(moment + 1, false)), moment + 1);
  }

  /** Nobody needs the verdict on {@code tree} any more; its gate is ending. */
  Line abandoned(ObjectId tree) {
    int since = gates.containsKey(tree) ? gates.get(tree).since() : moment;
    return gated(gates.plus(tree, new Sitting(since, true)), moment);
  }

  /** A gate is done with {@code tree}. */
  Line ended(ObjectId tree, Verdict verdict, long millis) {
    int since = gates.containsKey(tree) ? gates.get(tree).since() : 0;
    Trials now = of(tree).and(verdict, millis, since, moment + 1);
    return gated(gates.minus(tree), moment + 1).knowing(tree, now);
  }

  private Line with(List<Item> now) {
    return new Line(options, tip, tipTree, now, trials, gates, window, moment);
  }

  private Line gated(PMap<ObjectId, Sitting> now, int at) {
    return new Line(options, tip, tipTree, items, trials, now, window, at);
  }

  private Line windowed(int now) {
    return new Line(options, tip, tipTree, items, trials, gates, now, moment);
  }

  private Line replace(Item item) {
    return with(items.stream().map(each -> each.id().equals(item.id()) ? item : each).toList());
  }
}
