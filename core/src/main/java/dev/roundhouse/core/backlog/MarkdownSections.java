package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The facts that an issue's text states under its headings: its title, and the issues listed below
 * {@code ## Blocked By} and {@code ## Blocks}. Fenced code does not count. Immutable.
 *
 * @param title the first heading of level one
 * @param blockedBy ids listed as blockers, with their lines
 * @param blocks ids listed as blocked, with their lines
 */
record MarkdownSections(
    Optional<String> title, Map<IssueId, Integer> blockedBy, Map<IssueId, Integer> blocks) {
  private static final Pattern HEADING = Pattern.compile("(#{1,6})[ \t]+(.*?)[ \t#]*");
  private static final Pattern ITEM =
      Pattern.compile(
          "[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]+(?:\\[[ xX]\\][ \t]*)?[`*\\[]*"
              + "([A-Za-z0-9][A-Za-z0-9._-]*).*");

  /** Reads {@code body}, whose first line is line {@code firstLine} of its file. */
  static MarkdownSections of(String body, int firstLine) {
    Reader reader = new Reader(firstLine);
    body.lines().forEach(reader::read);
    return new MarkdownSections(reader.title, reader.blockedBy, reader.blocks);
  }

  /** Walks the lines. */
  private static final class Reader {
    private final Map<IssueId, Integer> blockedBy = new LinkedHashMap<>();
    private final Map<IssueId, Integer> blocks = new LinkedHashMap<>();
    private Optional<String> title = Optional.empty();
    private final CodeFence fence = new CodeFence();
    private String section = "";
    private int line;

    Reader(int firstLine) {
      line = firstLine - 1;
    }

    void read(String text) {
      line++;
      if (!fence.takes(text)) {
        readOutsideCode(text);
      }
    }

    private void readOutsideCode(String text) {
      Matcher heading = HEADING.matcher(text);
      if (text.startsWith("#") && heading.matches()) {
        section = heading.group(2).strip().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (heading.group(1).length() == 1 && title.isEmpty() && !heading.group(2).isBlank()) {
          title = Optional.of(heading.group(2).strip());
        }
      } else if (section.equals("blocked by")) {
        ids(text).forEach(id -> blockedBy.putIfAbsent(id, line));
      } else if (section.equals("blocks")) {
        ids(text).forEach(id -> blocks.putIfAbsent(id, line));
      }
    }

    /** Returns the id a list item begins with, or those of a line of only ids and commas. */
    private static Set<IssueId> ids(String text) {
      Set<IssueId> ids = new LinkedHashSet<>();
      Matcher item = ITEM.matcher(text);
      if (item.matches()) {
        id(item.group(1)).ifPresent(ids::add);
        return ids;
      }
      for (String word : text.split(",", -1)) {
        Optional<IssueId> id = id(word.strip());
        if (id.isEmpty()) {
          return Set.of();
        }
        ids.add(id.get());
      }
      return ids;
    }

    /** Parses {@code word} as an id if it contains a digit; without one it counts as prose. */
    private static Optional<IssueId> id(String word) {
      String bare = word.replaceAll("[.,;:]+$", "");
      return bare.chars().anyMatch(Character::isDigit) ? IssueId.parse(bare) : Optional.empty();
    }
  }
}
