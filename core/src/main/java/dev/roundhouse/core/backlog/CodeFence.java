package dev.roundhouse.core.backlog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells fenced code from text, line by line. For one text. */
final class CodeFence {
  private static final Pattern FENCE = Pattern.compile("[ ]{0,3}(```+|~~~+).*");

  private String open = "";

  /** Takes the next line and tells whether it is code or the fence before or after code. */
  boolean takes(String line) {
    if (mayBeFence(line)) {
      Matcher fenced = FENCE.matcher(line);
      if (fenced.matches()) {
        toggle(fenced.group(1));
        return true;
      }
    }
    return !open.isEmpty();
  }

  private static boolean mayBeFence(String line) {
    int at = 0;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return line.startsWith("```", at) || line.startsWith("~~~", at);
  }

  private void toggle(String mark) {
    if (open.isEmpty()) {
      open = mark;
    } else if (mark.startsWith(open)) {
      open = "";
    }
  }
}
