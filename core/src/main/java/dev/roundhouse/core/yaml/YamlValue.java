package dev.roundhouse.core.yaml;

import java.util.List;

/**
 * One value of a YAML text and its position there. Immutable.
 *
 * @param kind its kind
 * @param tag a scalar's tag if the text states one, such as {@code tag:yaml.org,2002:str}; else
 *     empty
 * @param text a scalar's text; otherwise the source text
 * @param items a list's items; a mapping's keys and values in turn
 * @param span its position
 */
public record YamlValue(Kind kind, String tag, String text, List<YamlValue> items, Span span) {
  /** The kinds of values. */
  public enum Kind {
    /** A word or text without quotes. */
    PLAIN,
    /** A text as a block of lines. */
    BLOCK,
    /** A text in single quotes. */
    SINGLE_QUOTED,
    /** A text in double quotes. */
    DOUBLE_QUOTED,
    /** A list. */
    LIST,
    /** Keys and values. */
    MAPPING
  }

  /**
   * The position of a value.
   *
   * @param start its first character
   * @param end the one after its last
   * @param line its line in the text, counted from 0
   * @param column its first character's column, counted from 0
   */
  public record Span(int start, int end, int line, int column) {}

  /** Copies the items. */
  public YamlValue {
    items = List.copyOf(items);
  }

  /** Returns whether it is neither a list nor a mapping. */
  public boolean isScalar() {
    return kind != Kind.LIST && kind != Kind.MAPPING;
  }

  /** Returns the quote around its text, or an empty string. */
  public String quote() {
    return switch (kind) {
      case SINGLE_QUOTED -> "'";
      case DOUBLE_QUOTED -> "\"";
      case PLAIN, BLOCK, LIST, MAPPING -> "";
    };
  }

  /** Returns its line in the text, counted from 1. */
  public int line() {
    return span.line() + 1;
  }

  /** Returns the same value at the position of an alias. */
  YamlValue at(Span other) {
    return new YamlValue(kind, tag, text, items, other);
  }

  /** Tells whether both have the same content, whatever their position and style. */
  public boolean says(YamlValue other) {
    return isScalar()
        ? other.isScalar() && text.equals(other.text)
        : kind == other.kind && text.equals(other.text);
  }
}
