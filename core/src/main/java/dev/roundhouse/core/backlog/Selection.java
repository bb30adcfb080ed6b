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
 * The filters that select issues of a backlog. An empty set does not filter; names and words are
 * compared without case, and a bare number names the issues whose id ends in it, so that {@code 42}
 * is {@code BUG-042}. Immutable.
 *
 * @param only ids or numbers; no other issue is selected
 * @param skip ids or numbers that are not selected
 * @param types the selected types
 * @param priorities the selected priorities, such as {@code P1} or {@code 1}
 * @param labels labels, of which an issue must have at least one
 * @param maxIssues the number of issues that may be worked on, or 0 for any number
 * @param within the only issues that may be selected, whatever the other filters say; empty for any
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

  /** Creates a selection with these filters on a whole backlog. */
  public Selection(
      Set<String> only,
      Set<String> skip,
      Set<String> types,
      Set<String> priorities,
      Set<String> labels,
      int maxIssues) {
    this(only, skip, types, priorities, labels, maxIssues, Set.of());
  }

  /** Returns the same filters, limited to {@code issues}. */
  public Selection within(Set<IssueId> issues) {
    return new Selection(only, skip, types, priorities, labels, maxIssues, issues);
  }

  /** Returns the same filters, limited to working {@code most} issues. */
  public Selection atMost(int most) {
    return new Selection(only, skip, types, priorities, labels, most, within);
  }

  /** Returns the same filters, but limited to the issues with these ids or numbers. */
  public Selection withOnly(Set<String> names) {
    return new Selection(names, skip, types, priorities, labels, maxIssues, within);
  }

  /** Returns the same filters, but leaving out the issues with these ids or numbers. */
  public Selection withSkip(Set<String> names) {
    return new Selection(only, names, types, priorities, labels, maxIssues, within);
  }

  /** Returns the same filters, but limited to these types. */
  public Selection withTypes(Set<String> names) {
    return new Selection(only, skip, names, priorities, labels, maxIssues, within);
  }

  /** Returns the same filters, but limited to these priorities. */
  public Selection withPriorities(Set<String> names) {
    return new Selection(only, skip, types, names, labels, maxIssues, within);
  }

  /** Returns the same filters, but limited to issues with one of these labels. */
  public Selection withLabels(Set<String> names) {
    return new Selection(only, skip, types, priorities, names, maxIssues, within);
  }

  /** Returns a selection of every issue. */
  public static Selection all() {
    return new Selection(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), 0);
  }

  /** Tells whether {@code issue} is selected. */
  public boolean admits(Issue issue) {
    return (within.isEmpty() || within.contains(issue.id()))
        && (only.isEmpty() || only.stream().anyMatch(name -> names(name, issue)))
        && skip.stream().noneMatch(name -> names(name, issue))
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

  /**
   * Tells whether this selects issues by what they are, so that one whose file cannot be read may
   * be among them; false if it names them.
   */
  public boolean isOpen() {
    return only.isEmpty() && within.isEmpty();
  }

  /**
   * Tells whether {@code name} is that of {@code issue}: its id, its number, or the id in the name
   * of its file; without case.
   */
  public static boolean names(String name, Issue issue) {
    return names(name, issue.id())
        || issue
            .file()
            .flatMap(path -> IssueFileName.ofPath(path).id())
            .filter(id -> id.value().equalsIgnoreCase(name))
            .isPresent();
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

  /** Returns the names in {@code only} and {@code skip} that match none of {@code issues}. */
  public List<String> unmatched(Collection<Issue> issues) {
    List<String> unmatched = new ArrayList<>();
    List.of(only, skip).stream()
        .flatMap(Set::stream)
        .filter(name -> issues.stream().noneMatch(issue -> names(name, issue)))
        .sorted()
        .forEach(unmatched::add);
    return unmatched;
  }
}
