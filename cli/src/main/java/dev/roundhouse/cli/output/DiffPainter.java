package dev.roundhouse.cli.output;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Colours the lines of one plain diff, from its first line on. What stands in a hunk is judged by
 * its first character alone, so that a removed line such as {@code -- x} does not look like the
 * name of a file. For one thread.
 */
final class DiffPainter {
  private static final Pattern HUNK =
      Pattern.compile("@@ -\\d+(?:,(\\d+))? \\+\\d+(?:,(\\d+))? @@.*", Pattern.DOTALL);

  private final TextColor color;
  private long before; // lines of the hunk that are still to come, on either side
  private long after;

  DiffPainter(TextColor color) {
    this.color = color;
  }

  /**
   * Returns the next line in colour.
   *
   * @param line the line as git wrote it
   * @param shown the same as it is shown
   */
  String paint(String line, String shown) {
    return before > 0 || after > 0 ? inHunk(line, shown) : outside(line, shown);
  }

  private String inHunk(String line, String shown) {
    switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> {
        after--;
        return color.good(shown);
      }
      case '-' -> {
        before--;
        return color.bad(shown);
      }
      case '\\' -> {
        return shown; // git's word about the line before
      }
      default -> {
        before--;
        after--;
        return shown;
      }
    }
  }

  private String outside(String line, String shown) {
    Matcher hunk = HUNK.matcher(line);
    if (hunk.matches()) {
      before = count(hunk.group(1));
      after = count(hunk.group(2));
      return color.warning(shown);
    }
    boolean isHeader =
        line.startsWith("+++ ")
            || line.startsWith("--- ")
            || line.startsWith("diff ")
            || line.startsWith("index ");
    return isHeader ? color.strong(shown) : shown;
  }

  private static long count(@Nullable String number) {
    return number == null ? 1 : Long.parseLong(number);
  }
}
