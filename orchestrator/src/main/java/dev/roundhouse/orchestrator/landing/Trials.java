package dev.roundhouse.orchestrator.landing;

import dev.roundhouse.orchestrator.gate.Verdict;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the gate has said of one tree so far. Once it was green the tree is green, whatever was said
 * before. Immutable.
 *
 * @param greens how often green
 * @param reds how often red
 * @param undecided how often it came to no end of its own
 * @param millis how long it took, all in all
 * @param against what was said last that was not green, or null
 */
record Trials(int greens, int reds, int undecided, long millis, @Nullable Verdict against) {
  /** Nothing has been said. */
  static final Trials NONE = new Trials(0, 0, 0, 0, null);

  /** Known to be green. */
  static final Trials GREEN = new Trials(1, 0, 0, 0, null);

  private static final int ENOUGH = 2;

  /** Red, and confirmed so. */
  static Trials confirmed(Verdict.Red red) {
    return new Trials(0, ENOUGH, 0, 0, red);
  }

  /** With one verdict more; one that was interrupted is none. */
  Trials and(Verdict verdict, long took) {
    long sum = millis + took;
    if (verdict instanceof Verdict.Green) {
      return new Trials(greens + 1, reds, undecided, sum, against);
    }
    if (verdict instanceof Verdict.Red) {
      return new Trials(greens, reds + 1, undecided, sum, verdict);
    }
    return verdict instanceof Verdict.Undecided
        ? new Trials(greens, reds, undecided + 1, sum, verdict)
        : this;
  }

  boolean isOpen() {
    return greens + reds + undecided == 0;
  }

  boolean isGreen() {
    return greens > 0;
  }

  boolean isBad() {
    return !isGreen() && !isOpen();
  }

  /** Red twice: the rerun confirmed it. */
  boolean isConfirmedRed() {
    return !isGreen() && reds >= ENOUGH;
  }

  /** Without an end of its own twice. */
  boolean isGivenUp() {
    return !isGreen() && undecided >= ENOUGH;
  }

  /** Whether nothing more is to be found out by asking again. */
  boolean isSettled() {
    return isGreen() || isConfirmedRed() || isGivenUp();
  }

  /** Red once and green once, of one and the same tree. */
  boolean isFlaky() {
    return isGreen() && reds > 0;
  }

  /** What speaks against the tree. */
  Verdict objection() {
    return Objects.requireNonNull(against);
  }

  /** What spoke against it, if anything did. */
  Optional<Verdict> doubt() {
    return Optional.ofNullable(against);
  }
}
