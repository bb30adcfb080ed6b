package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of an issue file's name: {@code P2-BUG-042-some-slug.md} has priority, id and slug;
 * {@code 17-some-slug.md}, {@code task-12.md} and {@code bd-a3f8.md} have less. Immutable.
 *
 * @param priority the priority in front
 * @param id the id
 * @param slug the words after it, possibly empty
 */
record IssueFileName(Optional<Priority> priority, Optional<IssueId> id, String slug) {
  private static final Pattern PRIORITY = Pattern.compile("[Pp]([0-9])-(?=.)(.*)", Pattern.DOTALL);
  private static final Pattern NUMBERED =
      Pattern.compile("((?:[A-Za-z][A-Za-z0-9]*-)?[0-9]+)(?:[-_ ](.*))?", Pattern.DOTALL);
  private static final Map<String, String> TYPES =
      Map.of("bug", "BUG", "feat", "FEAT", "feature", "FEAT", "enh", "ENH", "epic", "EPIC");

  static IssueFileName of(String name) {
    String stem = name.endsWith(".md") ? name.substring(0, name.length() - 3) : name;
    Matcher prioritised = PRIORITY.matcher(stem);
    boolean hasPriority = prioritised.matches();
    String rest = hasPriority ? prioritised.group(2) : stem;
    Optional<Priority> priority =
        hasPriority ? Priority.parse(prioritised.group(1)) : Optional.empty();
    Matcher numbered = NUMBERED.matcher(rest);
    if (numbered.matches()) {
      String slug = numbered.group(2) == null ? "" : numbered.group(2);
      return new IssueFileName(priority, IssueId.parse(numbered.group(1)), slug);
    }
    return new IssueFileName(priority, IssueId.parse(rest), "");
  }

  /** Returns the parts of the name of the file at {@code path}. */
  static IssueFileName ofPath(String path) {
    return of(path.substring(path.lastIndexOf('/') + 1));
  }

  /** Returns the type that the letters before the id's number stand for. */
  Optional<IssueType> type() {
    return id.map(each -> each.value().toLowerCase(Locale.ROOT).split("-", 2)[0])
        .map(TYPES::get)
        .map(IssueType::new);
  }

  /** Returns the slug as words. */
  Optional<String> title() {
    String words = slug.replace('-', ' ').replace('_', ' ').strip();
    return words.isEmpty() ? Optional.empty() : Optional.of(words);
  }
}
