package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that names issues: ids with commas, semicolons, blanks or {@code and} between them, each
 * with a note in parentheses or behind a dash or colon if need be. A sentence is not such a text,
 * although a word of it may have the form of an id. Immutable.
 *
 * @param ids the ids, in the order of the text
 * @param isWhole true if the text says nothing else
 */
record IssueIdList(List<IssueId> ids, boolean isWhole) {
  private static final List<String> NONE = List.of("na", "nothing", "no", "\u2013", "\u2014");
  private static final Pattern JOINING_DASH =
      Pattern.compile("(?<=[A-Za-z0-9])[\\u2010-\\u2015\\u2212\\uFE63\\uFF0D](?=[A-Za-z0-9])");
  private static final int LONGEST = 4_000; // characters of one list; longer ones are read in parts
  private static final String OPEN = "[\\[`*_\"'#@<]*";
  private static final String CLOSE = "[\\]`*_\"'>]*";
  private static final Pattern ID =
      Pattern.compile(OPEN + "([A-Za-z0-9][A-Za-z0-9._-]*)" + CLOSE + "(\\([^)]*\\))?");
  private static final Pattern REMARK = Pattern.compile("\\s*\\([^)]*\\)");
  private static final Pattern BETWEEN =
      Pattern.compile("\\s*[,;&+]\\s*(?:(?:and|und|et|y)\\s+)?|\\s+(?:and\\s+)?");
  private static final Pattern NOTE =
      Pattern.compile("(?:\\s+[-\\u2010-\\u2015]+|:|\\s+:)(?:\\s.*)?");
  private static final Pattern MENTION =
      Pattern.compile(
          "(?<![A-Za-z0-9/._-])(?:#([0-9]+)|([A-Za-z][A-Za-z0-9]*-[A-Za-z0-9.-]*[0-9]))\\b");

  IssueIdList {
    ids = List.copyOf(ids);
  }

  /**
   * Reads {@code text}; of a text that is not a list of ids, the parts between commas that are ids.
   */
  static IssueIdList of(String text) {
    String plain = JOINING_DASH.matcher(text.strip().replaceAll("\\s+", " ")).replaceAll("-");
    Optional<Set<IssueId>> whole = read(plain);
    if (whole.isPresent()) {
      return new IssueIdList(List.copyOf(whole.get()), true);
    }
    Set<IssueId> some = new LinkedHashSet<>();
    for (String part : plain.split(",", -1)) {
      read(part.strip())
          .filter(found -> found.stream().allMatch(IssueIdList::hasDigit))
          .ifPresent(some::addAll);
    }
    return new IssueIdList(List.copyOf(some), false);
  }

  /** Tells whether {@code text} says that there are no issues. */
  static boolean isNone(String text) {
    return FrontMatter.isNothing(text) || NONE.stream().anyMatch(text::equalsIgnoreCase);
  }

  /** Tells whether the text says nothing but ids, each with a digit. */
  boolean isNumbered() {
    return isWhole && ids.stream().allMatch(IssueIdList::hasDigit);
  }

  /** Returns the ids that {@code text} begins with, whatever follows; each has a digit. */
  static Set<IssueId> leading(String text) {
    String plain = JOINING_DASH.matcher(text.strip()).replaceAll("-");
    Set<IssueId> ids = new LinkedHashSet<>();
    Matcher id = ID.matcher(plain);
    int at = 0;
    while (id.region(at, plain.length()).lookingAt()) {
      Optional<IssueId> found = parse(id.group(1)).filter(IssueIdList::hasDigit);
      if (found.isEmpty()) {
        break;
      }
      ids.add(found.get());
      at = behindRemark(plain, id.end());
      Matcher comma = BETWEEN.matcher(plain).region(at, plain.length());
      if (!comma.lookingAt() || isBlank(comma.group())) {
        break;
      }
      at = comma.end();
    }
    return ids;
  }

  /** Returns the ids anywhere in {@code text} that cannot be mistaken for other words. */
  static List<IssueId> mentioned(String text) {
    List<IssueId> ids = new ArrayList<>();
    Matcher mention = MENTION.matcher(JOINING_DASH.matcher(text).replaceAll("-"));
    while (mention.find()) {
      parse(mention.group(1) == null ? mention.group(2) : mention.group(1)).ifPresent(ids::add);
    }
    return ids;
  }

  private static Optional<Set<IssueId>> read(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Set<IssueId> ids = new LinkedHashSet<>();
    Matcher id = ID.matcher(text);
    Matcher between = BETWEEN.matcher(text);
    boolean sentence = false; // words beside each other are one, unless they are numbered
    int at = 0;
    while (at < text.length()) {
      Optional<IssueId> found =
          id.region(at, text.length()).lookingAt() ? parse(id.group(1)) : Optional.empty();
      if (found.isEmpty() || (sentence && !hasDigit(found.get()))) {
        return Optional.empty();
      }
      ids.add(found.get());
      at = behindRemark(text, id.end());
      if (NOTE.matcher(text).region(at, text.length()).matches()) {
        return Optional.of(withNote(ids, text.substring(at)));
      }
      if (at < text.length()) {
        if (!between.region(at, text.length()).lookingAt()) {
          return Optional.empty();
        }
        sentence = isBlank(between.group());
        if (sentence && !hasDigit(found.get())) {
          return Optional.empty();
        }
        at = between.end();
      }
    }
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids);
  }

  /** Returns {@code ids} and those that follow on a comma in the note behind the last of them. */
  private static Set<IssueId> withNote(Set<IssueId> ids, String note) {
    int comma = note.indexOf(',');
    if (comma >= 0) {
      read(note.substring(comma + 1).strip())
          .filter(found -> found.stream().allMatch(IssueIdList::hasDigit))
          .ifPresent(ids::addAll);
    }
    return ids;
  }

  private static boolean isBlank(String between) {
    return between.chars().noneMatch(each -> ",;&+".indexOf(each) >= 0);
  }

  private static int behindRemark(String text, int at) {
    Matcher remark = REMARK.matcher(text).region(at, text.length());
    return remark.lookingAt() ? remark.end() : at;
  }

  private static Optional<IssueId> parse(String word) {
    return IssueId.parse(word.replaceAll("[._-]+$", ""));
  }

  private static boolean hasDigit(IssueId id) {
    return id.value().chars().anyMatch(each -> each >= '0' && each <= '9');
  }
}
