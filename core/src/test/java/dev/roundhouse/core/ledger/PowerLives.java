package dev.roundhouse.core.ledger;

import dev.roundhouse.core.testing.Change;
import dev.roundhouse.core.testing.Stopper;
import dev.roundhouse.core.testing.WatchedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * The moments of many lives of a ledger: a whole one, one of three that commit at once, and those
 * in which its process is killed at some change, another one, which came later or was there before,
 * finds what it left and goes on, and only then the power goes.
 */
final class PowerLives {
  private static final int NEVER = Integer.MAX_VALUE;

  private final Path root;
  private final Predicate<Change> lie;
  private final List<List<PowerMoment>> lives = new ArrayList<>();

  private PowerLives(Path root, Predicate<Change> lie) {
    this.root = root;
    this.lie = lie;
  }

  /** The whole life only, on a disk that only says it did what is a lie. */
  static PowerLives onLyingDisk(Path root, Predicate<Change> lie) throws IOException {
    PowerLives one = new PowerLives(root, lie);
    one.lives.add(one.life(NEVER, Stopper.When.BEFORE, false));
    return one;
  }

  static PowerLives in(Path root) throws IOException {
    PowerLives all = onLyingDisk(root, change -> false);
    all.lives.add(all.crowd());
    int changes = CrashRun.whole(root.resolve("rehearsal")).made().size();
    for (int number = 0; number < changes; number++) {
      for (boolean beside : new boolean[] {false, true}) {
        all.lives.add(all.life(number, Stopper.When.BEFORE, beside));
        all.lives.add(all.life(number, Stopper.When.HALF, beside));
      }
    }
    return all;
  }

  private List<PowerMoment> life(int number, Stopper.When when, boolean beside) throws IOException {
    Path directory = root.resolve("life-" + lives.size());
    PowerLog log = new PowerLog(directory, lie);
    Stopper.End end =
        () -> {
          throw new IOException("killed");
        };
    Stopper stopper = new Stopper(number, when, log, end);
    try (LedgerLife other = new LedgerLife(directory, new WatchedDisk(log))) {
      if (beside) {
        other.view();
      }
      try (LedgerLife life = new LedgerLife(directory, new WatchedDisk(stopper))) {
        live(life, life.acts(), log);
        return number == NEVER ? log.moments() : List.of();
      } catch (IOException stopped) {
        if (stopper.stoppedAt() == null) {
          throw stopped;
        }
      }
      Change last = stopper.stoppedAt();
      if (when == Stopper.When.HALF && last != null && last.kind() != Change.Kind.WRITE) {
        return List.of(); // nothing but a write has a half
      }
      int before = log.moments().size();
      live(other, other.afterlife(), log);
      return log.moments().subList(before, log.moments().size());
    }
  }

  private static void live(LedgerLife life, List<LedgerLife.Act> acts, PowerLog log)
      throws IOException {
    for (LedgerLife.Act each : acts) {
      log.began(each.step());
      each.body().run();
      LedgerLife.steps(life.view()).forEach(log::acknowledged);
      log.nothingIsUnderWay();
    }
  }

  /**
   * Three commit at once: each has appended its step before the first of them forces. The next is
   * let in just where the one before is about to force.
   */
  private List<PowerMoment> crowd() throws IOException {
    Path directory = root.resolve("life-" + lives.size());
    PowerLog log = new PowerLog(directory, lie);
    Deque<LedgerLife> waiting = new ArrayDeque<>();
    try (LedgerLife one = new LedgerLife(directory, new WatchedDisk(new Door(log, waiting, 1)));
        LedgerLife two = new LedgerLife(directory, new WatchedDisk(new Door(log, waiting, 3)));
        LedgerLife three = new LedgerLife(directory, new WatchedDisk(new Door(log, waiting, 5)))) {
      for (LedgerLife each : List.of(one, two, three)) {
        each.view();
      }
      waiting.add(two);
      waiting.add(three);
      log.began(1);
      one.step(1);
      log.acknowledged(1);
    }
    return log.moments();
  }

  /**
   * Lets the next one in before a force.
   *
   * @param log hears of every change
   * @param waiting who waits
   * @param step the last step before
   */
  private record Door(PowerLog log, Deque<LedgerLife> waiting, int step)
      implements WatchedDisk.Watcher {
    @Override
    public void before(Change change) throws IOException {
      if (change.kind() == Change.Kind.FORCE && !waiting.isEmpty()) {
        log.began(step + 2);
        waiting.remove().step(step + 2);
        log.acknowledged(step + 2);
      }
    }

    @Override
    public void after(Change change) {
      log.after(change);
    }
  }

  /** How many moments there are, and how many states after them. */
  String figures() {
    LongStream states = lives.stream().flatMap(List::stream).mapToLong(PowerMoment::states);
    return lives.size()
        + " lives, "
        + lives.stream().mapToInt(List::size).sum()
        + " moments, "
        + states.sum()
        + " states";
  }

  PowerMoment moment(State state) {
    return lives.get(state.life()).get(state.moment());
  }

  /** About {@code most} states: half of them of the first two lives; all of a moment if few. */
  List<State> sample(int most, Random random) {
    List<State> moments = new ArrayList<>();
    List<State> others = new ArrayList<>();
    for (int life = 0; life < lives.size(); life++) {
      for (int moment = 0; moment < lives.get(life).size(); moment++) {
        (life < 2 ? moments : others).add(new State(life, moment, 0));
      }
    }
    List<State> sample = spread(moments, most / 2, random);
    sample.addAll(spread(others, most - sample.size(), random));
    return sample;
  }

  private List<State> spread(List<State> moments, int most, Random random) {
    Collections.shuffle(moments, random);
    List<State> chosen = new ArrayList<>(moments.subList(0, Math.min(most, moments.size())));
    chosen.sort(Comparator.comparingLong(each -> moment(each).states()));
    List<State> sample = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      int share = (most - sample.size()) / (chosen.size() - i);
      sample.addAll(some(chosen.get(i), share, random));
    }
    return sample;
  }

  private List<State> some(State moment, int share, Random random) {
    long states = moment(moment).states();
    LongStream numbers =
        states <= share
            ? LongStream.range(0, states)
            : LongStream.generate(() -> random.nextLong(states)).distinct().limit(share);
    return numbers.mapToObj(each -> new State(moment.life(), moment.moment(), each)).toList();
  }

  /**
   * One state of a disk after a loss of power.
   *
   * @param life in which life
   * @param moment at which moment of it
   * @param state which of that moment's states
   */
  record State(int life, int moment, long state) {
    static State of(String name) {
      String[] parts = name.split(":", 3);
      return new State(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }

    @Override
    public String toString() {
      return life + ":" + moment + ":" + state;
    }
  }
}
