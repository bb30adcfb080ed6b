package dev.roundhouse.orchestrator.options;

import java.util.OptionalInt;

/**
 * The options for landing finished work. Immutable.
 *
 * @param mode the way in which candidates are gated
 * @param gates the number of gates that run at once, 1 to 64
 * @param window the maximum depth of speculation in candidates, 1 to 256; for {@link
 *     Mode#SPECULATE}
 * @param size the maximum number of candidates in a batch, 1 to 256; for {@link Mode#BATCH}
 * @param waiting the number of finished attempts waiting to land from which no new one is started,
 *     1 to 10,000; empty for the usual, see {@link #mostWaiting}
 */
public record LandingOptions(Mode mode, int gates, int window, int size, OptionalInt waiting) {
  /** The largest allowed number of gates. */
  public static final int MAX_GATES = 64;

  /** The deepest allowed window and the largest allowed batch. */
  public static final int MAX_DEPTH = 256;

  /** The largest allowed number of finished attempts that wait. */
  public static final int MAX_WAITING = 10_000;

  private static final int EACH_GATE = 4; // so many wait for each gate
  private static final int EACH_WORKER = 2;

  /** The defaults: speculation, two gates at once, eight candidates deep; batches of eight. */
  public static final LandingOptions DEFAULT =
      new LandingOptions(Mode.SPECULATE, 2, 8, 8, OptionalInt.empty());

  /** The ways in which candidates are gated. */
  public enum Mode {
    /** Each candidate on top of those ahead of it, several at a time. */
    SPECULATE,
    /** A stack of candidates, judged at its top; a red stack is halved. */
    BATCH,
    /** One candidate after the other, each on the tip. */
    SERIAL;

    /** Returns the word in the configuration. */
    public String word() {
      return OptionValues.word(this);
    }

    /**
     * Returns the mode with that word.
     *
     * @throws IllegalArgumentException if there is none; the message names the known ones
     */
    public static Mode of(String word) {
      return OptionValues.choice(Mode.class, "mode", word);
    }
  }

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming the value that is out of range
   */
  public LandingOptions {
    OptionValues.within("gates", gates, MAX_GATES);
    OptionValues.within("window", window, MAX_DEPTH);
    OptionValues.within("size", size, MAX_DEPTH);
    if (waiting.isPresent()) {
      OptionValues.within("waiting", waiting.getAsInt(), MAX_WAITING);
    }
  }

  /** Returns the same options in {@code mode}. */
  public LandingOptions in(Mode wanted) {
    return new LandingOptions(wanted, gates, window, size, waiting);
  }

  /** Returns the same options with {@code count} gates at once. */
  public LandingOptions withGates(int count) {
    return new LandingOptions(mode, count, window, size, waiting);
  }

  /** Returns the same options with at most {@code count} finished attempts waiting to land. */
  public LandingOptions withWaiting(int count) {
    return new LandingOptions(mode, gates, window, size, OptionalInt.of(count));
  }

  /**
   * Returns the number of finished attempts waiting to land from which {@code workers} start no new
   * one: what is started later begins at a newer tip. Unless it was chosen it is twice the workers,
   * so that the queue is not empty before they have finished again, and enough for every gate, the
   * window and a batch.
   */
  public int mostWaiting(int workers) {
    int usual = Math.max(EACH_WORKER * workers, EACH_GATE * gates);
    return waiting.orElse(Math.max(usual, Math.max(window, size)));
  }

  /** Returns the maximum depth of speculation in this mode. */
  public int deepest() {
    return mode == Mode.SERIAL ? 1 : window;
  }
}
