package dev.roundhouse.orchestrator.run;

import com.google.common.util.concurrent.Uninterruptibles;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * The urgency with which a run must stop; it only ever rises.
 *
 * <p>Listeners are notified one at a time and outside any lock, each of every rise in its order.
 * One that fails is logged, and keeps nothing from the others.
 *
 * <p>Safe for use by any number of threads; proven by {@code StopSignalRaces} and {@code
 * StopSignalTest}.
 */
public final class StopSignal {
  /** The levels of urgency. */
  public enum Level {
    /** Continue. */
    NONE,
    /** Start nothing new; finish the work under way. */
    DRAIN,
    /** Stop unfinished work at once and keep it. */
    INTERRUPT
  }

  @GuardedBy("this")
  private final List<Consumer<Level>> listeners = new ArrayList<>();

  @GuardedBy("this")
  private final Queue<Runnable> undelivered = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean isDelivering; // on some thread, until nothing is undelivered

  @GuardedBy("this")
  private Level level = Level.NONE;

  /** Creates a signal that has not been raised. */
  public StopSignal() {}

  /** Returns the urgency with which the run must stop. */
  public synchronized Level level() {
    return level;
  }

  /**
   * Raises the level to {@code to}; returns true for the one call that raised it that high, false
   * if it was already as high. That call notifies the listeners before it returns, unless another
   * thread notifies them at that moment: then that one goes on with this rise.
   */
  public boolean raise(Level to) {
    synchronized (this) {
      if (to.compareTo(level) <= 0) {
        return false;
      }
      level = to;
      listeners.forEach(each -> undelivered.add(() -> each.accept(to)));
    }
    deliver();
    return true;
  }

  /**
   * Registers {@code listener} for every rise from now on, and notifies it as {@link #raise} does
   * if there was one before.
   */
  public void onRaise(Consumer<Level> listener) {
    synchronized (this) {
      listeners.add(listener);
      Level now = level;
      if (now != Level.NONE) {
        undelivered.add(() -> listener.accept(now));
      }
    }
    deliver();
  }

  /**
   * Interrupts the run when this JVM is shut down, as by Ctrl-C or SIGTERM: the level is raised to
   * {@link Level#INTERRUPT}, and the JVM ends once what is returned has been closed, or {@code
   * longest} is over. Close it when the run has ended; from then on a shutdown does nothing here.
   *
   * <pre>{@code
   * try (StopSignal.ShutdownHook hook = stop.onShutdown(Duration.ofSeconds(30))) {
   *   orchestrator.run();
   * }
   * }</pre>
   *
   * <p>Any number may be registered, also for one signal. If the JVM is being shut down already,
   * the level is raised at once.
   *
   * @param longest the longest time to hold up the end of the JVM
   */
  public ShutdownHook onShutdown(Duration longest) {
    ShutdownHook hook = new ShutdownHook(this, longest);
    try {
      Runtime.getRuntime().addShutdownHook(hook.thread);
    } catch (IllegalStateException shuttingDown) {
      raise(Level.INTERRUPT);
    }
    return hook;
  }

  /** Stops a run when the JVM is shut down, until it is closed. Closing it twice is harmless. */
  public static final class ShutdownHook implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private ShutdownHook(StopSignal signal, Duration longest) {
      this.thread = new Thread(() -> stop(signal, longest), "roundhouse-shutdown");
    }

    private void stop(StopSignal signal, Duration longest) {
      signal.raise(Level.INTERRUPT);
      if (!Uninterruptibles.awaitUninterruptibly(closed, longest)) {
        log().log(System.Logger.Level.WARNING, "a run did not end in time before the JVM");
      }
    }

    /** Lets the JVM end without this signal. */
    @Override
    public void close() {
      closed.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(thread);
      } catch (IllegalStateException shuttingDown) {
        log().log(System.Logger.Level.DEBUG, "the JVM is being shut down", shuttingDown);
      }
    }
  }

  private void deliver() {
    for (Optional<Runnable> next = first(); next.isPresent(); next = next()) {
      try {
        next.get().run();
      } catch (Throwable fault) { // foreign code: whatever it does, the next one is notified
        log().log(System.Logger.Level.WARNING, "a listener of the stop signal failed", fault);
      }
    }
  }

  /** Returns what to deliver first; empty if another thread delivers. */
  private synchronized Optional<Runnable> first() {
    return isDelivering ? Optional.empty() : next();
  }

  private synchronized Optional<Runnable> next() {
    isDelivering = !undelivered.isEmpty();
    return Optional.ofNullable(undelivered.poll());
  }

  /** Returns the logger, which is set up when it is needed: few signals have anything to say. */
  private static System.Logger log() {
    return System.getLogger(StopSignal.class.getName());
  }
}
