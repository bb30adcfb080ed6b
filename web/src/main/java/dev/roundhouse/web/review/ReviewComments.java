package dev.roundhouse.web.review;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Comments that a person types between the lines of a diff. In the file that is edited, each line
 * that is given begins with {@code >}; whatever is not one of those lines, in their order, was
 * typed. Immutable.
 */
public final class ReviewComments {
  /** The line of a comment on the work as a whole. */
  public static final int WHOLE = -1;

  private static final String GIVEN = "> ";
  private static final Pattern ESCAPED = Pattern.compile("(?m)^ ( *>)");
  private static final char NUL = '\u2400'; // its picture: neither editors nor agents take it
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*", Pattern.DOTALL);

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
  public ReviewComments(String title, List<String> diff) {
    this.diff = diff.stream().map(ReviewComments::withoutNul).toList();
    this.places = new Places().of(this.diff);
    add(title);
    add("Type comments for the agent between the lines of the diff, each below the line it is");
    add("about; here, for the work as a whole. Lines that begin with '>' are not sent. If you");
    add("type nothing, nothing is sent back.");
    this.introduced = given.size();
    this.diff.forEach(this::add);
  }

  /** Returns {@code text} without the character that tells a file in UTF-16 from others. */
  private static String withoutNul(String text) {
    return text.replace('\0', NUL);
  }

  private void add(String line) {
    given.add((GIVEN + line).stripTrailing());
  }

  /**
   * A comment. Immutable.
   *
   * @param line the index of the line of the diff that it is about, or {@link #WHOLE}
   * @param text what was typed
   */
  public record Comment(int line, String text) {
    /** Replaces what no file of comments can hold. */
    public Comment {
      text = withoutNul(text);
    }
  }

  /** Returns the content of the file to edit, with room for comments on the whole. */
  public String file() {
    return file(List.of());
  }

  /**
   * Returns the content of the file with comments in it. A line of theirs that begins like one of
   * the file gets a space in front.
   */
  public String file(List<Comment> comments) {
    StringBuilder text = new StringBuilder();
    given.subList(0, introduced).forEach(line -> text.append(line).append('\n'));
    typed(text, comments, WHOLE);
    text.append('\n');
    for (int i = introduced; i < given.size(); i++) {
      text.append(given.get(i)).append('\n');
      typed(text, comments, i - introduced);
    }
    return text.toString();
  }

  private static void typed(StringBuilder text, List<Comment> comments, int line) {
    comments.stream()
        .filter(each -> each.line() == line)
        .flatMap(each -> each.text().lines())
        .forEach(each -> text.append(isLikeGiven(each) ? " " : "").append(each).append('\n'));
  }

  private static boolean isLikeGiven(String line) {
    return line.stripLeading().startsWith(">");
  }

  /** Returns {@code comments} with the one on its line replaced; without it if it is blank. */
  public List<Comment> with(List<Comment> comments, Comment comment) {
    if (comment.line() < WHOLE || comment.line() >= diff.size()) {
      throw new IllegalArgumentException("the diff has no line " + comment.line());
    }
    List<Comment> all = new ArrayList<>(comments);
    all.removeIf(each -> each.line() == comment.line());
    if (!comment.text().isBlank()) {
      all.add(comment);
    }
    all.sort(Comparator.comparingInt(Comment::line));
    return all;
  }

  /** Returns the places of the lines of the diff, in order. */
  public List<Place> places() {
    return List.copyOf(places);
  }

  /** Tells whether {@code content} is that of a file of this diff, edited or not. */
  public boolean isOf(String content) {
    return content.startsWith(given.get(0) + "\n");
  }

  /**
   * Returns the comments in {@code content} as they are sent, each with the line it is about; empty
   * if there are none.
   */
  public String typed(String content) {
    return text(of(content));
  }

  /** Returns the comments in {@code content}. */
  public List<Comment> of(String content) {
    List<String> lines =
        Splitter.on('\n').splitToStream(content).map(String::stripTrailing).toList();
    List<Comment> found = new ArrayList<>();
    List<String> comment = new ArrayList<>();
    int next = 0;
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      int match = line.startsWith(">") ? match(lines, at, next) : -1;
      if (match < 0) {
        comment.add(line);
      } else {
        collect(found, comment, next - 1);
        comment.clear();
        next = match + 1;
      }
    }
    collect(found, comment, next - 1);
    return found;
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

  private void collect(List<Comment> found, List<String> comment, int above) {
    boolean isTyped = comment.stream().anyMatch(line -> !line.isBlank() && !given.contains(line));
    if (isTyped) { // lines of the diff at best otherwise, where others were deleted
      String said = CharMatcher.is('\n').trimFrom(String.join("\n", comment));
      String text = ESCAPED.matcher(said).replaceAll("$1");
      found.add(new Comment(Math.max(WHOLE, above - introduced), text));
    }
  }

  /** Returns comments as they are sent, each with the line it is about. */
  public String text(List<Comment> comments) {
    StringBuilder text = new StringBuilder();
    for (Comment each : comments) {
      text.append(text.isEmpty() ? "" : "\n");
      if (each.line() != WHOLE) {
        Place place = places.get(each.line());
        text.append(GIVEN).append(diff.get(each.line())).append('\n').append(place.prefix());
      }
      text.append(each.text()).append('\n');
    }
    return text.toString();
  }

  /**
   * The place of a line of the diff.
   *
   * @param path the file, as git writes it; empty if there is none
   * @param line the line's number; 0 for the file as a whole
   * @param isRemoved true if the number is that of the file before the change
   */
  public record Place(String path, int line, boolean isRemoved) {
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
