package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values that a person wants instead of those in the issue's file, from the next attempt on;
 * null where the file's value stays. Immutable.
 *
 * @param priority its urgency
 * @param title one line
 * @param type its kind
 * @param labels free words
 * @param body the text an agent works from
 */
public record IssueEdit(
    @Nullable Priority priority,
    @Nullable String title,
    @Nullable IssueType type,
    @Nullable Set<String> labels,
    @Nullable String body) {
  /** An edit that changes nothing. */
  public static final IssueEdit NONE = new IssueEdit(null, null, null, null, null);

  /**
   * Copies the set.
   *
   * @throws IllegalArgumentException if the title is blank
   */
  public IssueEdit {
    if (title != null && title.isBlank()) {
      throw new IllegalArgumentException("title must not be blank");
    }
    labels = labels == null ? null : Set.copyOf(labels);
  }

  /** Returns an edit of the priority only. */
  public static IssueEdit of(Priority priority) {
    return new IssueEdit(priority, null, null, null, null);
  }

  /** Returns this edit, overridden by the values that {@code later} sets. */
  IssueEdit then(IssueEdit later) {
    return new IssueEdit(
        later.priority == null ? priority : later.priority,
        later.title == null ? title : later.title,
        later.type == null ? type : later.type,
        later.labels == null ? labels : later.labels,
        later.body == null ? body : later.body);
  }

  /** Returns {@code issue} with this edit applied. */
  public Issue applyTo(Issue issue) {
    return issue.toBuilder()
        .title(title == null ? issue.title() : title)
        .type(type == null ? issue.type() : type)
        .priority(priority == null ? issue.priority() : priority)
        .labels(labels == null ? issue.labels() : labels)
        .body(body == null ? issue.body() : body)
        .build();
  }
}
