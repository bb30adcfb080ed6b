package dev.roundhouse.orchestrator.internal.backlog;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.text.NearestWord;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Refuses filters that match no issue, which are nearly always a mistake. Stateless. */
public final class UnmatchedFilters {

  private UnmatchedFilters() {}

  /**
   * Checks every filter of {@code selection}.
   *
   * @throws RefusedException if one names what none of {@code issues} has, with the nearest that
   *     one has
   */
  public static void refuse(Collection<Issue> issues, Selection selection) throws RefusedException {
    refuseNever(issues, selection);
    check("type", selection.types(), values(issues, each -> Stream.of(each.type().name())));
    check(
        "priority",
        selection.priorities().stream()
            .flatMap(each -> Priority.parse(each).stream())
            .map(Priority::toString)
            .collect(Collectors.toSet()),
        values(issues, each -> Stream.of(each.priority().toString())));
    check("label", selection.labels(), values(issues, each -> each.labels().stream()));
  }

  /**
   * Checks only what no issue may ever have: unknown ids, and words that are not priorities.
   *
   * @throws RefusedException if there is one
   */
  static void refuseNever(Collection<Issue> issues, Selection selection) throws RefusedException {
    for (String each : new TreeSet<>(selection.priorities())) {
      if (Priority.parse(each).isEmpty()) {
        throw RefusedException.input(
            "priority must be P0 to P9, not '" + each + "'", "P0 is the most urgent");
      }
    }
    Collection<String> unknown = selection.unmatched(issues);
    if (!unknown.isEmpty()) {
      String first = unknown.iterator().next();
      String near =
          NearestWord.question(first, values(issues, each -> Stream.of(each.id().value())));
      throw RefusedException.input(
          "no issue has the id " + String.join(", ", unknown),
          near + "see 'roundhouse list --all' for the ids");
    }
  }

  private static Set<String> values(
      Collection<Issue> issues, Function<Issue, Stream<String>> property) {
    return issues.stream().flatMap(property).collect(Collectors.toCollection(TreeSet::new));
  }

  private static void check(String name, Set<String> wanted, Set<String> known)
      throws RefusedException {
    for (String each : new TreeSet<>(wanted)) {
      String word = name.equals("type") ? new IssueType(each).name() : each;
      if (known.stream().noneMatch(word::equalsIgnoreCase)) {
        throw RefusedException.input(
            "no issue has the " + name + " '" + each + "'", hint(name, word, known));
      }
    }
  }

  private static String hint(String name, String word, Set<String> known) {
    if (known.isEmpty()) {
      return "no issue has a " + name;
    }
    String plural = name.equals("priority") ? "priorities" : name + "s";
    String all = "the " + plural + " of this backlog are " + String.join(", ", known);
    return NearestWord.question(word, known) + all;
  }
}
