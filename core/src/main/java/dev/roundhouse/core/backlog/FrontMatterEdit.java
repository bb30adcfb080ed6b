package dev.roundhouse.core.backlog;

import dev.roundhouse.core.backlog.FrontMatter.Entry;
import dev.roundhouse.core.yaml.MalformedYamlException;
import dev.roundhouse.core.yaml.YamlValue;
import dev.roundhouse.core.yaml.YamlValue.Span;
import java.util.Optional;

/**
 * Changes one key of a front matter and no other character: an existing value is replaced in place,
 * keeping its quotes; a missing key is added at the end. Stateless.
 */
final class FrontMatterEdit {
  private FrontMatterEdit() {}

  /**
   * Returns {@code source} with {@code value} under {@code key}, or empty if writing it would
   * change the value of another key, such as an alias of it.
   */
  static Optional<String> set(String source, String key, String value, String lineEnd) {
    try {
      FrontMatter before = FrontMatter.parse(source);
      Optional<Entry> entry = before.find(key);
      String changed =
          entry.isPresent()
              ? replaced(source, entry.get(), value)
              : added(before, key + ": " + value, lineEnd);
      FrontMatter after = FrontMatter.parse(changed);
      boolean asMeant =
          after.text(key).filter(value::equals).isPresent() && before.saysTheSame(after, key);
      return asMeant ? Optional.of(changed) : Optional.empty();
    } catch (MalformedYamlException broken) {
      return Optional.empty();
    }
  }

  private static String replaced(String source, Entry entry, String value) {
    Span old = entry.value().span();
    int colon = source.indexOf(':', entry.key().span().end()) + 1;
    int start = Math.max(colon, old.start());
    String between = source.substring(colon, start);
    int end = start + source.substring(start, Math.max(start, old.end())).stripTrailing().length();
    if (between.indexOf('\n') >= 0 || between.indexOf('\r') >= 0 || start == end) {
      return source.substring(0, colon)
          + " "
          + value
          + between.stripTrailing()
          + source.substring(end);
    }
    String quote = entry.value().quote();
    return source.substring(0, start)
        + (between.isEmpty() ? " " : "")
        + (quote + value + quote)
        + source.substring(end);
  }

  private static String added(FrontMatter before, String line, String lineEnd) {
    String source = before.source();
    Optional<YamlValue> root = before.root();
    if (root.isPresent() && root.get().text().startsWith("{")) {
      int inside = root.get().span().start() + 1;
      String comma = before.entries().isEmpty() ? "" : ", ";
      return source.substring(0, inside) + line + comma + source.substring(inside);
    }
    int indent = root.map(value -> value.span().column()).orElse(0);
    return source + " ".repeat(indent) + line + lineEnd;
  }

  /**
   * Returns {@code source} without the lines of {@code key} and its value, or unchanged if there is
   * no such key or it shares its lines with others.
   */
  static String without(String source, String key) {
    try {
      FrontMatter front = FrontMatter.parse(source);
      Optional<Entry> entry = front.find(key);
      if (entry.isEmpty() || front.root().filter(root -> root.text().startsWith("{")).isPresent()) {
        return source;
      }
      int start = source.lastIndexOf('\n', entry.get().key().span().start() - 1) + 1;
      Span value = entry.get().value().span();
      int last =
          value.start() + source.substring(value.start(), value.end()).stripTrailing().length();
      int end = source.indexOf('\n', last);
      return source.substring(0, start) + (end < 0 ? "" : source.substring(end + 1));
    } catch (MalformedYamlException broken) {
      return source;
    }
  }
}
