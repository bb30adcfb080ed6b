package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import java.util.Set;

/**
 * A problem in a backlog. Immutable.
 *
 * @param severity its severity
 * @param locator the file, or the locator of the issue
 * @param line the line, counted from 1, or 0 for no line in particular
 * @param message the problem
 * @param hint advice on what to do about it, possibly empty
 * @param issues the issues it is about, possibly none
 * @param ambiguous true if the order of work is undefined until the problem is fixed
 */
public record Finding(
    Severity severity,
    String locator,
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

  /** The beginning of a message about all files that have a field which is not read. */
  static final String UNREAD = "not read: ";

  /** Copies the set. */
  public Finding {
    issues = Set.copyOf(issues);
  }

  /**
   * Tells whether this finding says nothing beyond {@code other}: both are the same, or are about
   * the same kind of field, which the files of fewer or more issues have.
   */
  public boolean repeats(Finding other) {
    return equals(other) || (message.startsWith(UNREAD) && kind().equals(other.kind()));
  }

  private String kind() {
    int end = message.indexOf(": ", UNREAD.length());
    return end < 0 ? message : message.substring(0, end);
  }

  /** Creates an error that is about no issue in particular. */
  public static Finding error(String locator, int line, String message, String hint) {
    return new Finding(Severity.ERROR, locator, line, message, hint, Set.of(), false);
  }

  /** Creates a warning that is about no issue in particular. */
  public static Finding warning(String locator, int line, String message, String hint) {
    return new Finding(Severity.WARNING, locator, line, message, hint, Set.of(), false);
  }

  /** Returns this finding about the issues {@code which}. */
  public Finding about(Set<IssueId> which) {
    return new Finding(severity, locator, line, message, hint, which, ambiguous);
  }

  /** Returns this finding as one that a run cannot begin with. */
  public Finding makingAmbiguous() {
    return new Finding(severity, locator, line, message, hint, issues, true);
  }
}
