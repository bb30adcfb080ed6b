package dev.roundhouse.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.graph.ReadySet.State;
import dev.roundhouse.core.issue.IssueId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept up to date change by change is what is found from scratch, after every change. */
class ReadySetTest {
  private static final int HISTORIES = 300;
  private static final int CHANGES = 60;
  private static final int LONG = 100_000;
  private static final List<State> STATES = List.of(State.values());

  private record Known(int rank, State state, Set<IssueId> blockers) {}

  private static IssueId id(int number) {
    return new IssueId("T-" + number);
  }

  /** The plain meaning: sums become done one by one, beginning with none. */
  private static Set<IssueId> done(Map<IssueId, Known> all) {
    Set<IssueId> done = new HashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Map.Entry<IssueId, Known> each : all.entrySet()) {
        Known known = each.getValue();
        boolean sum =
            known.state == State.EPIC
                && !known.blockers.isEmpty()
                && done.containsAll(known.blockers);
        if (known.state == State.DONE || sum) {
          more |= done.add(each.getKey());
        }
      }
    }
    return done;
  }

  private static List<IssueId> ready(Map<IssueId, Known> all) {
    Set<IssueId> done = done(all);
    return all.entrySet().stream()
        .filter(each -> each.getValue().state == State.WORKABLE)
        .filter(each -> done.containsAll(each.getValue().blockers))
        .sorted(
            Comparator.comparing((Map.Entry<IssueId, Known> each) -> each.getValue().rank)
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void change(Random random, ReadySet<Integer> kept, Map<IssueId, Known> all) {
    IssueId id = id(random.nextInt(12));
    State state = STATES.get(random.nextInt(STATES.size()));
    switch (random.nextInt(4)) {
      case 0 -> {
        kept.remove(id);
        all.remove(id);
      }
      case 1 -> {
        kept.set(id, state);
        all.computeIfPresent(id, (key, old) -> new Known(old.rank, state, old.blockers));
      }
      default -> {
        Set<IssueId> blockers = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          blockers.add(id(random.nextInt(14))); // itself, circles and unknown ones among them
        }
        int rank = random.nextInt(3);
        kept.put(id, rank, state, blockers);
        all.put(id, new Known(rank, state, blockers));
      }
    }
  }

  @Test
  void afterAnyHistoryItIsWhatIsFoundFromScratch() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      ReadySet<Integer> kept = new ReadySet<>();
      Map<IssueId, Known> all = new HashMap<>();
      for (int i = 0; i < CHANGES; i++) {
        change(random, kept, all);
        assertThat(kept.ready()).as("seed %d", seed).containsExactlyElementsOf(ready(all));
        Set<IssueId> done = done(all);
        for (Map.Entry<IssueId, Known> each : all.entrySet()) {
          assertThat(kept.isDone(each.getKey())).isEqualTo(done.contains(each.getKey()));
          Set<IssueId> open = new HashSet<>(each.getValue().blockers);
          open.removeAll(done);
          assertThat(kept.waitsFor(each.getKey())).as("seed %d", seed).isEqualTo(open);
        }
      }
    }
  }

  @Test
  void aDeferredFailedOrUnknownBlockerBlocks() {
    ReadySet<Integer> set = new ReadySet<>();
    set.put(id(1), 0, State.WORKABLE, Set.of(id(2), id(3)));
    set.put(id(2), 0, State.OFF, Set.of());
    assertThat(set.waitsFor(id(1))).containsExactly(id(2), id(3));
    set.set(id(2), State.DONE);
    assertThat(set.isReady(id(1))).isFalse();
    set.put(id(3), 0, State.DONE, Set.of());
    assertThat(set.ready()).containsExactly(id(1));
  }

  @Test
  void anEpicIsDoneWithItsLastChildAndFreesWhatWaitsForIt() {
    ReadySet<Integer> set = new ReadySet<>();
    set.put(id(9), 0, State.EPIC, Set.of(id(1), id(2)));
    set.put(id(1), 0, State.DONE, Set.of());
    set.put(id(2), 0, State.WORKABLE, Set.of());
    set.put(id(3), 0, State.WORKABLE, Set.of(id(9)));
    assertThat(set.ready()).containsExactly(id(2));
    set.set(id(2), State.DONE);
    assertThat(set.ready()).containsExactly(id(3));
    set.set(id(1), State.WORKABLE);
    assertThat(set.ready()).containsExactly(id(1));
  }

  @Test
  void aChainOfAHundredThousandIsWorkedOffStepByStepAndSumsFallLikeDominoes() {
    ReadySet<Integer> set = new ReadySet<>();
    for (int i = 0; i < LONG; i++) {
      set.put(id(i), 0, State.WORKABLE, i == 0 ? Set.of() : Set.of(id(i - 1)));
    }
    for (int i = 0; i < LONG; i++) {
      assertThat(set.size()).isEqualTo(1);
      assertThat(set.isReady(id(i))).isTrue();
      set.set(id(i), State.DONE);
    }
    ReadySet<Integer> sums = new ReadySet<>();
    for (int i = 1; i < LONG; i++) {
      sums.put(id(i), 0, State.EPIC, Set.of(id(i - 1)));
    }
    sums.put(id(0), 0, State.DONE, Set.of());
    assertThat(sums.isDone(id(LONG - 1))).isTrue();
    sums.remove(id(0));
    assertThat(sums.isDone(id(LONG - 1))).isFalse();
  }
}
