package dev.roundhouse.orchestrator.work;

/**
 * What one run counts as it goes. Immutable; its parts are safe for use by any number of threads.
 *
 * @param timings how long what took
 * @param corrections what was put right
 * @param spending what agents have used up
 * @param flakes what gates could not make up their mind about
 */
public record Tallies(Timings timings, Corrections corrections, Spending spending, Flakes flakes) {
  /** Nothing counted yet. */
  public static Tallies empty() {
    return with(new Spending());
  }

  /** Nothing counted yet but {@code spending}. */
  public static Tallies with(Spending spending) {
    return new Tallies(new Timings(), new Corrections(), spending, new Flakes());
  }
}
