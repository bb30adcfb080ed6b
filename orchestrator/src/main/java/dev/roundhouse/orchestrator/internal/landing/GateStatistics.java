package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.gate.Verdict;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gate's verdicts on one tree so far. Once it was green the tree counts as green, whatever the
 * earlier verdicts. Immutable.
 *
 * <p>Moments count the beginnings and endings of gates in this queue; verdicts known from elsewhere
 * are from moment 0, before all of them.
 *
 * @param greens the number of green verdicts
 * @param reds the number of red verdicts
 * @param undecided the number of gates without a verdict
 * @param millis the total duration
 * @param against the last verdict that was not green, or null
 * @param objectedAt the moment of the first red verdict or the first gate without one, whichever
 *     was later: a second one after that is final; 0 if never, or elsewhere
 * @param greenSince the moment the last green gate began, or -1; it stays when the gate is asked
 *     again
 */
record GateStatistics(
    int greens,
    int reds,
    int undecided,
    long millis,
    @Nullable Verdict against,
    int objectedAt,
    int greenSince) {
  private static final int NEVER = -1;

  /** No verdicts. */
  static final GateStatistics NONE = new GateStatistics(0, 0, 0, 0, null, 0, NEVER);

  /** A tree known to be green. */
  static final GateStatistics GREEN = new GateStatistics(1, 0, 0, 0, null, 0, 0);

  private static final int ENOUGH = 2;

  /** Returns the state of a confirmed red verdict. */
  static GateStatistics confirmed(Verdict.Red red) {
    return new GateStatistics(0, ENOUGH, 0, 0, red, 0, NEVER);
  }

  /** Returns this with one verdict added; an interrupted gate does not count. */
  GateStatistics and(Verdict verdict, long took) {
    return and(verdict, took, 0, 0);
  }

  /** Returns this with one verdict added, of a gate that began and ended at these moments. */
  GateStatistics and(Verdict verdict, long took, int began, int ended) {
    long sum = millis + took;
    if (verdict instanceof Verdict.Green) {
      return new GateStatistics(greens + 1, reds, undecided, sum, against, objectedAt, began);
    }
    if (verdict instanceof Verdict.Red) {
      int at = reds == 0 ? ended : objectedAt;
      return new GateStatistics(greens, reds + 1, undecided, sum, verdict, at, greenSince);
    }
    int at = undecided == 0 ? ended : objectedAt;
    return verdict instanceof Verdict.Undecided
        ? new GateStatistics(greens, reds, undecided + 1, sum, verdict, at, greenSince)
        : this;
  }

  /** Returns a state without verdicts, in which only an earlier green is remembered. */
  GateStatistics reset() {
    return new GateStatistics(0, 0, 0, millis, null, 0, greenSince);
  }

  /**
   * Tells whether {@code base} was green in a gate that began after the objection to this tree: any
   * cause outside the trees that arose before it, and still exists, would have shown there.
   */
  boolean isConfirmedBy(GateStatistics base) {
    return base.isGreen() && base.greenSince >= objectedAt;
  }

  /** Tells whether the tree was green at any time. */
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

  /** Tells whether the tree was red twice: the rerun confirmed it. */
  boolean isConfirmedRed() {
    return !isGreen() && reds >= ENOUGH;
  }

  /** Tells whether the gate gave no verdict twice. */
  boolean isGivenUp() {
    return !isGreen() && undecided >= ENOUGH;
  }

  /** Tells whether running the gate again would bring nothing new. */
  boolean isSettled() {
    return isGreen() || isConfirmedRed() || isGivenUp();
  }

  /** Tells whether the same tree was red once and green once. */
  boolean isFlaky() {
    return isGreen() && reds > 0;
  }

  /** Returns the objection to the tree. */
  Verdict objection() {
    return Objects.requireNonNull(against);
  }

  /** Returns the last objection to the tree, if there was one. */
  Optional<Verdict> lastObjection() {
    return Optional.ofNullable(against);
  }
}
