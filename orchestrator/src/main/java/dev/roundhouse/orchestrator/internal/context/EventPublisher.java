package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reports events to a listener, one at a time and in order, without a lock: the thread that adds to
 * an idle queue delivers until it is empty. A listener that fails, in whatever way, is logged and
 * receives the next event.
 *
 * <p>Safe for use by any number of threads; proven by {@code EventPublisherTest}.
 */
public final class EventPublisher {
  private static final Logger LOG = System.getLogger(EventPublisher.class.getName());

  private final RunListener listener;
  private final Queue<RunEvent> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger undelivered = new AtomicInteger();

  /** Creates a publisher for {@code listener}. */
  public EventPublisher(RunListener listener) {
    this.listener = listener;
  }

  /** Reports {@code event} to the listener, now or right after the current event. */
  public void publish(RunEvent event) {
    events.add(event);
    if (undelivered.getAndIncrement() > 0) {
      return;
    }
    do {
      RunEvent next = events.poll();
      if (next != null) {
        deliver(next);
      }
    } while (undelivered.decrementAndGet() > 0);
  }

  /** Reports something that needs no attention. */
  public void note(String message) {
    publish(new RunEvent.Noticed(false, message));
  }

  /** Reports something that needs a person's attention. */
  public void warn(String message) {
    publish(new RunEvent.Noticed(true, message));
  }

  private void deliver(RunEvent event) {
    try {
      listener.on(event);
    } catch (Throwable fault) { // foreign code: whatever it does, the next event is delivered
      LOG.log(Level.WARNING, "a run listener failed on " + event, fault);
    }
  }
}
