package dev.roundhouse.orchestrator.gate;

/**
 * A test that did not pass. Immutable.
 *
 * @param suite its class, or whatever its report groups tests by; possibly empty
 * @param name its name, possibly empty
 * @param error whether it broke rather than found a difference
 * @param message the first line of what is wrong, possibly empty
 * @param detail the first lines of the failure, such as of its stack trace, possibly empty
 */
public record FailedTest(String suite, String name, boolean error, String message, String detail) {
  /** Its class and name. */
  public String display() {
    return suite.isEmpty() || name.isEmpty() ? suite + name : suite + "." + name;
  }
}
