package dev.roundhouse.orchestrator.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How finished work lands. Immutable.
 *
 * @param mode what is gated at once
 * @param gates how many gates run at once, 1 to 64
 * @param window how many candidates deep is speculated at most, 1 to 256; for {@link
 *     Mode#SPECULATE}
 * @param size how many candidates a batch has at most, 1 to 256; for {@link Mode#BATCH}
 */
public record LandingOptions(Mode mode, int gates, int window, int size) {
  /** The largest number of gates that may be asked for. */
  public static final int MAX_GATES = 64;

  /** The deepest window and the largest batch that may be asked for. */
  public static final int MAX_DEPTH = 256;

  /** Speculation, two gates at once, eight candidates deep; batches of eight. */
  public static final LandingOptions DEFAULT = new LandingOptions(Mode.SPECULATE, 2, 8, 8);

  /** What is gated at once. */
  public enum Mode {
    /** Each candidate on top of those ahead of it, several at a time. */
    SPECULATE,
    /** A stack of candidates at its top; on red it is halved. */
    BATCH,
    /** One candidate after the other, each on what has landed. */
    SERIAL;

    /** The word in the configuration. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of that word. */
    public static Optional<Mode> of(String word) {
      return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    /** Every word. */
    public static List<String> words() {
      return Arrays.stream(values()).map(Mode::word).toList();
    }
  }

  /**
   * Checks every range.
   *
   * @throws IllegalArgumentException naming what is out of range
   */
  public LandingOptions {
    Ranges.within("gates", gates, MAX_GATES);
    Ranges.within("window", window, MAX_DEPTH);
    Ranges.within("size", size, MAX_DEPTH);
  }

  /** The same in {@code mode}. */
  public LandingOptions in(Mode wanted) {
    return new LandingOptions(wanted, gates, window, size);
  }

  /** The same with {@code count} gates at once. */
  public LandingOptions withGates(int count) {
    return new LandingOptions(mode, count, window, size);
  }

  /** How deep is speculated at most, in this mode. */
  public int deepest() {
    return mode == Mode.SERIAL ? 1 : window;
  }
}
