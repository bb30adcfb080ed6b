package dev.roundhouse.core.text;

/** Writes a number with its noun. Pure. */
public final class Plural {
  private Plural() {}

  /** Returns {@code 1 issue} or {@code 2 issues}; {@code noun} takes a plain {@code s}. */
  public static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
