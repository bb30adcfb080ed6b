package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Candidate;
import dev.roundhouse.orchestrator.internal.landing.QueueState.QueueItem;
import dev.roundhouse.orchestrator.internal.landing.Speculation.Decision;
import dev.roundhouse.orchestrator.options.LandingOptions;
import dev.roundhouse.orchestrator.options.LandingOptions.Mode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One random life of a landing queue in a {@link ModelWorld}: work arrives, gates end in any order,
 * people commit, call off and hold back, and the run is cut off and begun again from what is
 * durable. Each step is checked by {@link Invariants}.
 */
final class History {
  private static final int ENDLESS = 5_000;
  private static final Instant EPOCH = Instant.EPOCH;

  /** What happened how often, over many histories. */
  enum Seen {
    LANDED,
    LANDED_TOGETHER,
    CONFLICT,
    NOTHING,
    CULPRIT,
    UNDECIDED,
    FLAKY,
    HOLD,
    ABANDONED,
    OVERLAPPED,
    BASE_JUDGED,
    BASE_JUDGED_AGAIN,
    OUTAGE,
    HELD_BY_OUTAGE,
    CRASH,
    SWAP_FAILED,
    JUDGED_AFRESH
  }

  final Random dice;
  final ModelWorld world;
  final LandingOptions options;
  final Map<Seen, Integer> seen = new EnumMap<>(Seen.class);
  final List<Object> trace = new ArrayList<>();
  final Map<AttemptId, Work> waiting = new LinkedHashMap<>(); // arrived, and not over
  private final Deque<Work> toCome = new ArrayDeque<>();
  private final Map<ObjectId, GateStatistics> durable = new HashMap<>();
  private final Invariants invariants;
  private int attempts;
  private int clock;
  private int patience = 60; // how many surprises there are; then all must come to an end
  QueueState line;

  /** One finished work. */
  record Work(AttemptId id, int content, Instant endedAt, Priority priority, boolean afresh) {}

  History(long seed) {
    this.dice = new Random(seed);
    this.world = new ModelWorld(dice, 1 + dice.nextInt(14));
    Mode mode = List.of(Mode.SPECULATE, Mode.BATCH, Mode.SERIAL).get(dice.nextInt(3));
    this.options =
        new LandingOptions(
            mode,
            1 + dice.nextInt(4),
            1 + dice.nextInt(8),
            1 + dice.nextInt(8),
            OptionalInt.empty());
    this.line = QueueState.at(options, world.tip, world.tipTree);
    this.invariants = new Invariants(this);
    for (int i = 0; i < world.works(); i++) {
      toCome.add(work(i, false));
    }
  }

  private Work work(int content, boolean afresh) {
    clock += dice.nextInt(3);
    AttemptId id = new AttemptId(String.format(Locale.ROOT, "att_%012x", ++attempts));
    return new Work(id, content, EPOCH.plusSeconds(clock), new Priority(dice.nextInt(4)), afresh);
  }

  /** Lives it to its end. */
  void live() {
    for (int step = 0; step < ENDLESS; step++) {
      settle();
      invariants.atRest();
      if (line.items().isEmpty() && toCome.isEmpty() && line.gates().isEmpty()) {
        return;
      }
      happen();
    }
    throw new AssertionError("no end is in sight: " + line);
  }

  private void settle() {
    for (int round = 0; round < ENDLESS; round++) {
      List<Decision> decisions = Speculation.decide(line);
      if (decisions.isEmpty()) {
        return;
      }
      for (Decision each : decisions) {
        trace.add(each);
        carryOut(each);
      }
      if (surprised(0.002)) {
        crash();
      }
    }
    throw new AssertionError("decides for ever: " + Speculation.decide(line));
  }

  private void happen() {
    List<ObjectId> running = List.copyOf(line.gates().keySet());
    if (surprised(0.05)) {
      userCommits();
    } else if (surprised(0.03)) {
      crash();
    } else if (surprised(world.isOut() ? 0.1 : 0.03)) {
      environmentChanges();
    } else if (surprised(0.05) && !waiting.isEmpty()) {
      callOff(List.copyOf(waiting.keySet()).get(dice.nextInt(waiting.size())));
    } else if (!toCome.isEmpty() && (running.isEmpty() || world.chance(0.4))) {
      arrive(toCome.remove());
    } else if (!running.isEmpty()) {
      gateEnds(running.get(dice.nextInt(running.size())));
    }
  }

  private boolean surprised(double share) {
    boolean now = patience > 0 && world.chance(share);
    patience -= now ? 1 : 0;
    return now;
  }

  void count(Seen what) {
    seen.merge(what, 1, Integer::sum);
  }

  private void arrive(Work work) {
    trace.add("arrives " + work);
    waiting.put(work.id(), work);
    line = line.arrive(QueueItem.of(work.id(), work.endedAt(), work.priority(), work.afresh()));
    invariants.arrived(work);
  }

  private void callOff(AttemptId id) {
    trace.add("called off " + id);
    waiting.remove(id);
    line = line.without(List.of(id));
  }

  private void userCommits() {
    boolean breaks = !world.userHasBroken() && world.chance(0.3);
    world.userCommits(breaks || (world.userHasBroken() && world.chance(0.3)));
    trace.add("user commits; broken " + world.userHasBroken());
    line = line.moved(world.tip, world.tipTree);
  }

  private void environmentChanges() {
    world.environmentChanges();
    trace.add("environment out " + world.isOut());
    if (world.isOut()) {
      count(Seen.OUTAGE);
    }
  }

