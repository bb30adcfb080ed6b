package dev.roundhouse.core.backlog;

import dev.roundhouse.core.backlog.FrontMatterFields.Given;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.yaml.YamlValue;
import dev.roundhouse.core.yaml.YamlValue.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what an open issue's file says about order, status or priority that does not count: under a
 * name that is not read, in a place that is not read, or against what does count. For one file.
 */
final class UnreadFieldFinder {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?");
  private static final Set<String> YES = Set.of("true", "yes", "x");

  private static final int LONGEST = 120;

  private final Issue issue;
  private final boolean statesPriority;
  private final Set<IssueId> known = new HashSet<>();
  private final List<UnreadField> unread = new ArrayList<>();

  /**
   * Creates a finder for the file of {@code issue}.
   *
   * @param order the issues that its file names
   * @param statesPriority true if its priority is stated, not assumed
   */
  UnreadFieldFinder(Issue issue, DependencyReader order, boolean statesPriority) {
    this.issue = issue;
    this.statesPriority = statesPriority;
    known.add(issue.id());
    issue.parent().ifPresent(known::add);
    for (IssueField field : IssueField.values()) {
      known.addAll(order.of(field).keySet());
    }
  }

  /** Returns what is not read; nothing for a closed issue, whose order no longer matters. */
  List<UnreadField> find(FrontMatterFields front, MarkdownSections sections) {
    if (issue.status() == IssueStatus.DONE || issue.status() == IssueStatus.CANCELLED) {
      return List.of();
    }
    front.other().forEach(this::other);
    front.of(IssueField.STATUS).forEach(given -> contradiction(IssueField.STATUS, given));
    front.of(IssueField.PRIORITY).forEach(given -> contradiction(IssueField.PRIORITY, given));
    front.of(IssueField.PARENT).stream().skip(1).forEach(this::parent);
    sections.fields().forEach(this::field);
    return List.copyOf(unread);
  }

  private void other(Given given) {
    String name = given.name().substring(given.name().lastIndexOf('.') + 1);
    Optional<IssueField> field = IssueField.of(name).or(() -> IssueField.resembling(name));
    if (IssueField.isRank(name) && isRankValue(given.value())) {
      add(IssueField.BLOCKED_BY, given);
    } else if (field.isPresent() && saysMore(field.get(), name, given)) {
      add(field.get(), given);
    }
  }

  /** Tells whether {@code value} is a number, or names other issues. */
  private boolean isRankValue(YamlValue value) {
    return value.isScalar()
        ? isNumber(value.text()) || namesIssues(value, false)
        : value.kind() == Kind.LIST && namesIssues(value, false);
  }

  private boolean saysMore(IssueField field, String name, Given given) {
    if (field.isOrder() || field == IssueField.PARENT) {
      boolean isName = IssueField.of(name).isPresent() || IssueField.fold(name).indexOf('_') < 0;
      return given.value().kind() != Kind.MAPPING && namesIssues(given.value(), isName);
    }
    return given.value().isScalar()
        && given.word().filter(word -> differs(field, name, word)).isPresent();
  }

  /** Tells whether {@code value} names other issues; bare numbers count if {@code numbers}. */
  private boolean namesIssues(YamlValue value, boolean numbers) {
    if (value.kind() == Kind.LIST) {
      return value.items().stream().anyMatch(item -> namesIssues(item, true));
    }
    boolean number = numbers && NUMBER.matcher(value.text().strip()).matches();
    return number
        || IssueIdList.mentioned(value.text()).stream().anyMatch(id -> !known.contains(id));
  }

  private void contradiction(IssueField field, Given given) {
    if (given.word().filter(word -> differs(field, given.name(), word)).isPresent()) {
      add(field, given);
    }
  }

  private void parent(Given given) {
    if (given.word().flatMap(IssueId::parse).filter(id -> !known.contains(id)).isPresent()) {
      add(IssueField.PARENT, given);
    }
  }

  private boolean differs(IssueField field, String name, String word) {
    boolean own = IssueField.of(name).isPresent();
    if (field == IssueField.STATUS) {
      Optional<IssueStatus> stated =
          LeadingWord.of(word, IssueStatus::parse)
              .or(
                  () ->
                      YES.contains(word.toLowerCase(Locale.ROOT))
                          ? IssueStatus.parse(name)
                          : Optional.empty());
      return stated.isPresent() && !stated.equals(Optional.of(issue.status()));
    }
    Optional<Priority> stated = LeadingWord.of(word, Priority::parse);
    return stated.isPresent()
        && (own || !statesPriority)
        && !stated.equals(Optional.of(issue.priority()));
  }

  private void field(BodyField field) {
    Optional<IssueField> kind = IssueField.of(field.name()).or(() -> resembled(field));
    boolean isRank = field.isHead() && IssueField.isRank(field.name()) && isNumber(field.value());
    boolean more =
        kind.isPresent()
            && (kind.get().isOrder()
                ? isOrder(field)
                : differs(kind.get(), field.name(), field.value()));
    if (isRank || more) {
      IssueField meant = isRank ? IssueField.BLOCKED_BY : kind.orElseThrow();
      String text = field.name() + ": " + field.value();
      unread.add(
          new UnreadField(
              "a line of the text that looks like " + meant.what(),
              field.line(),
              text.length() > LONGEST ? text.substring(0, LONGEST) + "\u2026" : text));
    }
  }

  private static boolean isNumber(String value) {
    return NUMBER.matcher(value.strip()).matches();
  }

  /** Returns the field that a line may stand for; further down only short names are taken so. */
  private static Optional<IssueField> resembled(BodyField field) {
    boolean plausible = field.isHead() || field.name().split("\\s+", -1).length <= 2;
    return plausible ? IssueField.resembling(field.name()) : Optional.empty();
  }

  private boolean isOrder(BodyField field) {
    String value = field.value();
    IssueIdList list = IssueIdList.of(value);
    boolean named = IssueField.of(field.name()).isPresent();
    if (named && list.isNumbered()) {
      return !known.containsAll(list.ids());
    }
    List<IssueId> mentioned = IssueIdList.mentioned(value);
    if (named && field.isHead() && mentioned.isEmpty()) {
      return !isNothing(value);
    }
    return mentioned.stream().anyMatch(id -> !known.contains(id));
  }

  private static boolean isNothing(String value) {
    return LeadingWord.of(value, word -> Optional.of(word).filter(IssueIdList::isNone)).isPresent();
  }

  private void add(IssueField field, Given given) {
    unread.add(
        new UnreadField(
            "the key '" + given.name() + "', which looks like " + field.what(),
            given.line(),
            given.name() + ": " + given.text()));
  }
}
