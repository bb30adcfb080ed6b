package dev.roundhouse.orchestrator.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The urgency with which a run must stop; it only ever rises.
 *
 * <p>Safe for use by any number of threads; proven by {@code StopSignalRaces}.
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

  private final List<Consumer<Level>> listeners = new ArrayList<>();
  private Level level = Level.NONE;

  /** Creates a signal that has not been raised. */
  public StopSignal() {}

  /** Returns the urgency with which the run must stop. */
  public synchronized Level level() {
    return level;
  }

  /**
   * Raises the level to {@code to}; returns true for the one call that raised it that high, false
   * if it was already as high. That call notifies the listeners, outside any lock.
   */
  public boolean raise(Level to) {
    List<Consumer<Level>> told;
    synchronized (this) {
      if (to.compareTo(level) <= 0) {
        return false;
      }
      level = to;
      told = List.copyOf(listeners);
    }
    told.forEach(each -> each.accept(to));
    return true;
  }

  /**
   * Registers {@code listener} for every rise from now on, and notifies it at once if there was one
   * before.
   */
  public void onRaise(Consumer<Level> listener) {
    Level now;
    synchronized (this) {
      listeners.add(listener);
      now = level;
    }
    if (now != Level.NONE) {
      listener.accept(now);
    }
  }
}
