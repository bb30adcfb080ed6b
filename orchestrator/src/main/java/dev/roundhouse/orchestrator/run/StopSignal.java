package dev.roundhouse.orchestrator.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How urgently a run is to stop; it only ever rises.
 *
 * <p>Safe for use by any number of threads; proven by {@code StopSignalRaces}.
 */
public final class StopSignal {
  /** How urgently. */
  public enum Level {
    /** Go on. */
    NONE,
    /** Start nothing new; finish what has begun. */
    DRAIN,
    /** Put down unfinished work at once, keeping it. */
    INTERRUPT
  }

  private final List<Consumer<Level>> listeners = new ArrayList<>();
  private Level level = Level.NONE;

  /** A signal that has not been raised. */
  public StopSignal() {}

  /** How urgently the run is to stop. */
  public synchronized Level level() {
    return level;
  }

  /**
   * Raises the level to {@code to}; true for the one call that raised it that high, false if it was
   * as high already. Listeners are told by that call, outside any lock.
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

  /** Has {@code listener} told of every rise from now on, and at once if there was one before. */
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
