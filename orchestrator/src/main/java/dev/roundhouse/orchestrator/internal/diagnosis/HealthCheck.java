package dev.roundhouse.orchestrator.internal.diagnosis;

import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RepositoryException;

/**
 * The answer to one question about a repository or the machine. Immutable.
 *
 * @param name the subject, one word
 * @param level the seriousness of the answer
 * @param finding the answer, on one line
 * @param next what to do about it; empty if nothing is to be done
 */
public record HealthCheck(String name, Level level, String finding, String next) {
  /** The seriousness of an answer. */
  public enum Level {
    /** All is well. */
    OK,
    /** A run works, but not as well as it could. */
    WARNING,
    /** A run does not work. */
    ERROR
  }

  static HealthCheck ok(String name, String finding) {
    return new HealthCheck(name, Level.OK, finding, "");
  }

  static HealthCheck warning(String name, String finding, String next) {
    return new HealthCheck(name, Level.WARNING, finding, next);
  }

  static HealthCheck error(String name, String finding, String next) {
    return new HealthCheck(name, Level.ERROR, finding, next);
  }

  static HealthCheck error(String name, RefusedException refused) {
    return error(name, String.valueOf(refused.getMessage()), refused.hint());
  }

  static HealthCheck error(String name, RepositoryException refused) {
    return error(name, String.valueOf(refused.getMessage()), refused.hint());
  }
}
