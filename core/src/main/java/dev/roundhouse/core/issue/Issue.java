package dev.roundhouse.core.issue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
 * @param blocks issues that it says it must come before; a checked reading has it among the
 *     blockers of those as well
 * @param dependsOn issues that should come first if they are in the backlog at all
 * @param parent the epic it belongs to
 * @param createdAt the time it was filed, if the file states it
 * @param file its file, relative to the repository's root with {@code /}, if it has one; several
 *     issues may share a file
 * @param locator the place where it can be found, unique in the backlog and shown to people: the
 *     file, an address, or any other text on one line
 * @param body the text an agent is to work from
 * @param effort the effort it states, if any; more than zero
 * @param touches the paths and patterns that it says it changes, as written
 * @param extra further facts by name, such as {@code url} or {@code assignee}; prompt templates can
 *     use them
 */
public record Issue(
    IssueId id,
    String title,
    IssueType type,
    Priority priority,
    IssueStatus status,
    Set<String> labels,
    Set<IssueId> blockedBy,
    Set<IssueId> blocks,
    Set<IssueId> dependsOn,
    Optional<IssueId> parent,
    Optional<Instant> createdAt,
    Optional<String> file,
    String locator,
    String body,
    Optional<Duration> effort,
    Set<String> touches,
    Map<String, String> extra) {
  /**
   * Copies the collections, so that a value never changes.
   *
   * @throws IllegalArgumentException if the file is not a path below the repository's root
   */
  public Issue {
    labels = Set.copyOf(labels);
    blockedBy = Set.copyOf(blockedBy);
    blocks = Set.copyOf(blocks);
    dependsOn = Set.copyOf(dependsOn);
    touches = Set.copyOf(touches);
    extra = Map.copyOf(extra);
    if (file.filter(each -> !isBelowRoot(each)).isPresent()) {
      throw new IllegalArgumentException(
          "the file of " + id + " must be a path below the repository's root, not: " + file.get());
    }
  }

  private static boolean isBelowRoot(String path) {
    String walled = "/" + path + "/";
    return !walled.contains("//") && !walled.contains("/./") && !walled.contains("/../");
  }

  /**
   * Returns a builder of the issue {@code id} that states nothing else: open, without a text or
   * file, its id as title and locator.
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
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            id.value(),
            "",
            Optional.empty(),
            Set.of(),
            Map.of())
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
    private Set<IssueId> blocks = Issue.this.blocks;
    private Set<IssueId> dependsOn = Issue.this.dependsOn;
    private Optional<IssueId> parent = Issue.this.parent;
    private Optional<Instant> createdAt = Issue.this.createdAt;
    private Optional<String> file = Issue.this.file;
    private String locator = Issue.this.locator;
    private String body = Issue.this.body;
    private Optional<Duration> effort = Issue.this.effort;
    private Set<String> touches = Issue.this.touches;
    private Map<String, String> extra = Issue.this.extra;

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

    /** Sets what it says it must come before. */
    public Builder blocks(Set<IssueId> issues) {
      blocks = issues;
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

    /** Sets its file, which is its locator as well unless another one is set later. */
    public Builder file(String path) {
      file = Optional.of(path);
      locator = path;
      return this;
    }

    /** Sets the place where it can be found. */
    public Builder locator(String place) {
      locator = place;
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

    /** Sets further facts by name. */
    public Builder extra(Map<String, String> facts) {
      extra = facts;
      return this;
    }

    /** Returns the issue. */
    public Issue build() {
      return new Issue(
          id, title, type, priority, status, labels, blockedBy, blocks, dependsOn, parent,
          createdAt, file, locator, body, effort, touches, extra);
    }
  }
}
