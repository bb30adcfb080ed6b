package dev.roundhouse.orchestrator.work;

/**
 * What one run counts as it goes. Immutable; its parts are safe for use by any number of threads.
 *
 * @param timings how long what took
 * @param corrections what was put right
 */
public record Tallies(Timings timings, Corrections corrections) {
  /** Nothing counted yet. */
  public static Tallies empty() {
    return new Tallies(new Timings(), new Corrections());
  }
}
