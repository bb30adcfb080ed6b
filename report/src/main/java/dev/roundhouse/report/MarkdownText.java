package dev.roundhouse.report;

import java.util.regex.Pattern;

/**
 * Makes text from anywhere safe to stand in Markdown, as pull requests show it: it formats nothing,
 * links nowhere, and mentions neither a person nor another issue. Pure.
 */
final class MarkdownText {
  private static final String BREAK = "\u200b"; // a blank of no width: keeps words from being read
  private static final Pattern FORMAT = Pattern.compile("[\\\\`*_\\[\\]|~$!]");
  private static final Pattern REFERENCE = Pattern.compile("(?i)[@#!%&~](?=[\\w\"])|\\bGH(?=-\\d)");
  private static final Pattern ADDRESS = Pattern.compile("(?i)(?<=:)(?=//)|(?<=\\bwww)(?=\\.)");
  private static final Pattern TICKS = Pattern.compile("`+");

  private MarkdownText() {}

  /** Returns {@code text} as a part of a line. */
  static String inline(String text) {
    String line = Words.line(text);
    String plain = REFERENCE.matcher(line).replaceAll("$0" + BREAK);
    plain = ADDRESS.matcher(plain).replaceAll(BREAK);
    plain = FORMAT.matcher(plain).replaceAll("\\\\$0");
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("#", "\\#");
  }

  /** Returns {@code text} as code within a line, also of a table. */
  static String code(String text) {
    String line = InertText.line(text).replace("|", "\\|");
    if (line.isEmpty()) {
      return "";
    }
    String fence = "`".repeat(longestTicks(line) + 1);
    String blank = line.startsWith("`") || line.endsWith("`") ? " " : "";
    return fence + blank + line + blank + fence;
  }

  /** Returns {@code text} as a block of code. */
  static String block(String text) {
    String inert = InertText.of(text).stripTrailing();
    String fence = "`".repeat(Math.max(3, longestTicks(inert) + 1));
    return fence + "text\n" + inert + "\n" + fence + "\n";
  }

  private static int longestTicks(String text) {
    return TICKS.matcher(text).results().mapToInt(each -> each.group().length()).max().orElse(0);
  }
}