  private void crash() {
    trace.add("crash");
    count(Seen.CRASH);
    line =
        QueueState.at(options, world.tip, world.tipTree)
            .knowing(world.tipTree, green(world.tipTree));
    invariants.forget(durable);
    waiting.values().stream()
        .sorted(Comparator.comparing(Work::endedAt).thenComparing(Work::priority))
        .forEach(this::arriveAgain);
  }

  private void arriveAgain(Work work) {
    line = line.arrive(QueueItem.of(work.id(), work.endedAt(), work.priority(), work.afresh()));
    invariants.arrived(work);
  }

  private GateStatistics green(ObjectId tree) {
    GateStatistics known = durable.getOrDefault(tree, GateStatistics.NONE);
    return known.isGreen() ? known : GateStatistics.NONE;
  }

  private void gateEnds(ObjectId tree) {
    QueueState.ActiveGate sitting = Objects.requireNonNull(line.gates().get(tree));
    boolean cut = sitting.ending() && world.chance(0.8);
    Verdict verdict = cut ? new Verdict.Interrupted() : world.judge(tree);
    trace.add("gate ends " + tree.name().substring(0, 8) + " " + verdict);
    line = line.ended(tree, verdict, 1);
    GateStatistics now = line.of(tree);
    invariants.judged(tree, verdict);
    if (now.isFlaky()) {
      count(Seen.FLAKY);
    }
    if (now.isGreen()) {
      durable.put(tree, GateStatistics.GREEN);
    } else if (now.isConfirmedRed() && !tree.equals(world.tipTree)) {
      durable.put(tree, GateStatistics.confirmed(new Verdict.Red("known", "")));
    }
  }

  private void carryOut(Decision decision) {
    if (decision instanceof Decision.Build build) {
      build(build);
    } else if (decision instanceof Decision.Judge judge) {
      judge(judge);
    } else if (decision instanceof Decision.Abandon abandon) {
      count(Seen.ABANDONED);
      line = line.abandoned(abandon.tree());
    } else if (decision instanceof Decision.Land land) {
      land(land.items());
    } else if (decision instanceof Decision.Return back) {
      back(back);
    } else if (decision instanceof Decision.Hold) {
      hold();
    }
  }

  private void judge(Decision.Judge judge) {
    invariants.mayJudge(judge);
    if (judge.item().isEmpty()) {
      count(line.of(judge.tree()).isGreen() ? Seen.BASE_JUDGED_AGAIN : Seen.BASE_JUDGED);
    }
    world.begins(judge.tree());
    invariants.begins(judge.tree());
    line = line.began(judge.tree());
    if (line.gates().size() > 1) {
      count(Seen.OVERLAPPED);
    }
  }

  private void build(Decision.Build build) {
    QueueItem item = line.item(build.item()).orElseThrow();
    ObjectId tree = treeOf(build.base());
    int content = waits(build.item()).content();
    Built built = world.build(content, build.base(), tree);
    GateStatistics known = GateStatistics.NONE;
    if (built instanceof Built.Ready ready) {
      known = durable.getOrDefault(ready.candidate().tree(), GateStatistics.NONE);
    }
    line = line.built(build.item(), build.base(), built, known);
    QueueItem after = line.item(build.item()).orElseThrow();
    if (item.rejudge() && !after.rejudge()) {
      count(Seen.JUDGED_AFRESH);
      invariants.forget(after.candidate().orElseThrow().tree(), GateStatistics.NONE);
    }
    invariants.began(after.id());
  }

  /** A work that waits. */
  Work waits(AttemptId id) {
    return Optional.ofNullable(waiting.get(id)).orElseThrow();
  }

  private ObjectId treeOf(ObjectId commit) {
    Optional<ObjectId> unlanded =
        line.items().stream()
            .flatMap(each -> each.candidate().stream())
            .filter(each -> each.commit().equals(commit))
            .map(Candidate::tree)
            .findFirst();
    return unlanded.orElseGet(
        () -> {
          if (!commit.equals(world.tip)) {
            throw new AssertionError("builds on what is neither the tip nor a candidate");
          }
          return world.tipTree;
        });
  }

  private void land(List<AttemptId> ids) {
    if (surprised(0.05)) {
      count(Seen.SWAP_FAILED);
      userCommits();
      return;
    }
    invariants.mayLand(ids);
    Candidate top = line.item(ids.get(ids.size() - 1)).flatMap(QueueItem::candidate).orElseThrow();
    world.tip = top.commit();
    world.tipTree = top.tree();
    ids.forEach(waiting::remove);
    ids.forEach(id -> count(Seen.LANDED));
    if (ids.size() > 1) {
      count(Seen.LANDED_TOGETHER);
    }
    line = line.landed(ids);
  }

  private void back(Decision.Return back) {
    invariants.mayReturn(back);
    count(Seen.valueOf(back.why().name()));
    Work work = waits(back.item());
    waiting.remove(back.item());
    Optional<ObjectId> tree =
        line.item(back.item()).flatMap(QueueItem::candidate).map(Candidate::tree);
    line = line.returned(back.item(), back.why().isByGate());
    if (back.why() == Decision.Why.UNDECIDED) {
      tree.ifPresent(
          each -> invariants.forget(each, durable.getOrDefault(each, GateStatistics.NONE)));
    }
    if (surprised(0.5)) {
      toCome.add(work(work.content(), world.chance(0.5)));
    }
  }

  private void hold() {
    count(Seen.HOLD);
    invariants.mayHold();
    if (world.userHasBroken()) {
      world.userCommits(false);
      trace.add("user mends");
    }
    if (world.isOut()) {
      count(Seen.HELD_BY_OUTAGE);
      environmentChanges();
    }
    crash();
  }
}
