package dev.roundhouse.core.backlog;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parts of an issue that decide when it is worked, and the names that people and programs give
 * them. A name is compared without case, and {@code blockedBy}, {@code Blocked-By} and {@code
 * blocked by} are the same as {@code blocked_by}.
 */
enum IssueField {
  /** The issues that must be done first. */
  BLOCKED_BY(
      "an order of issues",
      "blocked_by",
      "blocked_on",
      "blocker",
      "blockers",
      "dependencies",
      "dependency",
      "deps",
      "requires",
      "prerequisite",
      "prerequisites",
      "prereq",
      "prereqs",
      "wait_for",
      "waits_for",
      "waiting_for",
      "waiting_on"),
  /** The issues that should come first. */
  DEPENDS_ON(
      "an order of issues", "depends_on", "depend_on", "depends", "depending_on", "dependent_on"),
  /** The issues that must come later. */
  BLOCKS("an order of issues", "blocks", "blocking"),
  /** The epic it belongs to. */
  PARENT(
      "a parent",
      "parent",
      "parent_id",
      "parent_issue",
      "parent_task",
      "parent_task_id",
      "epic",
      "epic_id"),
  /** The status. */
  STATUS("a status", "status"),
  /** The urgency. */
  PRIORITY("a priority", "priority", "prio");

  private static final Map<String, IssueField> BY_NAME =
      Stream.of(values())
          .flatMap(field -> field.names.stream().map(name -> Map.entry(name, field)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern GAP = Pattern.compile("[\\s_\\p{Pd}]+");
  private static final Pattern ORDER_WORD =
      Pattern.compile(
          "depend[a-z]*|block(?:s|ed[a-z]*|er[a-z]*|ing[a-z]*)?|unblock(?:s|ed|ers?)"
              + "|requir(?:es|ed|ement|ements|ing)?|prereq(?:s|uisite|uisites)?|needs|after|before"
              + "|follows|following|precedes|preceding|predecessors?|successors?|wait(?:s|ing)?[a-z]*"
              + "|gated|upstream|downstream");
  private static final Pattern RANK_WORD =
      Pattern.compile(
          "(?:queue|sort|task|issue|work|run|exec|execution|display|list|board|backlog|build|plan"
              + "|priority|sprint|landing)?(?:order|ordinal|ordering|sequence|seq|rank|ranking)"
              + "|position");
  private static final Set<String> NUMBER_WORDS =
      Set.of("number", "num", "no", "nr", "index", "idx", "key", "value");
  private static final Set<String> RANKS =
      Set.of("weight", "sort", "sort_key", "sort_index", "sort_value");
  private static final Set<String> STATUS_WORDS =
      Set.of(
          "status",
          "state",
          "stage",
          "resolution",
          "done",
          "completed",
          "complete",
          "closed",
          "finished",
          "resolved",
          "cancelled",
          "canceled");
  private static final Set<String> PRIORITY_WORDS =
      Set.of("priority", "prio", "pri", "severity", "urgency", "importance", "criticality");

  private final String what;
  private final ImmutableList<String> names;

  IssueField(String what, String... names) {
    this.what = what;
    this.names = ImmutableList.copyOf(names);
  }

  /** Returns the kind of value, for people. */
  String what() {
    return what;
  }

  /** Returns the name that Roundhouse itself uses. */
  String usual() {
    return names.get(0);
  }

  /** Tells whether its values are issues that come before or after. */
  boolean isOrder() {
    return this == BLOCKED_BY || this == DEPENDS_ON || this == BLOCKS;
  }

  /** Returns the form that all spellings of a name share. */
  static String fold(String name) {
    if (name.chars().allMatch(each -> (each >= 'a' && each <= 'z') || each == '_')) {
      return name;
    }
    String apart = HUMP.matcher(name.strip()).replaceAll("_");
    return GAP.matcher(apart).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  /** Returns the field that is read from under {@code name}. */
  static Optional<IssueField> of(String name) {
    return Optional.ofNullable(BY_NAME.get(fold(name)));
  }

  /**
   * Tells whether {@code name} is that of a number by which a program sorts its issues: its last
   * word says so, such as that of {@code queue_order}, or the one before {@code number}, {@code
   * index} and the like.
   */
  static boolean isRank(String name) {
    String folded = fold(name);
    String[] words = folded.split("_", -1);
    int last = words.length - 1;
    int rank = last > 0 && NUMBER_WORDS.contains(words[last]) ? last - 1 : last;
    return RANKS.contains(folded) || RANK_WORD.matcher(words[rank]).matches();
  }

  /** Returns the field that {@code name} may stand for, although it is not one of its names. */
  static Optional<IssueField> resembling(String name) {
    List<String> words = List.of(fold(name).split("_", -1));
    if (words.stream().anyMatch(word -> ORDER_WORD.matcher(word).matches())) {
      return Optional.of(BLOCKED_BY);
    }
    if (words.stream().anyMatch(PRIORITY_WORDS::contains)) {
      return Optional.of(PRIORITY);
    }
    return words.stream().anyMatch(STATUS_WORDS::contains) ? Optional.of(STATUS) : Optional.empty();
  }
}
