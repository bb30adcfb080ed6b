package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which issues of a backlog are meant. An empty set asks for nothing; names and words are compared
 * without case, and a bare number names the issues whose id ends in it, so that {@code 42} is
 * {@code BUG-042}. Immutable.
 *
 * @param only ids or numbers; nothing else is meant
 * @param skip ids or numbers that are not meant
 * @param types types that are meant
 * @param priorities priorities that are meant, such as {@code P1} or {@code 1}
 * @param labels labels, of which an issue must have one
 * @param maxIssues how many issues may be worked, or 0 for any number
 * @param within the only issues that are meant, whatever else is asked for; empty for any
 */
public record Selection(
    Set<String> only,
    Set<String> skip,
    Set<String> types,
    Set<String> priorities,
    Set<String> labels,
    int maxIssues,
    Set<IssueId> within) {
  /** Copies the sets. */
  public Selection {
    only = Set.copyOf(only);
    skip = Set.copyOf(skip);
    types = Set.copyOf(types);
    priorities = Set.copyOf(priorities);
    labels = Set.copyOf(labels);
    within = Set.copyOf(within);
  }

  /** What these filters mean of a whole backlog. */
  public Selection(
      Set<String> only,
      Set<String> skip,
      Set<String> types,
      Set<String> priorities,
      Set<String> labels,
      int maxIssues) {
    this(only, skip, types, priorities, labels, maxIssues, Set.of());
  }

  /** The same filters on {@code issues} alone. */
  public Selection within(Set<IssueId> issues) {
    return new Selection(only, skip, types, priorities, labels, maxIssues, issues);
  }

  /** The same, of which {@code most} issues may be worked. */
  public Selection atMost(int most) {
    return new Selection(only, skip, types, priorities, labels, most, within);
  }

  /** Every issue. */
  public static Selection all() {
    return new Selection(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), 0);
  }

  /** Whether {@code issue} is meant. */
  public boolean admits(Issue issue) {
    return (within.isEmpty() || within.contains(issue.id()))
        && (only.isEmpty() || only.stream().anyMatch(name -> names(name, issue.id())))
        && skip.stream().noneMatch(name -> names(name, issue.id()))
        && (types.isEmpty()
            || types.stream().anyMatch(type -> new IssueType(type).equals(issue.type())))
        && (priorities.isEmpty() || priorities.stream().anyMatch(each -> is(each, issue)))
        && (labels.isEmpty() || labels.stream().anyMatch(label -> has(issue, label)));
  }

  private static boolean is(String priority, Issue issue) {
    return Priority.parse(priority).filter(issue.priority()::equals).isPresent();
  }

  private static boolean has(Issue issue, String label) {
    return issue.labels().stream().anyMatch(each -> each.equalsIgnoreCase(label));
  }

  static boolean names(String name, IssueId id) {
    String wanted = name.toLowerCase(Locale.ROOT);
    if (wanted.equals(id.key())) {
      return true;
    }
    String ending = id.key().substring(id.key().lastIndexOf('-') + 1);
    return isNumber(wanted)
        && isNumber(ending)
        && new BigInteger(wanted).equals(new BigInteger(ending));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The names in {@code only} and {@code skip}, and priorities, that cannot mean any issue. */
  public List<String> unmatched(Collection<Issue> issues) {
    List<String> unmatched = new ArrayList<>();
    List.of(only, skip).stream()
        .flatMap(Set::stream)
        .filter(name -> issues.stream().noneMatch(issue -> names(name, issue.id())))
        .sorted()
        .forEach(unmatched::add);
    priorities.stream()
        .filter(each -> Priority.parse(each).isEmpty())
        .sorted()
        .forEach(unmatched::add);
    return unmatched;
  }
}
