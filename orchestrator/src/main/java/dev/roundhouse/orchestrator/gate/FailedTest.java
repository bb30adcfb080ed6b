package dev.roundhouse.orchestrator.gate;

/**
 * A test that did not pass. Immutable.
 *
 * @param suite its class, or another group in its report; possibly empty
 * @param name its name, possibly empty
 * @param error true if it broke, false if an assertion failed
 * @param message the first line of the failure message, possibly empty
 * @param detail the first lines of the failure, such as of its stack trace, possibly empty
 */
public record FailedTest(String suite, String name, boolean error, String message, String detail) {
  /** Returns its class and name. */
  public String display() {
    return suite.isEmpty() || name.isEmpty() ? suite + name : suite + "." + name;
  }
}
