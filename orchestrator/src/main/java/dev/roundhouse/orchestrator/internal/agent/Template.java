package dev.roundhouse.orchestrator.internal.agent;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt with places for variables, such as <code>{{issue.title}}</code>. Strict: a variable that
 * does not exist is an error when the template is read, not when it is used. Filled-in text is not
 * scanned again. Immutable.
 */
public final class Template {
  /** All known variables. */
  public static final Set<String> VARIABLES =
      Set.of(
          "issue.id",
          "issue.title",
          "issue.body",
          "issue.type",
          "issue.priority",
          "issue.labels",
          "issue.file",
          "worktree",
          "result.file",
          "base",
          "attempt",
          "failure.reason",
          "failure.evidence");

  private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([^{}\n]*?)\\s*\\}\\}");

  private final String text;

  private Template(String text) {
    this.text = text;
  }

  /**
   * Parses a template.
   *
   * @param name the template's name in messages, such as its path
   * @throws IllegalArgumentException if it has an unknown variable; the message names template,
   *     line and variable
   */
  public static Template parse(String name, String text) {
    return parse(name, text, VARIABLES);
  }

  /**
   * Parses a template with its own set of variables.
   *
   * @param name the template's name in messages, such as its path
   * @param variables the variables it may have
   * @throws IllegalArgumentException if it has another variable; the message names template, line
   *     and variable
   */
  public static Template parse(String name, String text, Set<String> variables) {
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      if (!variables.contains(place.group(1))) {
        long line = text.substring(0, place.start()).chars().filter(each -> each == '\n').count();
        throw new IllegalArgumentException(
            name + ":" + (line + 1) + ": there is no variable '" + place.group(1) + "'");
      }
    }
    return new Template(text);
  }

  /** Returns the text with {@code values} filled in; a variable without a value is left empty. */
  public String fill(Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), "")));
  }
}
