package dev.roundhouse.orchestrator.internal.context;

/**
 * What one run counts as it goes. Immutable; its parts are safe for use by any number of threads.
 *
 * @param timings how long what took
 * @param corrections what was put right
 * @param spending what agents have used up
 * @param flakes what gates could not make up their mind about
 */
public record RunMetrics(
    Timings timings, Corrections corrections, UsageTotal spending, FlakeCount flakes) {
  /** Nothing counted yet. */
  public static RunMetrics empty() {
    return with(new UsageTotal());
  }

  /** Nothing counted yet but {@code spending}. */
  public static RunMetrics with(UsageTotal spending) {
    return new RunMetrics(new Timings(), new Corrections(), spending, new FlakeCount());
  }
}
