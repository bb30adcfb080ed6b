package dev.roundhouse.cli.output;

import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The last line of a screen, redrawn below lines that stay; draws nothing if no person is watching.
 * Safe for use by any number of threads.
 */
final class LiveStatusLine implements AutoCloseable {
  private static final int WIDTH = 100;
  private static final long PERIOD_MILLIS = 250;

  /** Events after which the same is under way as before. */
  private static final Set<Class<? extends RunEvent>> OTHERS =
      Set.of(
          RunEvent.Started.class,
          RunEvent.BacklogChanged.class,
          RunEvent.Noticed.class,
          RunEvent.Claimed.class,
          RunEvent.Flaked.class,
          RunEvent.FollowUpFiled.class,
          RunEvent.TargetFollowed.class,
          RunEvent.TargetWaits.class,
          RunEvent.Finished.class);

  private final PrintWriter out;
  private final boolean watched;
  private final InstantSource clock;
  private final Map<String, Work> underWay = new TreeMap<>();
  private final ScheduledExecutorService painter =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "roundhouse-screen");
            thread.setDaemon(true);
            return thread;
          });
  private int landed;
  private boolean closed;

  LiveStatusLine(PrintWriter out, boolean watched, InstantSource clock) {
    this.out = out;
    this.watched = watched;
    this.clock = clock;
    if (watched) {
      var unused =
          painter.scheduleAtFixedRate(
              this::draw, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  synchronized void learn(RunEvent event) {
    if (event instanceof RunEvent.Entered entered) {
      underWay.put(entered.issue().value(), new Work(entered.phase(), clock.instant()));
    } else if (event instanceof RunEvent.Discarded discarded) {
      underWay.put(discarded.issue().value(), new Work(Phase.QUEUE, clock.instant()));
    } else if (event instanceof RunEvent.Returned returned) {
      underWay.remove(returned.issue().value());
    } else if (event instanceof RunEvent.Branched left) {
      underWay.remove(left.issue().value());
    } else if (event instanceof RunEvent.Landed done) {
      underWay.remove(done.issue().value());
      landed++;
    } else if (!OTHERS.contains(event.getClass())) {
      throw new IllegalStateException("nothing is known of " + event.getClass().getName());
    }
  }

  synchronized void print(String line) {
    erase();
    out.println(line);
    out.flush();
  }

  private synchronized void draw() {
    if (closed || underWay.isEmpty()) {
      return;
    }
    StringBuilder line = new StringBuilder("  landed ").append(landed);
    Instant now = clock.instant();
    underWay.forEach(
        (issue, work) ->
            line.append("  [")
                .append(issue)
                .append(' ')
                .append(work.phase().word())
                .append(' ')
                .append(DurationText.of(Duration.between(work.since(), now)))
                .append(']'));
    erase();
    out.print(line.substring(0, Math.min(WIDTH, line.length())));
    out.flush();
  }

  private void erase() {
    if (watched) {
      out.print("\r\u001b[K");
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      erase();
      out.flush();
      painter.shutdownNow();
    }
  }

  /**
   * The current phase of one issue.
   *
   * @param phase the phase
   * @param since the time the phase began
   */
  private record Work(Phase phase, Instant since) {}
}
