package dev.roundhouse.orchestrator.internal.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Race;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** One event at a time, none lost, and a listener that fails harms nobody. */
class EventPublisherTest {
  @RepeatedTest(5)
  void eightThreadsAreHeardOneAtATime() {
    List<RunEvent> heard = new ArrayList<>(); // not safe for threads, on purpose
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    EventPublisher publisher =
        new EventPublisher(
            event -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              heard.add(event);
              inside.decrementAndGet();
            });

    Race.of(8)
        .run(
            () -> {
              for (int i = 0; i < 500; i++) {
                publisher.note("event");
              }
              return 0;
            });

    assertThat(heard).hasSize(4_000);
    assertThat(most).hasValue(1);
  }

  @Test
  void aListenerThatFailsHearsTheNextEventAllTheSame() {
    List<RunEvent> heard = new ArrayList<>();
    EventPublisher publisher =
        new EventPublisher(
            event -> {
              heard.add(event);
              throw new IllegalStateException("on purpose");
            });
    publisher.note("one");
    publisher.warn("two");
    assertThat(heard).hasSize(2);
  }

  @Test
  void anErrorOfTheListenerSilencesNothingThatFollows() {
    List<RunEvent> heard = new ArrayList<>();
    EventPublisher publisher =
        new EventPublisher(
            event -> {
              heard.add(event);
              throw new StackOverflowError("on purpose");
            });
    publisher.note("one");
    publisher.warn("two");
    assertThat(heard).hasSize(2);
  }
}
