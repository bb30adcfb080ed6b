package dev.roundhouse.orchestrator.run;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
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

  private static final System.Logger LOG = System.getLogger(StopSignal.class.getName());

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

  private void deliver() {
    for (Optional<Runnable> next = first(); next.isPresent(); next = next()) {
      try {
        next.get().run();
      } catch (Throwable fault) { // foreign code: whatever it does, the next one is notified
        LOG.log(System.Logger.Level.WARNING, "a listener of the stop signal failed", fault);
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
}
