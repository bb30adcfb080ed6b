package dev.roundhouse.core.issue;

import java.util.Locale;
import java.util.Map;

/**
 * The kind of an issue: {@code BUG}, {@code FEAT}, {@code ENH}, {@code EPIC} or a word the team has
 * chosen. Immutable.
 *
 * @param name upper case, not empty
 */
public record IssueType(String name) {
  private static final Map<String, String> SYNONYMS =
      Map.of(
          "FEATURE", "FEAT",
          "FEATURES", "FEAT",
          "ENHANCEMENT", "ENH",
          "ENHANCEMENTS", "ENH",
          "BUGS", "BUG",
          "EPICS", "EPIC");

  /** The type of an issue that groups others, which name it as their parent. */
  public static final IssueType EPIC = new IssueType("EPIC");

  /** The type of an issue that names none. */
  public static final IssueType NONE = new IssueType("ISSUE");

  /**
   * Normalizes case and the usual synonyms.
   *
   * @throws IllegalArgumentException if {@code name} is blank
   */
  public IssueType {
    if (name.isBlank()) {
      throw new IllegalArgumentException("issue type must not be blank");
    }
    String upper = name.strip().toUpperCase(Locale.ROOT);
    name = SYNONYMS.getOrDefault(upper, upper);
  }

  @Override // a record's own is put together at its first use: milliseconds of each start
  public boolean equals(Object other) {
    return other instanceof IssueType that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
