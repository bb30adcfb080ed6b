package dev.roundhouse.core.issue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One issue as its backlog shows it at one moment. Immutable.
 *
 * @param id unique in the backlog
 * @param title one line, never empty (the id if the issue has no title)
 * @param type its kind
 * @param priority its urgency
 * @param status the status in its file
 * @param labels free words
 * @param blockedBy issues that must be done or landed first, from either side's declaration
 * @param dependsOn issues that should come first if they are in the backlog at all
 * @param parent the epic it belongs to
 * @param createdAt the time it was filed, if the file states it
 * @param path its file, relative to the repository's root with {@code /}, or any unique locator
 * @param body the text an agent is to work from
 * @param effort the effort it states, if any; more than zero
 * @param touches the paths and patterns that its front matter says it changes, as written
 */
public record Issue(
    IssueId id,
    String title,
    IssueType type,
    Priority priority,
    IssueStatus status,
    Set<String> labels,
    Set<IssueId> blockedBy,
    Set<IssueId> dependsOn,
    Optional<IssueId> parent,
    Optional<Instant> createdAt,
    String path,
    String body,
    Optional<Duration> effort,
    Set<String> touches) {
  /** Copies the sets, so that a value never changes. */
  public Issue {
    labels = Set.copyOf(labels);
    blockedBy = Set.copyOf(blockedBy);
    dependsOn = Set.copyOf(dependsOn);
    touches = Set.copyOf(touches);
  }

  /** Creates an issue that does not state what it changes. */
  public Issue(
      IssueId id,
      String title,
      IssueType type,
      Priority priority,
      IssueStatus status,
      Set<String> labels,
      Set<IssueId> blockedBy,
      Set<IssueId> dependsOn,
      Optional<IssueId> parent,
      Optional<Instant> createdAt,
      String path,
      String body,
      Optional<Duration> effort) {
    this(
        id, title, type, priority, status, labels, blockedBy, dependsOn, parent, createdAt, path,
        body, effort, Set.of());
  }

  /** Creates an issue that states neither its effort nor what it changes. */
  public Issue(
      IssueId id,
      String title,
      IssueType type,
      Priority priority,
      IssueStatus status,
      Set<String> labels,
      Set<IssueId> blockedBy,
      Set<IssueId> dependsOn,
      Optional<IssueId> parent,
      Optional<Instant> createdAt,
      String path,
      String body) {
    this(
        id,
        title,
        type,
        priority,
        status,
        labels,
        blockedBy,
        dependsOn,
        parent,
        createdAt,
        path,
        body,
        Optional.empty());
  }

  /** Returns the same issue with another wording; its dependencies stay. */
  public Issue with(
      String otherTitle,
      IssueType otherType,
      Priority otherPriority,
      Set<String> otherLabels,
      String otherBody) {
    return new Issue(
        id,
        otherTitle,
        otherType,
        otherPriority,
        status,
        otherLabels,
        blockedBy,
        dependsOn,
        parent,
        createdAt,
        path,
        otherBody,
        effort,
        touches);
  }
}
