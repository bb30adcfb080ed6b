package dev.roundhouse.core.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A submitted issue, which lives in the ledger and has no file. Immutable.
 *
 * @param title one line, not blank
 * @param type its kind
 * @param priority its urgency
 * @param labels free words
 * @param blockedBy issues that must be done first
 * @param dependsOn issues that should be done first
 * @param body the text an agent works from
 * @param origin the attempt whose agent filed it, or null if a person or a program did
 * @param options the options of the command that submitted it, as words of a command line, for the
 *     command that goes on with it; empty for most
 */
public record Submission(
    String title,
    IssueType type,
    Priority priority,
    Set<String> labels,
    Set<IssueId> blockedBy,
    Set<IssueId> dependsOn,
    String body,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Origin origin,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> options) {
  private static final String PLACE = "ledger:";

  /**
   * Copies the sets.
   *
   * @throws IllegalArgumentException if the title is blank
   */
  public Submission {
    if (title.isBlank()) {
      throw new IllegalArgumentException("title must not be blank");
    }
    labels = Set.copyOf(labels);
    blockedBy = Set.copyOf(blockedBy);
    dependsOn = Set.copyOf(dependsOn);
    options = options == null ? List.of() : List.copyOf(options); // a ledger may have none
  }

  /** Creates a submission by a person or a program. */
  public Submission(
      String title,
      IssueType type,
      Priority priority,
      Set<String> labels,
      Set<IssueId> blockedBy,
      Set<IssueId> dependsOn,
      String body) {
    this(title, type, priority, labels, blockedBy, dependsOn, body, null, List.of());
  }

  /** Returns the same with {@code options}. */
  public Submission typedWith(List<String> options) {
    return new Submission(
        title, type, priority, labels, blockedBy, dependsOn, body, origin, options);
  }

  /**
   * The attempt whose agent filed an issue.
   *
   * @param issue the issue it worked on
   * @param attempt the attempt
   * @param number its number
   * @param file the name of the file it wrote
   */
  public record Origin(IssueId issue, AttemptId attempt, int number, String file) {}

  /** Tells whether an agent filed it while it worked on {@code issue}. */
  public boolean isFollowUpOf(IssueId issue) {
    return origin != null && origin.issue().equals(issue);
  }

  /** Returns the content of {@code issue} as a submission. */
  public static Submission of(Issue issue) {
    return new Submission(
        issue.title(),
        issue.type(),
        issue.priority(),
        issue.labels(),
        issue.blockedBy(),
        issue.dependsOn(),
        issue.body());
  }

  /** Returns the issue {@code id} with this content, submitted {@code at}. */
  public Issue issue(IssueId id, Instant at) {
    return Issue.builder(id)
        .title(title)
        .type(type)
        .priority(priority)
        .labels(new TreeSet<>(labels))
        .blockedBy(blockedBy)
        .dependsOn(dependsOn)
        .createdAt(Optional.of(at))
        .locator(PLACE + id.key())
        .body(body)
        .build();
  }
}
