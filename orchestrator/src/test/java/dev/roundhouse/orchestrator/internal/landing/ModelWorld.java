package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A repository, a gate and a user, as far as landing sees them: a tree is the works it holds and
 * how many commits of the user's; some works are broken, some pairs are broken together, some
 * collide, some are the same work twice, and the user breaks the target now and then. What gates
 * need beside the tree breaks and heals. The gate is red where nothing is wrong, or comes to no
 * end, as often as the dice say.
 */
final class ModelWorld {
  final Random dice;
  private final int works;
  private final Set<Integer> broken = new HashSet<>();
  private final Set<Set<Integer>> brokenPairs = new HashSet<>();
  private final Set<Set<Integer>> colliding = new HashSet<>();
  private final Map<Integer, Integer> twins = new HashMap<>();
  private final List<Boolean> userBroke = new ArrayList<>(List.of(false));
  private final Map<Tree, ObjectId> trees = new HashMap<>();
  private final Map<ObjectId, Tree> contents = new HashMap<>();
  private final Map<List<Object>, Candidate> commits = new HashMap<>();
  private final Map<ObjectId, Integer> flaked = new HashMap<>();
  private final Map<ObjectId, Set<Integer>> suffered = new HashMap<>(); // outages, by tree
  private final Map<ObjectId, Integer> looked = new HashMap<>(); // what gates under way saw
  private final double flakes;
  private final double hangs;
  private int outages;
  private int outage; // the number of the one there is, or 0
  private int ids;
  ObjectId tip;
  ObjectId tipTree;

  ModelWorld(Random dice, int works) {
    this.dice = dice;
    this.works = works;
    this.flakes = pick(0, 0, 0.05, 0.3);
    this.hangs = pick(0, 0, 0.05, 0.3);
    double wrong = pick(0, 0.1, 0.4);
    for (int i = 0; i < works; i++) {
      scatter(i, wrong);
    }
    this.tip = fresh();
    this.tipTree = id(new Tree(Set.of(), 0));
  }

  private void scatter(int work, double wrong) {
    if (dice.nextDouble() < wrong) {
      broken.add(work);
    }
    if (work == 0) {
      return;
    }
    int other = dice.nextInt(work);
    if (dice.nextDouble() < wrong) {
      brokenPairs.add(Set.of(work, other));
    }
    if (dice.nextDouble() < wrong / 2) {
      colliding.add(Set.of(work, dice.nextInt(work)));
    }
    if (dice.nextDouble() < 0.03) {
      twins.put(work, other);
    }
  }

  private double pick(double... choices) {
    return choices[dice.nextInt(choices.length)];
  }

  boolean chance(double share) {
    return dice.nextDouble() < share;
  }

  /** How many works there are. */
  int works() {
    return works;
  }

  /** Somebody commits to the target, and the tip takes it in. */
  void userCommits(boolean breaks) {
    userBroke.add(breaks);
    tip = fresh();
    tipTree = id(new Tree(content(tipTree).works(), userBroke.size() - 1));
  }

  boolean userHasBroken() {
    return userBroke.get(userBroke.size() - 1);
  }

  /** What comes of building {@code work} on a commit that has {@code tree}. */
  Built build(int work, ObjectId base, ObjectId tree) {
    Tree under = content(tree);
    Integer twin = twins.get(work);
    if (under.works().contains(work) || (twin != null && under.works().contains(twin))) {
      return new Built.Nothing();
    }
    for (int each : under.works()) {
      if (colliding.contains(Set.of(work, each))) {
        return new Built.Conflicting(List.of("file-" + each));
      }
    }
    return new Built.Ready(
        commits.computeIfAbsent(List.of(base, work), same -> candidate(work, base, under)));
  }

  private Candidate candidate(int work, ObjectId base, Tree under) {
    Set<Integer> all = new TreeSet<>(under.works());
    all.add(work);
    return new Candidate(fresh(), id(new Tree(all, under.user())), base, false, Set.of());
  }

  /** Whether nothing is wrong with {@code tree}, whatever a gate says. */
  boolean isSound(ObjectId tree) {
    Tree content = content(tree);
    return !userBroke.get(content.user())
        && content.works().stream().noneMatch(broken::contains)
        && brokenPairs.stream().noneMatch(content.works()::containsAll);
  }

  /** How many flakes and outages made the gate red though nothing was wrong with {@code tree}. */
  int falseCauses(ObjectId tree) {
    return flaked.getOrDefault(tree, 0) + suffered.getOrDefault(tree, Set.of()).size();
  }

  /** What gates need breaks, or heals. */
  void environmentChanges() {
    outage = isOut() ? 0 : ++outages;
  }

  /** Whether what gates need is broken. */
  boolean isOut() {
    return outage > 0;
  }

  /** A gate begins; it needs its environment either now or only when it ends. */
  void begins(ObjectId tree) {
    if (chance(0.5)) {
      looked.put(tree, outage);
    } else {
      looked.remove(tree);
    }
  }

  /** A gate says what it says. */
  Verdict judge(ObjectId tree) {
    int out = looked.getOrDefault(tree, outage);
    if (chance(hangs)) {
      return new Verdict.Undecided("took too long", "");
    }
    if (!isSound(tree)) {
      return new Verdict.Red("wrong", "");
    }
    if (out > 0) {
      suffered.computeIfAbsent(tree, none -> new HashSet<>()).add(out);
      return new Verdict.Red("outage", "");
    }
    if (chance(flakes)) {
      flaked.merge(tree, 1, Integer::sum);
      return new Verdict.Red("flaked", "");
    }
    return new Verdict.Green();
  }

  private Tree content(ObjectId tree) {
    return Objects.requireNonNull(contents.get(tree));
  }

  private ObjectId id(Tree content) {
    ObjectId id = trees.computeIfAbsent(content, same -> fresh());
    contents.put(id, content);
    return id;
  }

  private ObjectId fresh() {
    return new ObjectId(++ids, 0, 0, 0, 0);
  }

  /** What a tree holds: works, and the user's commits up to one. */
  private record Tree(Set<Integer> works, int user) {}
}
