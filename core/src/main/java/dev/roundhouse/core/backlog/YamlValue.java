package dev.roundhouse.core.backlog;

import java.util.List;

/**
 * One value of a YAML text, and where it stands there. Immutable.
 *
 * @param kind what it is
 * @param text a scalar's text; else as it is written
 * @param items a list's items; a mapping's keys and values in turn
 * @param span where it stands
 */
record YamlValue(Kind kind, String text, List<YamlValue> items, Span span) {
  /** What a value may be. */
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
   * Where a value stands.
   *
   * @param start its first character
   * @param end the one behind its last
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

  /** The mark around its text, or empty. */
  String quote() {
    return switch (kind) {
      case SINGLE_QUOTED -> "'";
      case DOUBLE_QUOTED -> "\"";
      case PLAIN, LIST, MAPPING -> "";
    };
  }

  /** The same value where an alias stands for it. */
  YamlValue at(Span other) {
    return new YamlValue(kind, text, items, other);
  }

  /** Whether both say the same, wherever and in whatever style. */
  boolean says(YamlValue other) {
    return isScalar()
        ? other.isScalar() && text.equals(other.text)
        : kind == other.kind && text.equals(other.text);
  }
}
