package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.issue.Issue;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A prompt with places for variables, such as <code>{{issue.title}}</code>. Strict: a variable that
 * does not exist is an error when the template is read, not when it is used. Filled-in text is not
 * scanned again. Immutable.
 */
public final class Template {
  /** The variable for what a person has said of the work so far. */
  static final String COMMENTS = "comments";

  /** All known variables; one that ends with {@code *} stands for any name in its place. */
  public static final Set<String> VARIABLES =
      Set.of(
          "issue.id",
          "issue.title",
          "issue.body",
          "issue.type",
          "issue.priority",
          "issue.labels",
          "issue.file",
          "issue.extra.*",
          "worktree",
          "result.file",
          "base",
          "attempt",
          "failure.reason",
          "failure.evidence",
          Template.COMMENTS);

  private static final String EXTRA = "issue.extra.";
  private static final Pattern EXTRA_NAME = Pattern.compile("issue\\.extra\\.[\\w.-]+");
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
      if (!isKnown(place.group(1), variables)) {
        long line = text.substring(0, place.start()).chars().filter(each -> each == '\n').count();
        throw new IllegalArgumentException(
            name + ":" + (line + 1) + ": unknown variable '" + place.group(1) + "'");
      }
    }
    return new Template(text);
  }

  private static boolean isKnown(String name, Set<String> variables) {
    return (variables.contains(name) && !name.endsWith("*"))
        || (variables.contains(EXTRA + "*") && EXTRA_NAME.matcher(name).matches());
  }

  /** Returns the variables of the further facts of {@code issue}, with their values. */
  public static Map<String, String> extra(Issue issue) {
    return issue.extra().entrySet().stream()
        .collect(Collectors.toMap(each -> EXTRA + each.getKey(), Map.Entry::getValue));
  }

  /** Tells whether the text has the variable {@code name}. */
  boolean has(String name) {
    return PLACE.matcher(text).results().anyMatch(place -> place.group(1).equals(name));
  }

  /** Returns the text with {@code values} filled in; a variable without a value is left empty. */
  public String fill(Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), "")));
  }
}
