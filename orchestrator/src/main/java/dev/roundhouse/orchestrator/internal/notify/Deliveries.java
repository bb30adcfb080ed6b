package dev.roundhouse.orchestrator.internal.notify;

import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.options.DeliveryOptions.Occasion;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The messages for one recipient, delivered one after the other on a thread of their own, each with
 * a few tries. Safe for use by any number of threads.
 */
final class Deliveries {
  private static final int MOST_WAITING = 10_000;
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LAST_STEPS = Duration.ofSeconds(5); // to end a command

  private final Recipient recipient;
  private final Set<Occasion> on;
  private final CompletableFuture<Void> stop;
  private final BlockingQueue<Optional<Message>> waiting = new LinkedBlockingQueue<>();
  private final AtomicReference<Trouble> trouble = new AtomicReference<>(Trouble.NONE);
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  /** The messages not delivered since the last question: how many, and the last one. */
  private record Trouble(int count, String last) {
    static final Trouble NONE = new Trouble(0, "");
  }

  /**
   * Begins.
   *
   * @param on what the recipient is notified of
   * @param stop completes when there is no more time
   */
  Deliveries(Recipient recipient, Set<Occasion> on, CompletableFuture<Void> stop) {
    this.recipient = recipient;
    this.on = on;
    this.stop = stop;
    Thread thread = new Thread(this::work, "roundhouse-notify");
    thread.setDaemon(true);
    thread.start();
  }

  /** Delivers {@code message} soon, if the recipient is notified of such. */
  void add(Message message) {
    if (message.on().stream().noneMatch(on::contains)) {
      return;
    }
    if (waiting.size() < MOST_WAITING) {
      waiting.add(Optional.of(message));
    } else {
      note(message, "too many wait for it");
    }
  }

  /** Ends as soon as everything is delivered; the result completes then. */
  CompletableFuture<Void> end() {
    waiting.add(Optional.empty());
    return over;
  }

  /** Waits until nothing is under way any more, after {@code stop}. */
  void awaitEnd() {
    over.completeOnTimeout(null, LAST_STEPS.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private void work() {
    try {
      Optional<Message> next = waiting.take();
      while (next.isPresent()) {
        deliver(next.get());
        next = waiting.take();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      over.complete(null);
    }
  }

  private void deliver(Message message) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int tries = 1; ; tries++) {
      try {
        if (stop.isDone()) {
          throw new Recipient.UndeliveredException("the run ended before its turn", false);
        }
        recipient.deliver(message, stop);
        return;
      } catch (Recipient.UndeliveredException failed) {
        if (!failed.isRepeatable() || tries == TRIES || isStoppedWithin(pause)) {
          String often = tries == 1 ? "" : ", " + tries + " times";
          note(message, failed.getMessage() + often);
          return;
        }
      } catch (RuntimeException fault) {
        note(message, fault.toString());
        return;
      }
      pause = pause.multipliedBy(2);
    }
  }

  private boolean isStoppedWithin(Duration pause) throws InterruptedException {
    try {
      stop.get(pause.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException goesOn) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void note(Message message, String why) {
    trouble.updateAndGet(before -> new Trouble(before.count() + 1, message.subject() + ": " + why));
  }

  /** Returns what was not delivered since the last call, for people; empty if all was. */
  Optional<String> trouble() {
    Trouble now = trouble.getAndSet(Trouble.NONE);
    return now.count() == 0
        ? Optional.empty()
        : Optional.of(
            Plural.of(now.count(), "message")
                + " did not reach "
                + recipient.name()
                + "; the last one was "
                + now.last());
  }
}
