package dev.roundhouse.orchestrator.gate;

import dev.roundhouse.core.text.Plural;

/**
 * The evidence that a red gate left. Immutable.
 *
 * @param results the results in its test reports
 * @param output the end of its output
 */
public record Evidence(TestResults results, String output) {
  private static final int TESTS_LIMIT = 3_500;

  /** Returns evidence from the end of a gate's output, without test reports. */
  public static Evidence of(String output) {
    return new Evidence(TestResults.NONE, output);
  }

  /** Returns the number of tests that did not pass, on one line; empty if no such test is known. */
  public String summary() {
    if (results.red() == 0) {
      return "";
    }
    return results.red()
        + " of "
        + results.tests()
        + (results.complete() ? "" : " or more")
        + " tests did not pass: "
        + Plural.of(results.failures(), "failure")
        + ", "
        + Plural.of(results.errors(), "error")
        + ", "
        + results.skipped()
        + " skipped";
  }

  /**
   * Returns all the evidence as text: the tests first, as many as fit into 3,500 characters, then
   * the end of the output.
   */
  public String text() {
    if (results.red() == 0) {
      return output;
    }
    String tail = output.isBlank() ? "" : "\nthe end of its output:\n" + output;
    return summary() + "\n" + tests() + tail;
  }

  private String tests() {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (TestResults.FailedTest each : results.failed()) {
      String lines = lines(each);
      if (text.length() + lines.length() > TESTS_LIMIT) {
        break;
      }
      text.append(lines);
      shown++;
    }
    int more = results.red() - shown;
    return more == 0
        ? text.toString()
        : text.append("- and ").append(more).append(" more\n").toString();
  }

  private static String lines(TestResults.FailedTest test) {
    String head = "- " + test.display() + (test.error() ? " (error)" : "");
    String message = test.message().isEmpty() ? "" : ": " + test.message();
    String detail = test.detail().isEmpty() ? "" : test.detail().indent(4);
    return head + message + "\n" + detail;
  }
}
