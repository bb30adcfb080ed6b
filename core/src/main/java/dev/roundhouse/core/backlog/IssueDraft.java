package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.util.Optional;
import java.util.Set;

/**
 * The content of an issue that has no id yet. Immutable.
 *
 * @param title one line, not blank
 * @param type its kind, or empty for the one that fits its title and the backlog
 * @param priority its urgency
 * @param labels free words
 * @param blockedBy issues that must be done first
 * @param body the text an agent works from
 */
public record IssueDraft(
    String title,
    Optional<IssueType> type,
    Priority priority,
    Set<String> labels,
    Set<IssueId> blockedBy,
    String body) {
  /**
   * Copies the sets, and puts the title on one line.
   *
   * @throws IllegalArgumentException if the title is blank
   */
  public IssueDraft {
    title = title.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\s]+", " ").strip();
    if (title.isBlank()) {
      throw new IllegalArgumentException("title must not be blank");
    }
    labels = Set.copyOf(labels);
    blockedBy = Set.copyOf(blockedBy);
  }

  /** Returns a draft with a title, and nothing else that differs from the usual. */
  public static IssueDraft of(String title) {
    return new IssueDraft(title, Optional.empty(), Priority.DEFAULT, Set.of(), Set.of(), "");
  }
}
