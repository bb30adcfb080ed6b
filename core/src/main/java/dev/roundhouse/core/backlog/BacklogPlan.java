package dev.roundhouse.core.backlog;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.Multimaps;
import com.google.common.collect.SetMultimap;
import dev.roundhouse.core.backlog.FrontMatter.Entry;
import dev.roundhouse.core.graph.DependencyGraph;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan of groups of issues: each group is worked on in parallel or one by one, may come after
 * others, and may be optional. A group after an optional one waits for it as long as it can still
 * be done, and never fails with it. Immutable.
 */
public final class BacklogPlan implements Goal {
  private static final String HINT =
      "for example:\n    groups:\n      - name: groundwork\n        mode: sequential\n"
          + "        issues: [BUG-1, BUG-2]\n      - name: polish\n        after: groundwork\n"
          + "        optional: true\n        epics: [EPIC-7]";

  private final String name;
  private final List<Group> groups;

  private BacklogPlan(String name, List<Group> groups) {
    this.name = name;
    this.groups = List.copyOf(groups);
  }

  /** A group of issues in a plan. */
  private record Group(
      GoalText.Name name,
      boolean sequential,
      boolean optional,
      List<GoalText.Name> after,
      List<GoalText.Name> issues,
      List<GoalText.Name> epics) {}

  /**
   * Reads a plan: {@code name} and {@code groups}, each with a {@code name}, {@code issues}, {@code
   * epics}, a {@code mode} ({@code parallel} or {@code sequential}), {@code optional} and {@code
   * after}, which names groups written above it.
   *
   * @throws GoalException if the file is not valid, with its line
   * @throws IOException if it cannot be read
   */
  public static BacklogPlan read(Path file) throws IOException, GoalException {
    GoalText text = new GoalText(file, HINT);
    Map<String, Entry> entries = text.entries(text.read(), "name", "groups");
    Map<String, Group> groups = new LinkedHashMap<>();
    for (YamlValue each : text.values(entries, "groups")) {
      Group group = group(text, each, groups);
      if (groups.put(group.name.text(), group) != null) {
        throw text.wrong(GoalText.line(each), "two groups have the name " + group.name.text());
      }
    }
    if (groups.isEmpty()) {
      throw text.wrong(1, "the plan has no groups");
    }
    String name = text.word(entries, "name").orElse(file.getFileName().toString());
    return new BacklogPlan(name, List.copyOf(groups.values()));
  }

  private static Group group(GoalText text, YamlValue value, Map<String, Group> above)
      throws GoalException {
    Map<String, Entry> entries =
        text.entries(value, "name", "mode", "optional", "after", "issues", "epics");
    int line = GoalText.line(value);
    String name =
        text.word(entries, "name").orElseThrow(() -> text.wrong(line, "this group has no name"));
    List<GoalText.Name> after = text.names(entries, "after");
    for (GoalText.Name each : after) {
      if (!above.containsKey(each.text())) {
        throw new GoalException(
            each.where()
                + "group "
                + name
                + " comes after "
                + each.text()
                + ", but there is no such group above it",
            above.isEmpty()
                ? "it is the first group"
                : "the groups above it are " + String.join(", ", above.keySet()));
      }
    }
    Group group =
        new Group(
            new GoalText.Name(name, ""),
            text.word(entries, "mode", "parallel", "sequential")
                .filter("sequential"::equals)
                .isPresent(),
            text.word(entries, "optional", "true", "false").filter("true"::equals).isPresent(),
            after,
            text.names(entries, "issues"),
            text.names(entries, "epics"));
    if (group.issues.isEmpty() && group.epics.isEmpty()) {
      throw text.wrong(line, "group " + name + " names no issue");
    }
    return group;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public GoalSelection choose(Collection<Issue> backlog) throws GoalException {
    Draft draft = new Draft(new IssueNames(backlog));
    for (Group group : groups) {
      draft.add(group);
    }
    GoalSelection choice = draft.choice();
    refuseContradiction(backlog, choice);
    return choice;
  }

  @Override
  public List<GoalGroup> groups(Collection<Issue> backlog) throws GoalException {
    IssueNames roll = new IssueNames(backlog);
    List<GoalGroup> found = new ArrayList<>();
    for (Group each : groups) {
      List<String> after = each.after.stream().map(GoalText.Name::text).toList();
      List<IssueId> called = List.copyOf(roll.call(each.issues, each.epics));
      found.add(new GoalGroup(each.name.text(), each.sequential, each.optional, after, called));
    }
    return found;
  }

  private void refuseContradiction(Collection<Issue> backlog, GoalSelection choice)
      throws GoalException {
    List<List<IssueId>> before = DependencyGraph.of(backlog).cycles();
    for (List<IssueId> cycle : DependencyGraph.of(choice.over(backlog)).cycles()) {
      if (before.stream().noneMatch(old -> old.containsAll(cycle))) {
        throw new GoalException(
            "the plan "
                + name
                + " contradicts the backlog's dependencies; together they form a cycle"
                + ": "
                + cycle.stream().map(IssueId::value).collect(Collectors.joining(", ")),
            "order them by their blocked_by, or put them in one parallel group");
      }
    }
  }

  /** Builds a selection group by group. */
  private static final class Draft {
    private final IssueNames roll;
    private final Map<String, List<IssueId>> members = new HashMap<>();
    private final Map<IssueId, String> groupOf = new LinkedHashMap<>();
    private final Set<IssueId> optional = new HashSet<>();
    private final SetMultimap<IssueId, IssueId> after = HashMultimap.create();
    private final SetMultimap<IssueId, IssueId> rather = HashMultimap.create();

    Draft(IssueNames roll) {
      this.roll = roll;
    }

    void add(Group group) throws GoalException {
      String name = group.name.text();
      List<IssueId> called = new ArrayList<>(roll.call(group.issues, group.epics));
      for (IssueId each : called) {
        String other = groupOf.put(each, name);
        if (other != null) {
          throw new GoalException(
              each + " is in the groups " + other + " and " + name, "keep it in one of them");
        }
      }
      if (group.optional) {
        optional.addAll(called);
      }
      for (GoalText.Name before : group.after) {
        for (IssueId first : members.getOrDefault(before.text(), List.of())) {
          called.forEach(each -> order(first, each));
        }
      }
      for (int i = 1; group.sequential && i < called.size(); i++) {
        order(called.get(i - 1), called.get(i));
      }
      members.put(name, called);
    }

    private void order(IssueId first, IssueId then) {
      (optional.contains(first) ? rather : after).put(then, first);
    }

    GoalSelection choice() {
      return new GoalSelection(
          groupOf.keySet(), Multimaps.asMap(after), Multimaps.asMap(rather), optional);
    }
  }
}
