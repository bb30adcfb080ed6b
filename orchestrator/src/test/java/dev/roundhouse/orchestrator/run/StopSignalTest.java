package dev.roundhouse.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Race;
import dev.roundhouse.orchestrator.run.StopSignal.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Every listener hears of every rise, in order, whatever the others do. */
class StopSignalTest {
  private final StopSignal signal = new StopSignal();
  private final List<Level> heard = new ArrayList<>(); // not safe for threads, on purpose

  @Test
  void aRiseWithinARiseIsHeardAfterIt() {
    signal.onRaise(level -> signal.raise(Level.INTERRUPT));
    signal.onRaise(heard::add);

    signal.raise(Level.DRAIN);

    assertThat(heard).containsExactly(Level.DRAIN, Level.INTERRUPT);
  }

  @Test
  void aListenerThatFailsHidesNothingFromTheOthers() {
    signal.onRaise(
        level -> {
          throw new IllegalStateException("on purpose");
        });
    signal.onRaise(
        level -> {
          throw new StackOverflowError("on purpose");
        });
    signal.onRaise(heard::add);

    assertThat(signal.raise(Level.DRAIN)).isTrue();
    assertThat(signal.raise(Level.INTERRUPT)).isTrue();

    assertThat(heard).containsExactly(Level.DRAIN, Level.INTERRUPT);
  }

  @Test
  void whoComesLateHearsTheLevelThatHolds() {
    signal.raise(Level.INTERRUPT);
    signal.onRaise(heard::add);

    assertThat(heard).containsExactly(Level.INTERRUPT);
  }

  @RepeatedTest(200)
  void risesOfTwoThreadsAreHeardInOrder() {
    List<Level> levels = List.of(Level.DRAIN, Level.INTERRUPT);
    signal.onRaise(
        level -> {
          LockSupport.parkNanos(100_000); // a listener that takes a while can be overtaken
          heard.add(level);
        });

    AtomicInteger turn = new AtomicInteger();
    Race.of(2).run(() -> signal.raise(levels.get(turn.getAndIncrement())));

    assertThat(heard).isSorted().endsWith(Level.INTERRUPT).doesNotHaveDuplicates();
  }
}
