package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backlog at one moment. Immutable.
 *
 * @param issues every issue; in a checked reading by id, each id once
 * @param findings the problems; in a checked reading by locator and line
 * @param lines the lines on which issues name ids, as far as the source knows them, for findings;
 *     none in a checked reading
 */
public record BacklogReading(
    List<Issue> issues, List<Finding> findings, Map<Reference, Integer> lines) {
  /** Copies the lists. */
  public BacklogReading {
    issues = List.copyOf(issues);
    findings = List.copyOf(findings);
    lines = Map.copyOf(lines);
  }

  /** Creates a reading of a source that knows no lines. */
  public BacklogReading(List<Issue> issues, List<Finding> findings) {
    this(issues, findings, Map.of());
  }

  /**
   * An id that an issue names: its own, or that of one it blocks or is blocked by.
   *
   * @param locator the locator of the issue
   * @param named the id
   */
  public record Reference(String locator, IssueId named) {}

  /** Returns the issue with that id; the first of several. */
  public Optional<Issue> find(IssueId id) {
    return issues.stream().filter(issue -> issue.id().equals(id)).findFirst();
  }

  /**
   * Returns this reading by the rules that hold for every source: of issues with one id the first
   * stays, what an issue says it blocks is added to the blockers of the other one, and duplicate
   * ids, blockers that are not in the backlog and cycles are findings. A finding whose locator and
   * message the source reports itself is not added. Checking a checked reading changes nothing.
   */
  public BacklogReading checked() {
    return BacklogCheck.of(this);
  }
}
