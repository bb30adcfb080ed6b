package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Candidate;
import dev.roundhouse.orchestrator.internal.landing.QueueState.QueueItem;
import dev.roundhouse.orchestrator.internal.landing.Speculation.Decision;
import dev.roundhouse.orchestrator.options.LandingOptions.Mode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/** What must hold in every {@link History}, counted apart from the line that is tested. */
final class Invariants {
  private final History history;
  private final ModelWorld world;
  private final Map<ObjectId, GateStatistics> said = new HashMap<>(); // by gates, in this run
  private final Map<ObjectId, Integer> beginnings = new HashMap<>(); // of gates under way
  private final Map<ObjectId, Integer> objections =
      new HashMap<>(); // when a tree was first not green
  private final Map<ObjectId, Integer> vouchers = new HashMap<>(); // when it last began to be green
  private final Set<AttemptId> begun = new HashSet<>();
  private final Map<AttemptId, Set<AttemptId>> before = new HashMap<>(); // who must land earlier
  private int now; // counts beginnings and endings of gates

  Invariants(History history) {
    this.history = history;
    this.world = history.world;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /** A crash: only what is durable is known, and nothing has been begun with. */
  void forget(Map<ObjectId, GateStatistics> durable) {
    said.clear();
    said.putAll(durable);
    objections.clear();
    vouchers.clear();
    begun.clear();
    before.clear();
  }

  /** Of a tree only that is known now. */
  void forget(ObjectId tree, GateStatistics known) {
    said.put(tree, known);
    objections.remove(tree);
  }

  void arrived(History.Work work) {
    Set<AttemptId> earlier = new HashSet<>(begun);
    for (History.Work each : history.waiting.values()) {
      boolean isHere = history.line.item(each.id()).isPresent() && !each.id().equals(work.id());
      if (isHere && isEarlier(each, work)) {
        earlier.add(each.id());
      } else if (isHere && isEarlier(work, each) && !begun.contains(each.id())) {
        before.computeIfAbsent(each.id(), none -> new HashSet<>()).add(work.id());
      }
    }
    before.put(work.id(), earlier);
  }

  private static boolean isEarlier(History.Work one, History.Work other) {
    int byTime = one.endedAt().compareTo(other.endedAt());
    return byTime < 0 || (byTime == 0 && one.priority().compareTo(other.priority()) < 0);
  }

  void began(AttemptId id) {
    begun.add(id);
  }

  /** A gate begins. What was known of the tip is no more, if that is asked again. */
  void begins(ObjectId tree) {
    beginnings.put(tree, ++now);
    if (said(tree).isSettled() && tree.equals(world.tipTree)) {
      forget(tree, GateStatistics.NONE);
    }
  }

  void judged(ObjectId tree, Verdict verdict) {
    now++;
    if (verdict instanceof Verdict.Green) {
      vouchers.put(tree, beginnings.getOrDefault(tree, 0));
    } else if (isFirst(said(tree), verdict)) {
      objections.put(tree, now);
    }
    said.put(tree, said.getOrDefault(tree, GateStatistics.NONE).and(verdict, 0));
  }

  /** Whether it is the first of its kind, which a second one would confirm. */
  private static boolean isFirst(GateStatistics before, Verdict verdict) {
    return (verdict instanceof Verdict.Red && before.reds() == 0)
        || (verdict instanceof Verdict.Undecided && before.undecided() == 0);
  }

  private GateStatistics said(ObjectId tree) {
    return said.getOrDefault(tree, GateStatistics.NONE);
  }

  /** No tree is judged twice, but to confirm what a gate said of the head or of the tip. */
  void mayJudge(Decision.Judge judge) {
    GateStatistics statistics = said(judge.tree());
    boolean isTip = judge.tree().equals(world.tipTree);
    QueueItem head = history.line.items().get(0);
    boolean isHead =
        head.isBuiltOn(world.tip)
            && head.candidate().filter(each -> each.tree().equals(judge.tree())).isPresent();
    check(isTip || statistics.isOpen() || isHead, "judged again, and not to confirm: " + judge);
    boolean mayConfirm = isTip || !statistics.isSettled();
    check(
        isTip || (!statistics.isGreen() && mayConfirm),
        "judged again, and it was settled: " + judge);
    boolean doubted = head.candidate().filter(each -> !isVouchedFor(each.tree())).isPresent();
    check(!isTip || !statistics.isGreen() || doubted, "the tip is green already");
    check(!history.line.gates().containsKey(judge.tree()), "judged twice at once: " + judge);
    check(history.line.gates().size() < history.options.gates(), "more gates than may be");
    check(depth(judge) < deepest(), "judged deeper than may be: " + judge);
    check(!standsOnWhatFails(judge), "judged on top of what fails: " + judge);
  }

  /** Whether the tip was green by a gate that began after the first that was against the tree. */
  private boolean isVouchedFor(ObjectId tree) {
    return vouchers.getOrDefault(world.tipTree, 0) >= objections.getOrDefault(tree, 0);
  }

  private boolean standsOnWhatFails(Decision.Judge judge) {
    ObjectId base = judge.item().flatMap(history.line::item).map(QueueItem::base).orElse(world.tip);
    return history.options.mode() != Mode.BATCH
        && history.line.items().stream()
            .flatMap(each -> each.candidate().stream())
            .anyMatch(each -> each.commit().equals(base) && said(each.tree()).isBad());
  }

  private int depth(Decision.Judge judge) {
    List<AttemptId> ids = history.line.items().stream().map(QueueItem::id).toList();
    return judge.item().map(ids::indexOf).orElse(0);
  }

  private int deepest() {
    boolean batch = history.options.mode() == Mode.BATCH;
    return batch ? Integer.MAX_VALUE : history.options.deepest();
  }

  /** What lands was green on that very tree, stands on the tip, and overtakes nobody. */
  void mayLand(List<AttemptId> ids) {
    ObjectId at = world.tip;
    Candidate top = null;
    for (AttemptId id : ids) {
      check(history.waiting.containsKey(id), "lands what does not wait: " + id);
      top = history.line.item(id).flatMap(QueueItem::candidate).orElseThrow();
      check(top.tip().equals(at), "stands on something else than what is landed before it");
      at = top.commit();
      overtakesNobody(id, ids);
    }
    check(top != null && said(top.tree()).isGreen(), "lands what was not green: " + ids);
    check(top != null && world.isSound(top.tree()), "what landed is wrong: " + ids);
    boolean batch = history.options.mode() == Mode.BATCH;
    check(batch || ids.size() == 1, "lands several at once");
    check(ids.size() <= history.options.size() || !batch, "lands more than a batch");
  }

  private void overtakesNobody(AttemptId id, List<AttemptId> together) {
    for (AttemptId earlier : before.getOrDefault(id, Set.of())) {
      boolean waits =
          history.waiting.containsKey(earlier)
              && !(together.contains(earlier) && together.indexOf(earlier) < together.indexOf(id));
      boolean excluded =
          history.options.mode() == Mode.BATCH
              && history
                  .line
                  .item(earlier)
                  .filter(each -> !(each.built() instanceof Built.Ready))
                  .isPresent();
      check(!waits || excluded, id + " overtakes " + earlier);
    }
  }

  /** What is returned would not be green on the tip, unless it flaked twice. */
  void mayReturn(Decision.Return back) {
    check(history.waiting.containsKey(back.item()), "returns what does not wait");
    QueueItem item = history.line.items().get(0);
    check(item.id().equals(back.item()), "returns what is not the head");
    int content = history.waits(back.item()).content();
    Built truth = world.build(content, world.tip, world.tipTree);
    switch (back.why()) {
      case CONFLICT -> check(truth instanceof Built.Conflicting, "no conflict: " + back);
      case NOTHING -> check(truth instanceof Built.Nothing, "not nothing: " + back);
      case CULPRIT -> mayBlame(back, (Built.Ready) truth);
      case UNDECIDED -> {
        check(said(((Built.Ready) truth).candidate().tree()).isGivenUp(), "decided: " + back);
        mayJudgeBy(((Built.Ready) truth).candidate().tree(), back);
      }
    }
  }

  private void mayBlame(Decision.Return back, Built.Ready truth) {
    ObjectId tree = truth.candidate().tree();
    check(said(tree).isConfirmedRed(), "not confirmed: " + back);
    mayJudgeBy(tree, back);
    check(!world.isSound(tree) || world.falseCauses(tree) > 1, "it was sound: " + back);
    check(world.isSound(world.tipTree), "blamed for the base: " + back);
  }

  /** Nobody is blamed for what the base shows too. */
  private void mayJudgeBy(ObjectId tree, Decision.Return back) {
    check(said(world.tipTree).isGreen(), "blamed on a base nobody knows: " + back);
    check(isVouchedFor(tree), "blamed, and the base was green only before: " + back);
  }

  void mayHold() {
    GateStatistics tip = said(world.tipTree);
    check(tip.isConfirmedRed() || tip.isGivenUp(), "held, and the base is not known to be red");
  }

  /** Nothing is lost, and nobody waits for those behind. */
  void atRest() {
    QueueState line = history.line;
    Set<AttemptId> inLine = new HashSet<>();
    line.items().forEach(each -> check(inLine.add(each.id()), "twice in line: " + each.id()));
    check(inLine.equals(history.waiting.keySet()), "lost, or there though it is over");
    check(line.tip().equals(world.tip), "the tip is elsewhere");
    check(line.window() >= 1 && line.window() <= line.options().deepest(), "no such window");
    if (!line.items().isEmpty()) {
      boolean full = line.gates().size() >= line.options().gates();
      boolean ending = line.gates().values().stream().anyMatch(QueueState.ActiveGate::ending);
      check(isServed(line) || (full && ending), "the head waits for those behind: " + line);
    }
  }

  private boolean isServed(QueueState line) {
    if (line.gates().containsKey(line.tipTree())) {
      return true;
    }
    boolean batch = line.options().mode() == Mode.BATCH;
    return line.items().stream()
        .limit(batch ? line.items().size() : 1)
        .flatMap(each -> each.candidate().stream())
        .anyMatch(each -> line.gates().containsKey(each.tree()));
  }
}
