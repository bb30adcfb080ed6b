package dev.roundhouse.core.backlog;

import com.google.common.base.CharMatcher;
import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The facts that an issue's text states under its headings: its title, the issues listed below
 * {@code ## Blocked By}, {@code ## Blocks} and {@code ## Depends On}, and every line that has the
 * form of a field. Fenced code and HTML comments do not count. Immutable.
 *
 * @param title the first heading of level one
 * @param listed the ids listed below such a heading, with their lines
 * @param fields the lines that have the form of a field, and what stands below a heading that is
 *     named like one
 */
record MarkdownSections(
    Optional<String> title, Map<IssueField, Map<IssueId, Integer>> listed, List<BodyField> fields) {
  private static final Pattern HEADING = Pattern.compile("(#{1,6})[ \t]+(.*)");
  private static final Pattern ITEM =
      Pattern.compile("[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]+(?:\\[[ xX]\\][ \t]*)?(.*)");
  private static final String LEAD =
      "[^\\p{L}\\p{N}|#]*+(?:[0-9]++[.)][ \t]++|[xX]\\][ \t]*+)?[*_`]*+";
  private static final String NAME = "(\\p{L}[\\p{L} _\\p{Pd}]{0,39}?)";
  private static final Pattern FIELD =
      Pattern.compile(LEAD + NAME + "[ \t*_`]*[:\\uFF1A][*_`]*(.*)");
  private static final Pattern DASHED =
      Pattern.compile(LEAD + NAME + "(?:\\*\\*|__)[ \t]*[\\p{Pd}=][ \t]+(.*)");
  private static final Pattern ROW =
      Pattern.compile("[ \t]*\\|[ \t*_`]*" + NAME + "[ \t*_`:]*\\|([^|]*)\\|?[ \t]*");
  private static final Pattern PHRASE =
      Pattern.compile(LEAD + "((?i:blocked by|depends on|blocks))[*_]*[ \t]+(.*)");
  private static final int LONGEST = 4_000; // characters of a line
  private static final int MOST = 40;
  private static final Pattern NEXT = Pattern.compile("(?<![ \t])[ \t]++[|\\u00B7\\u2022][ \t]+");

  /** Reads {@code body}, whose first line is line {@code firstLine} of its file. */
  static MarkdownSections of(String body, int firstLine) {
    Reader reader = new Reader(firstLine);
    body.lines().forEach(reader::read);
    return new MarkdownSections(reader.title, reader.listed, reader.fields);
  }

  /** Returns the ids listed below the heading named like {@code field}, with their lines. */
  Map<IssueId, Integer> listed(IssueField field) {
    return listed.getOrDefault(field, Map.of());
  }

  /** Walks the lines. */
  private static final class Reader {
    private final Map<IssueField, Map<IssueId, Integer>> listed = new LinkedHashMap<>();
    private final List<BodyField> fields = new ArrayList<>();
    private final CodeFence fence = new CodeFence();
    private Optional<String> title = Optional.empty();
    private String section = "";
    private String open = "";
    private boolean isHead = true;
    private boolean isComment;
    private int line;

    Reader(int firstLine) {
      line = firstLine - 1;
    }

    void read(String text) {
      line++;
      if (!fence.takes(text) && !isComment(text)) {
        readOutsideCode(text);
      }
    }

    private boolean isComment(String text) {
      int opened = text.lastIndexOf("<!--");
      int closed = text.lastIndexOf("-->");
      boolean inside = isComment || (opened >= 0 && text.stripLeading().startsWith("<!--"));
      isComment = opened > closed || (isComment && closed < 0);
      return inside;
    }

    private void readOutsideCode(String text) {
      if (text.length() > LONGEST) {
        open = ""; // no person wrote this line as a field or a list
        return;
      }
      Matcher heading = HEADING.matcher(text);
      if (text.startsWith("#") && heading.matches()) {
        String words = CharMatcher.anyOf(" \t#").trimTrailingFrom(heading.group(2));
        head(heading.group(1).length(), words.strip());
        return;
      }
      Optional<IssueField> list = isHead ? Optional.empty() : list(section);
      if (list.isPresent()) {
        Map<IssueId, Integer> ids =
            listed.computeIfAbsent(list.get(), key -> new LinkedHashMap<>());
        ids(text).forEach(id -> ids.putIfAbsent(id, line));
      } else if (!text.isBlank() && !continues(text)) {
        open = "";
        readFields(text);
      }
    }

    private void head(int level, String text) {
      isHead = isHead && level == 1 && title.isEmpty();
      open = "";
      section = text;
      if (level == 1 && title.isEmpty() && !text.isEmpty()) {
        title = Optional.of(text);
      }
    }

    /** Returns the field whose issues are listed below a heading of that name. */
    private static Optional<IssueField> list(String section) {
      String folded = IssueField.fold(section);
      return IssueField.of(folded)
          .filter(IssueField::isOrder)
          .filter(field -> field.usual().equals(folded));
    }

    /** Takes an item of the list below a field without a value of its own. */
    private boolean continues(String text) {
      Matcher item = ITEM.matcher(text);
      if (open.isEmpty() || !item.matches() || FIELD.matcher(text).matches()) {
        return false;
      }
      Set<IssueId> ids = IssueIdList.leading(item.group(1));
      String value =
          ids.isEmpty()
              ? item.group(1)
              : ids.stream().map(IssueId::value).collect(Collectors.joining(", "));
      return add(open, value);
    }

    private void readFields(String text) {
      if (!isHead && isNamedLikeField(section)) {
        Matcher item = ITEM.matcher(text);
        String value = NEXT.split(item.matches() ? item.group(1) : text, 2)[0];
        add(section, value.strip().replaceAll("^[*_`]+|[*_`]+$", ""));
      }
      if (text.stripLeading().startsWith("|")) {
        match(ROW, text);
        return;
      }
      for (String part : text.indexOf('|') >= 0 ? NEXT.split(text, -1) : new String[] {text}) {
        boolean colon = part.indexOf(':') >= 0 || part.indexOf('\uFF1A') >= 0;
        boolean bold = part.contains("**") || part.contains("__");
        if (!(colon && match(FIELD, part)) && !(bold && match(DASHED, part))) {
          phrase(part);
        }
      }
    }

    private boolean match(Pattern form, String text) {
      Matcher field = form.matcher(text);
      return field.matches() && add(field.group(1).strip(), field.group(2).strip());
    }

    private boolean add(String name, String value) {
      if (!isNamedLikeField(name)) {
        return false;
      }
      if (value.isEmpty()) {
        open = name;
      } else {
        fields.add(new BodyField(name, value, line, isHead));
      }
      return true;
    }

    private static boolean isNamedLikeField(String name) {
      return !name.isEmpty()
          && name.length() <= MOST
          && (IssueField.of(name).isPresent()
              || IssueField.resembling(name).isPresent()
              || IssueField.isRank(name));
    }

    /** Reads a line such as {@code Blocked by #12}, without a colon, if nothing else is in it. */
    private void phrase(String text) {
      Matcher phrase = PHRASE.matcher(text);
      if (phrase.matches() && IssueIdList.of(phrase.group(2)).isNumbered()) {
        add(phrase.group(1), phrase.group(2).strip());
      }
    }

    /** Returns the ids a list item begins with, or those of a line of only ids and commas. */
    private static Collection<IssueId> ids(String text) {
      Matcher item = ITEM.matcher(text);
      if (item.matches()) {
        return IssueIdList.leading(item.group(1));
      }
      IssueIdList ids = IssueIdList.of(text);
      return ids.isNumbered() ? ids.ids() : Set.of();
    }
  }
}
