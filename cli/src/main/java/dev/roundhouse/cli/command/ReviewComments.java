package dev.roundhouse.cli.command;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Comments that a person types between the lines of a diff. In the file that is edited, each line
 * that is given begins with {@code >}; whatever is not one of those lines, in their order, was
 * typed. Immutable.
 */
final class ReviewComments {
  private static final String GIVEN = "> ";
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*");

  private final List<String> given = new ArrayList<>();
  private final List<String> diff;
  private final List<Place> places;
  private final int introduced;

  /**
   * Prepares the file.
   *
   * @param title the first line, which says what the diff is of
   * @param diff the lines of a diff in git's plain form
   */
  ReviewComments(String title, List<String> diff) {
    this.diff = List.copyOf(diff);
    this.places = new Places().of(diff);
    add(title);
    add("Type comments for the agent between the lines of the diff, each below the line it is");
    add("about; here, for the work as a whole. Lines that begin with '>' are not sent. If you");
    add("type nothing, nothing is sent back.");
    this.introduced = given.size();
    diff.forEach(this::add);
  }

  private void add(String line) {
    given.add((GIVEN + line).stripTrailing());
  }

  /** Returns the content of the file to edit, with room for comments on the whole. */
  String file() {
    return String.join("\n", given.subList(0, introduced))
        + "\n\n"
        + String.join("\n", given.subList(introduced, given.size()))
        + "\n";
  }

  /** Tells whether {@code content} is that of a file of this diff, edited or not. */
  boolean isOf(String content) {
    return content.startsWith(given.get(0) + "\n");
  }

  /**
   * Returns the comments in {@code content}, each with the line it is about; empty if there are
   * none.
   */
  String typed(String content) {
    List<String> lines =
        Splitter.on('\n').splitToStream(content).map(String::stripTrailing).toList();
    StringBuilder text = new StringBuilder();
    List<String> comment = new ArrayList<>();
    int next = 0;
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      int match = line.startsWith(">") ? match(lines, at, next) : -1;
      if (match < 0) {
        comment.add(line);
      } else {
        append(text, comment, next - 1);
        comment.clear();
        next = match + 1;
      }
    }
    append(text, comment, next - 1);
    return text.toString();
  }

  /**
   * Returns the number of the given line that line {@code at} is; -1 if it was typed. Where lines
   * were deleted before it, the one after it must fit as well.
   */
  private int match(List<String> lines, int at, int next) {
    String line = lines.get(at);
    if (next < given.size() && given.get(next).equals(line)) {
      return next;
    }
    int after = at + 1;
    while (after < lines.size() && !lines.get(after).startsWith(">")) {
      after++;
    }
    for (int each = next; each < given.size(); each++) {
      boolean isLast = each == given.size() - 1;
      if (given.get(each).equals(line)
          && (isLast || (after < lines.size() && given.get(each + 1).equals(lines.get(after))))) {
        return each;
      }
    }
    return -1;
  }

  private void append(StringBuilder text, List<String> comment, int above) {
    String said = CharMatcher.is('\n').trimFrom(String.join("\n", comment));
    boolean isTyped = comment.stream().anyMatch(line -> !line.isBlank() && !given.contains(line));
    if (!isTyped) {
      return; // lines of the diff at best, where others were deleted
    }
    text.append(text.isEmpty() ? "" : "\n");
    if (above >= introduced) {
      Place place = places.get(above - introduced);
      text.append(GIVEN).append(diff.get(above - introduced)).append('\n').append(place.prefix());
    }
    text.append(said).append('\n');
  }

  /**
   * The place of a line of the diff.
   *
   * @param path the file, as git writes it; empty if there is none
   * @param line the line's number; 0 for the file as a whole
   * @param isRemoved true if the number is that of the file before the change
   */
  private record Place(String path, int line, boolean isRemoved) {
    String prefix() {
      String number = line == 0 ? "" : ":" + line;
      return path.isEmpty() ? "" : path + number + (isRemoved ? " (removed): " : ": ");
    }
  }

  /** Finds the places of the lines of a diff; for one diff. */
  private static final class Places {
    private String path = "";
    private int before;
    private int after;
    private int beforeLeft;
    private int afterLeft;
    private Place last = new Place("", 0, false);

    List<Place> of(List<String> diff) {
      List<Place> places = new ArrayList<>();
      for (String line : diff) {
        last = line.startsWith("\\") ? last : place(line);
        places.add(last);
      }
      return places;
    }

    private Place place(String line) {
      if (beforeLeft > 0 || afterLeft > 0) {
        return inHunk(line.isEmpty() ? ' ' : line.charAt(0));
      }
      Matcher hunk = HUNK.matcher(line);
      if (hunk.matches()) {
        before = Integer.parseInt(hunk.group(1));
        beforeLeft = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
        after = Integer.parseInt(hunk.group(3));
        afterLeft = hunk.group(4) == null ? 1 : Integer.parseInt(hunk.group(4));
      } else if (line.startsWith("diff --git ")) {
        String both = line.substring("diff --git ".length());
        path = path(both.substring(0, both.length() / 2)); // there are no renames
      } else if (line.startsWith("+++ ") && !line.equals("+++ /dev/null")) {
        path = path(line.substring("+++ ".length()));
      }
      return new Place(path, 0, false);
    }

    private Place inHunk(char kind) {
      if (kind == '-') {
        beforeLeft--;
        return new Place(path, before++, true);
      }
      if (kind == ' ') {
        before++;
        beforeLeft--;
      }
      afterLeft--;
      return new Place(path, after++, false);
    }

    /** Returns a path without its letter, and without the tab that git puts behind some. */
    private static String path(String word) {
      String name = word.strip();
      boolean isQuoted = name.startsWith("\"") && name.endsWith("\"") && name.length() > 1;
      String bare = isQuoted ? name.substring(1, name.length() - 1) : name;
      return bare.length() > 2 && bare.charAt(1) == '/' ? bare.substring(2) : bare;
    }
  }
}
