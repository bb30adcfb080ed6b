package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.gate.Verdict;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the gate has said of one tree so far. Once it was green the tree is green, whatever was said
 * before. Immutable.
 *
 * <p>Moments count the beginnings and endings of gates in this line; what is known from elsewhere
 * was at moment 0, before all of them.
 *
 * @param greens how often green
 * @param reds how often red
 * @param undecided how often it came to no end of its own
 * @param millis how long it took, all in all
 * @param against what was said last that was not green, or null
 * @param objectedAt when it was first red or first came to no end, whichever was later: a second
 *     one after that settles it; 0 if never, or elsewhere
 * @param greenSince when the gate began that was green last, or -1; it stays when the tree is asked
 *     anew
 */
record GateRuns(
    int greens,
    int reds,
    int undecided,
    long millis,
    @Nullable Verdict against,
    int objectedAt,
    int greenSince) {
  private static final int NEVER = -1;

  /** Nothing has been said. */
  static final GateRuns NONE = new GateRuns(0, 0, 0, 0, null, 0, NEVER);

  /** Known to be green. */
  static final GateRuns GREEN = new GateRuns(1, 0, 0, 0, null, 0, 0);

  private static final int ENOUGH = 2;

  /** Red, and confirmed so. */
  static GateRuns confirmed(Verdict.Red red) {
    return new GateRuns(0, ENOUGH, 0, 0, red, 0, NEVER);
  }

  /** With one verdict more; one that was interrupted is none. */
  GateRuns and(Verdict verdict, long took) {
    return and(verdict, took, 0, 0);
  }

  /** With one verdict more, of a gate that began and ended at these moments. */
  GateRuns and(Verdict verdict, long took, int began, int ended) {
    long sum = millis + took;
    if (verdict instanceof Verdict.Green) {
      return new GateRuns(greens + 1, reds, undecided, sum, against, objectedAt, began);
    }
    if (verdict instanceof Verdict.Red) {
      int at = reds == 0 ? ended : objectedAt;
      return new GateRuns(greens, reds + 1, undecided, sum, verdict, at, greenSince);
    }
    int at = undecided == 0 ? ended : objectedAt;
    return verdict instanceof Verdict.Undecided
        ? new GateRuns(greens, reds, undecided + 1, sum, verdict, at, greenSince)
        : this;
  }

  /** As if nothing had been said, but that it was green is remembered. */
  GateRuns afresh() {
    return new GateRuns(0, 0, 0, millis, null, 0, greenSince);
  }

  /**
   * Whether {@code base} was green by a gate that began when what speaks against this tree had been
   * said: what broke beside the trees before that, and still is broken, would have shown there.
   */
  boolean isVouchedForBy(GateRuns base) {
    return base.isGreen() && base.greenSince >= objectedAt;
  }

  /** Whether it was green at any time. */
  boolean hasBeenGreen() {
    return greenSince != NEVER;
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
