package dev.roundhouse.orchestrator.gate;

import java.util.List;

/**
 * The results in test reports. Immutable.
 *
 * @param tests the number of tests
 * @param failures the number of tests with a failed assertion
 * @param errors the number of tests that broke
 * @param skipped the number of tests that were skipped
 * @param failed the first tests that failed or broke, in the order of the reports' paths
 * @param complete true if every report could be read to its end
 */
public record TestResults(
    int tests, int failures, int errors, int skipped, List<FailedTest> failed, boolean complete) {
  /** No report. */
  public static final TestResults NONE = new TestResults(0, 0, 0, 0, List.of(), true);

  /** Copies the list. */
  public TestResults {
    failed = List.copyOf(failed);
  }

  /** Returns the number of tests that did not pass. */
  public int red() {
    return failures + errors;
  }

  /**
   * A test that did not pass. Immutable.
   *
   * @param suite its class, or another group in its report; possibly empty
   * @param name its name, possibly empty
   * @param error true if it broke, false if an assertion failed
   * @param message the first line of the failure message, possibly empty
   * @param detail the first lines of the failure, such as of its stack trace, possibly empty
   */
  public record FailedTest(
      String suite, String name, boolean error, String message, String detail) {
    /** Returns its class and name. */
    public String display() {
      return suite.isEmpty() || name.isEmpty() ? suite + name : suite + "." + name;
    }
  }
}
