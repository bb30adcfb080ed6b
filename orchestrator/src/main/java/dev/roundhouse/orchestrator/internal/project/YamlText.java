package dev.roundhouse.orchestrator.internal.project;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes single values and lists as YAML, without quotes where none are needed. Pure. */
public final class YamlText {
  /** Matches text that needs no quotes in YAML, also in a list with brackets. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_./][A-Za-z0-9_./@+=~^-]*(?: [A-Za-z0-9_./@+=~^-]+)*");

  /** Matches text that needs no quotes outside of brackets: it may hold quotes and shell signs. */
  private static final Pattern LINE =
      Pattern.compile(
          "[A-Za-z_./][A-Za-z0-9_./@+=~^'\"&|()*,\\[\\]-]*"
              + "(?: [A-Za-z0-9_./@+=~^'\"&|()*,\\[\\]-]+)*");

  private static final Pattern WORD =
      Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|\\.nan|[-+]?\\.inf|\\.[0-9]+");

  private YamlText() {}

  /** Returns {@code text} as a value of a list in brackets. */
  public static String scalar(String text) {
    return isPlain(PLAIN, text) ? text : quoted(text);
  }

  /** Returns {@code text} as the value behind a key or a dash. */
  static String value(String text) {
    return isPlain(LINE, text) ? text : quoted(text);
  }

  private static boolean isPlain(Pattern pattern, String text) {
    return pattern.matcher(text).matches() && !WORD.matcher(text).matches();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Returns {@code texts} as a list in brackets. */
  public static String list(Collection<String> texts) {
    return texts.stream().map(YamlText::scalar).collect(Collectors.joining(", ", "[", "]"));
  }
}
