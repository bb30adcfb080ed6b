package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import java.util.Set;

/**
 * A problem in a backlog. Immutable.
 *
 * @param severity its severity
 * @param path the file
 * @param line the line, counted from 1, or 0 for the file as a whole
 * @param message the problem
 * @param hint advice on what to do about it, possibly empty
 * @param issues the issues it is about, possibly none
 * @param ambiguous true if the order of work is undefined until the problem is fixed
 */
public record Finding(
    Severity severity,
    String path,
    int line,
    String message,
    String hint,
    Set<IssueId> issues,
    boolean ambiguous) {
  /** The severities of findings. */
  public enum Severity {
    /** Something does not have its intended effect. */
    ERROR,
    /** Something works but deserves a look. */
    WARNING
  }

  /** Copies the set. */
  public Finding {
    issues = Set.copyOf(issues);
  }

  static Finding error(String path, int line, String message, String hint) {
    return new Finding(Severity.ERROR, path, line, message, hint, Set.of(), false);
  }

  static Finding warning(String path, int line, String message, String hint) {
    return new Finding(Severity.WARNING, path, line, message, hint, Set.of(), false);
  }

  Finding about(Set<IssueId> which) {
    return new Finding(severity, path, line, message, hint, which, ambiguous);
  }

  Finding makingAmbiguous() {
    return new Finding(severity, path, line, message, hint, issues, true);
  }
}
