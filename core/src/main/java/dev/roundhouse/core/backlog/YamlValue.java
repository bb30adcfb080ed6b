package dev.roundhouse.core.backlog;

import java.util.List;

/**
 * One value of a YAML text and its position there. Immutable.
 *
 * @param kind its kind
 * @param text a scalar's text; otherwise the source text
 * @param items a list's items; a mapping's keys and values in turn
 * @param span its position
 */
record YamlValue(Kind kind, String text, List<YamlValue> items, Span span) {
  /** The kinds of values. */
  enum Kind {
    /** A word or text without quotes, or as a block. */
    PLAIN,
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
  record Span(int start, int end, int line, int column) {}

  YamlValue {
    items = List.copyOf(items);
  }

  boolean isScalar() {
    return kind != Kind.LIST && kind != Kind.MAPPING;
  }

  /** Returns the quote around its text, or an empty string. */
  String quote() {
    return switch (kind) {
      case SINGLE_QUOTED -> "'";
      case DOUBLE_QUOTED -> "\"";
      case PLAIN, LIST, MAPPING -> "";
    };
  }

  /** Returns the same value at the position of an alias. */
  YamlValue at(Span other) {
    return new YamlValue(kind, text, items, other);
  }

  /** Tells whether both have the same content, whatever their position and style. */
  boolean says(YamlValue other) {
    return isScalar()
        ? other.isScalar() && text.equals(other.text)
        : kind == other.kind && text.equals(other.text);
  }
}
