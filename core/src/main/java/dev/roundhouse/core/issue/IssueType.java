package dev.roundhouse.core.issue;

import java.util.Locale;
import java.util.Map;

/**
 * What kind of issue it is: {@code BUG}, {@code FEAT}, {@code ENH}, {@code EPIC} or a word of the
 * team's own. Immutable.
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

  /** What gathers other issues, which name it as their parent. */
  public static final IssueType EPIC = new IssueType("EPIC");

  /** What an issue has that names none. */
  public static final IssueType NONE = new IssueType("ISSUE");

  /**
   * Folds case and the usual synonyms.
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

  @Override
  public String toString() {
    return name;
  }
}
