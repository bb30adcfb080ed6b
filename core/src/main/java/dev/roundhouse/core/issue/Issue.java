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

  /**
   * Returns a builder of the issue {@code id} that states nothing else: open, without a text, its
   * id as title and path.
   */
  public static Builder builder(IssueId id) {
    return new Issue(
            id,
            id.value(),
            IssueType.NONE,
            Priority.DEFAULT,
            IssueStatus.OPEN,
            Set.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            id.value(),
            "",
            Optional.empty(),
            Set.of())
        .toBuilder();
  }

  /** Returns a builder that starts from this issue. */
  public Builder toBuilder() {
    return new Builder();
  }

  /** Changes an issue part by part; its id stays. For one thread at a time. */
  public final class Builder {
    private String title = Issue.this.title;
    private IssueType type = Issue.this.type;
    private Priority priority = Issue.this.priority;
    private IssueStatus status = Issue.this.status;
    private Set<String> labels = Issue.this.labels;
    private Set<IssueId> blockedBy = Issue.this.blockedBy;
    private Set<IssueId> dependsOn = Issue.this.dependsOn;
    private Optional<IssueId> parent = Issue.this.parent;
    private Optional<Instant> createdAt = Issue.this.createdAt;
    private String path = Issue.this.path;
    private String body = Issue.this.body;
    private Optional<Duration> effort = Issue.this.effort;
    private Set<String> touches = Issue.this.touches;

    private Builder() {}

    /** Sets the title. */
    public Builder title(String text) {
      title = text;
      return this;
    }

    /** Sets its kind. */
    public Builder type(IssueType kind) {
      type = kind;
      return this;
    }

    /** Sets its urgency. */
    public Builder priority(Priority urgency) {
      priority = urgency;
      return this;
    }

    /** Sets the status in its file. */
    public Builder status(IssueStatus newStatus) {
      status = newStatus;
      return this;
    }

    /** Sets the free words. */
    public Builder labels(Set<String> words) {
      labels = words;
      return this;
    }

    /** Sets what must be done or landed first. */
    public Builder blockedBy(Set<IssueId> issues) {
      blockedBy = issues;
      return this;
    }

    /** Sets what should come first. */
    public Builder dependsOn(Set<IssueId> issues) {
      dependsOn = issues;
      return this;
    }

    /** Sets the epic it belongs to. */
    public Builder parent(Optional<IssueId> epic) {
      parent = epic;
      return this;
    }

    /** Sets when it was filed. */
    public Builder createdAt(Optional<Instant> filed) {
      createdAt = filed;
      return this;
    }

    /** Sets its file. */
    public Builder path(String place) {
      path = place;
      return this;
    }

    /** Sets the text an agent is to work from. */
    public Builder body(String text) {
      body = text;
      return this;
    }

    /** Sets the effort it states. */
    public Builder effort(Optional<Duration> work) {
      effort = work;
      return this;
    }

    /** Sets the paths and patterns that it says it changes. */
    public Builder touches(Set<String> paths) {
      touches = paths;
      return this;
    }

    /** Returns the issue. */
    public Issue build() {
      return new Issue(
          id, title, type, priority, status, labels, blockedBy, dependsOn, parent, createdAt, path,
          body, effort, touches);
    }
  }
}
