package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import java.util.Set;

/**
 * Something wrong with a backlog. Immutable.
 *
 * @param severity how bad it is
 * @param path the file
 * @param line the line, counted from 1, or 0 for the file as a whole
 * @param message what is wrong
 * @param hint what to do about it, possibly empty
 * @param issues the issues it is about, possibly none
 * @param ambiguous whether nobody can say what to work first until it is mended
 */
public record Finding(
    Severity severity,
    String path,
    int line,
    String message,
    String hint,
    Set<IssueId> issues,
    boolean ambiguous) {
  /** How bad a finding is. */
  public enum Severity {
    /** Something does not count as it was meant. */
    ERROR,
    /** It works, and somebody should look. */
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
