package dev.roundhouse.cli.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that a client gave to a tool, of which nothing is known but that they were JSON.
 * They become words of a command line that cannot be taken for other options or another file, and
 * the command checks what they say. Immutable.
 */
final class Arguments {
  private static final int LONGEST = 1_000_000;

  private final Map<String, Object> given;

  /**
   * Checks the names and types.
   *
   * @throws IllegalArgumentException saying what is wrong, for the client
   */
  Arguments(Map<String, Object> given, List<ToolParameter> parameters) {
    this.given = given;
    String known = parameters.stream().map(ToolParameter::name).collect(Collectors.joining(", "));
    for (String name : given.keySet()) {
      if (parameters.stream().noneMatch(each -> each.name().equals(name))) {
        throw new IllegalArgumentException(
            "unknown argument '"
                + name
                + "'; the arguments are: "
                + (known.isEmpty() ? "none" : known));
      }
    }
    for (ToolParameter each : parameters) {
      check(each, given.get(each.name()));
    }
  }

  private static void check(ToolParameter parameter, @Nullable Object value) {
    if (value == null) {
      if (parameter.isRequired()) {
        throw new IllegalArgumentException("the argument '" + parameter.name() + "' is missing");
      }
      return;
    }
    boolean isValid =
        switch (parameter.kind()) {
          case TEXT -> value instanceof String text && isPlain(text);
          case NUMBER -> value instanceof Integer || value instanceof Long;
          case TRUTH -> value instanceof Boolean;
          case TEXTS ->
              value instanceof List<?> list
                  && list.stream()
                      .allMatch(
                          each ->
                              each instanceof String text && isPlain(text) && !text.contains(","));
        };
    if (!isValid) {
      throw new IllegalArgumentException(
          "the argument '" + parameter.name() + "' must be " + parameter.kind().words());
    }
  }

  private static boolean isPlain(String text) {
    return text.length() <= LONGEST && text.indexOf('\0') < 0;
  }

  /** Returns a text; empty if it was not given. */
  String text(String name) {
    return given.get(name) instanceof String text ? text : "";
  }

  /** Tells whether it was given, and is not {@code false}. */
  boolean has(String name) {
    Object value = given.get(name);
    return value != null && !Boolean.FALSE.equals(value);
  }

  /** Returns the option {@code option} with the value that was given; no word if none was. */
  List<String> option(String option, String name) {
    Object value = given.get(name);
    if (value == null || Boolean.FALSE.equals(value)) {
      return List.of();
    }
    if (Boolean.TRUE.equals(value)) {
      return List.of(option);
    }
    String text =
        value instanceof List<?> list
            ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
            : String.valueOf(value);
    return List.of(option + "=" + text);
  }

  /** Returns a command line of {@code words}, after which {@code name} can only be an argument. */
  List<String> line(List<String> words, String name) {
    List<String> line = new ArrayList<>(words);
    line.add("--");
    line.add(text(name));
    return line;
  }

  /** The kinds of values. */
  enum ValueKind {
    /** A text. */
    TEXT("string", "text of at most 1,000,000 characters"),
    /** A whole number. */
    NUMBER("integer", "a whole number"),
    /** True or false. */
    TRUTH("boolean", "true or false"),
    /** A list of texts. */
    TEXTS("array", "a list of texts without commas");

    private final String type;
    private final String words;

    ValueKind(String type, String words) {
      this.type = type;
      this.words = words;
    }

    /** Returns its type in a JSON Schema. */
    String type() {
      return type;
    }

    String words() {
      return words;
    }
  }

  /**
   * What a tool may be given.
   *
   * @param name the name
   * @param kind the kind of value
   * @param isRequired whether it must be given
   * @param meaning what it is for
   */
  record ToolParameter(String name, ValueKind kind, boolean isRequired, String meaning) {
    static ToolParameter required(String name, String meaning) {
      return new ToolParameter(name, ValueKind.TEXT, true, meaning);
    }

    static ToolParameter text(String name, String meaning) {
      return new ToolParameter(name, ValueKind.TEXT, false, meaning);
    }

    static ToolParameter optional(ValueKind kind, String name, String meaning) {
      return new ToolParameter(name, kind, false, meaning);
    }
  }
}
