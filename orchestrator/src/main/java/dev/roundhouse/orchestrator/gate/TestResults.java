package dev.roundhouse.orchestrator.gate;

import java.util.List;

/**
 * What test reports say. Immutable.
 *
 * @param tests how many tests there were
 * @param failures how many of them found a difference
 * @param errors how many of them broke
 * @param skipped how many of them were skipped
 * @param failed the first of those that failed or broke, in the order of the reports' paths
 * @param complete whether every report could be read to its end
 */
public record TestResults(
    int tests, int failures, int errors, int skipped, List<FailedTest> failed, boolean complete) {
  /** No report. */
  public static final TestResults NONE = new TestResults(0, 0, 0, 0, List.of(), true);

  /** Copies the list. */
  public TestResults {
    failed = List.copyOf(failed);
  }

  /** How many did not pass. */
  public int red() {
    return failures + errors;
  }
}
