package dev.roundhouse.core.backlog;

import dev.roundhouse.core.backlog.FrontMatter.Entry;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A set of issues that is run as one goal, ordered only by the issues' dependencies. Immutable. */
public final class Sprint implements Goal {
  private static final String HINT =
      "for example:\n    name: parser\n    issues: [BUG-42, 17]\n    epics: [EPIC-7]";

  private final String name;
  private final List<GoalText.Name> issues;
  private final List<GoalText.Name> epics;

  private Sprint(String name, List<GoalText.Name> issues, List<GoalText.Name> epics) {
    this.name = name;
    this.issues = List.copyOf(issues);
    this.epics = List.copyOf(epics);
  }

  /**
   * Reads a sprint: {@code name}, {@code issues} and {@code epics}, whose children are selected.
   *
   * @throws GoalException if the file is not valid, with its line
   * @throws IOException if it cannot be read
   */
  public static Sprint read(Path file) throws IOException, GoalException {
    GoalText text = new GoalText(file, HINT);
    Map<String, Entry> entries = text.entries(text.read(), "name", "issues", "epics");
    Sprint sprint =
        new Sprint(
            text.word(entries, "name").orElse(file.getFileName().toString()),
            text.names(entries, "issues"),
            text.names(entries, "epics"));
    if (sprint.issues.isEmpty() && sprint.epics.isEmpty()) {
      throw text.wrong(1, "the sprint names no issues");
    }
    return sprint;
  }

  /** Returns a sprint of the children of one issue. */
  public static Sprint ofEpic(String epic) {
    return new Sprint(epic, List.of(), List.of(new GoalText.Name(epic, "")));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public GoalSelection choose(Collection<Issue> backlog) throws GoalException {
    Set<IssueId> called = new IssueNames(backlog).call(issues, epics);
    return new GoalSelection(called, Map.of(), Map.of(), Set.of());
  }

  @Override
  public List<GoalGroup> groups(Collection<Issue> backlog) throws GoalException {
    List<IssueId> called = List.copyOf(new IssueNames(backlog).call(issues, epics));
    return List.of(new GoalGroup(name, false, false, List.of(), called));
  }
}
