package dev.roundhouse.orchestrator.internal.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.internal.landing.QueueState.QueueItem;
import dev.roundhouse.orchestrator.options.LandingOptions;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/** Who stands before whom in the line. */
class QueueItemTest {
  private static final Instant THEN = Instant.parse("2026-01-02T00:00:00Z");
  private static final ObjectId TIP = ObjectId.fromString("1".repeat(40));

  private static QueueItem item(int seconds, int priority, int rivals) {
    return QueueItem.of(AttemptId.fresh(), THEN.plusSeconds(seconds), new Priority(priority), false)
        .against(rivals);
  }

  private static List<AttemptId> order(QueueItem... arriving) {
    QueueState line = QueueState.at(LandingOptions.DEFAULT, TIP, TIP);
    for (QueueItem each : arriving) {
      line = line.arrive(each);
    }
    return line.items().stream().map(QueueItem::id).toList();
  }

  @Test
  void whoFinishedFirstGoesFirstAndThenTheMoreUrgent() {
    QueueItem first = item(0, 4, 0);
    QueueItem second = item(1, 1, 0);
    QueueItem urgent = item(1, 0, 0);

    assertThat(order(second, urgent, first)).containsExactly(first.id(), urgent.id(), second.id());
  }

  @Test
  void whoConflictsWithFewerGoesFirstAmongThoseThatFinishedAboutTheSameTime() {
    QueueItem contested = item(0, 0, 2);
    QueueItem rival = item(10, 2, 1);
    QueueItem free = item(20, 4, 0);
    QueueItem later = item(400, 0, 0);

    assertThat(order(contested, rival, free))
        .containsExactly(free.id(), rival.id(), contested.id());
    assertThat(order(contested, later))
        .as("it is not overtaken for ever")
        .containsExactly(contested.id(), later.id());
  }

  @Test
  void whatHasBegunIsNotOvertaken() {
    QueueItem contested = item(0, 0, 2).with(TIP, new Built.Nothing(), false);

    assertThat(contested.isStarted()).isTrue();
    assertThat(contested.yieldsTo(item(1, 0, 0))).isFalse();
  }
}
