package dev.roundhouse.orchestrator.internal.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The landing queue decides its way through 2,000 random histories, 100,000 with {@code
 * -Dproofs.full=true}, or only the one a failure names with {@code -Dqueue.seed=N}.
 */
@Tag("slow")
class SpeculationTest {
  private static final int MOST = Boolean.getBoolean("proofs.full") ? 100_000 : 2_000;
  private static final int TAIL = 60;

  @Test
  void whatLandsIsGreenInOrderAndNothingIsLostOrBlamedWrongly() {
    Long only = Long.getLong("queue.seed");
    Map<History.Seen, Integer> seen = new EnumMap<>(History.Seen.class);
    LongStream seeds = only == null ? LongStream.range(0, MOST) : LongStream.of(only);
    seeds.forEach(
        seed -> live(seed).forEach((what, times) -> seen.merge(what, times, Integer::sum)));
    if (only == null) {
      assertThat(seen).as("everything has happened").containsOnlyKeys(History.Seen.values());
      assertThat(seen.values()).allMatch(times -> times > MOST / 100);
    }
  }

  private static Map<History.Seen, Integer> live(long seed) {
    History history = new History(seed);
    try {
      history.live();
      return history.seen;
    } catch (AssertionError | RuntimeException broken) {
      int from = Math.max(0, history.trace.size() - TAIL);
      String tail =
          history.trace.subList(from, history.trace.size()).stream()
              .map(String::valueOf)
              .collect(Collectors.joining("\n  "));
      throw new AssertionError(
          "history "
              + seed
              + " ("
              + history.options
              + "); alone with -Dqueue.seed="
              + seed
              + "\n  "
              + tail
              + "\n"
              + broken.getMessage(),
          broken);
    }
  }
}
