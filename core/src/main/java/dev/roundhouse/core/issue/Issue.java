package dev.roundhouse.core.issue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One issue as its backlog shows it at one moment. Immutable.
 *
 * @param id unique in the backlog
 * @param title one line, never empty (the id stands in where there is none)
 * @param type its kind
 * @param priority its urgency
 * @param status what its file says
 * @param labels free words
 * @param blockedBy issues that must be done or landed first, from either side's declaration
 * @param dependsOn issues that should come first where they are in the backlog at all
 * @param parent the epic it belongs to
 * @param createdAt when it was filed, where it says so
 * @param path its file, relative to the repository's root with {@code /}, or any unique locator
 * @param body the text an agent is to work from
 * @param effort how much work it says it is, where it says so; longer than nothing
 * @param touches what its front matter says it changes: paths and patterns, as they are written
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

  /** One that does not say what it changes. */
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

  /** One that says neither how much work it is nor what it changes. */
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

  /** The same issue with other words; what it waits for stays. */
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
