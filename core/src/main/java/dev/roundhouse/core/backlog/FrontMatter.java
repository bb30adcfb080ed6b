package dev.roundhouse.core.backlog;

import dev.roundhouse.core.yaml.MalformedYamlException;
import dev.roundhouse.core.yaml.YamlReader;
import dev.roundhouse.core.yaml.YamlValue;
import dev.roundhouse.core.yaml.YamlValue.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The YAML in front of an issue's text, with the position of each key. Immutable.
 *
 * @param source the text
 * @param root the mapping, or empty if there are only comments
 * @param entries the keys and values as written
 */
record FrontMatter(String source, Optional<YamlValue> root, Map<String, Entry> entries) {
  private static final List<String> NOTHING = List.of("", "~", "null", "none", "n/a", "-", "[]");

  /** A key and its value. */
  record Entry(YamlValue key, YamlValue value) {}

  /** A word of a list, and its line in the file, counted from 1. */
  record Word(String text, int line) {}

  /**
   * Parses {@code text}.
   *
   * @throws MalformedYamlException if it is not a YAML mapping
   */
  static FrontMatter parse(String text) throws MalformedYamlException {
    Optional<YamlValue> root = YamlReader.read(text).filter(value -> !isNull(value));
    if (root.isEmpty()) {
      return new FrontMatter(text, root, Map.of());
    }
    if (root.get().kind() != Kind.MAPPING) {
      throw new MalformedYamlException(
          "not a mapping", 1, "write 'key: value' lines, such as 'status: open'");
    }
    return new FrontMatter(text, root, entries(root.get().items()));
  }

  private static boolean isNull(YamlValue value) {
    return value.isScalar()
        && value.quote().isEmpty()
        && List.of("", "~", "null").contains(value.text());
  }

  static Map<String, Entry> entries(List<YamlValue> items) throws MalformedYamlException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (int i = 0; i + 1 < items.size(); i += 2) {
      YamlValue key = items.get(i);
      if (entries.put(key.text(), new Entry(key, items.get(i + 1))) != null) {
        throw new MalformedYamlException(
            "not valid YAML: the key '" + key.text() + "' occurs twice",
            key.line(),
            "remove one of the two");
      }
    }
    return entries;
  }

  /** Returns the entry of {@code key}, or else the first whose key is another spelling of it. */
  Optional<Entry> find(String key) {
    Entry exact = entries.get(key);
    return exact != null ? Optional.of(exact) : spelled(key);
  }

  private Optional<Entry> spelled(String key) {
    String folded = IssueField.fold(key);
    return entries.entrySet().stream()
        .filter(each -> IssueField.fold(each.getKey()).equals(folded))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Returns the one word or text under {@code key}; empty if there is none. */
  Optional<String> text(String key) {
    return find(key)
        .map(Entry::value)
        .filter(YamlValue::isScalar)
        .map(value -> value.text().strip())
        .filter(word -> !isNothing(word));
  }

  /** Returns the words under {@code key}, which may be a list or one text with commas. */
  List<String> list(String key) {
    return words(key).stream().map(Word::text).toList();
  }

  /**
   * Returns the words under {@code key}, which may be a list or one text with commas, with their
   * lines.
   */
  List<Word> words(String key) {
    return find(key).map(Entry::value).stream()
        .flatMap(FrontMatter::split)
        .filter(word -> !isNothing(word.text()))
        .toList();
  }

  private static Stream<Word> split(YamlValue value) {
    Stream<YamlValue> each = value.kind() == Kind.LIST ? value.items().stream() : Stream.of(value);
    boolean commas = value.isScalar();
    return each.flatMap(
        one ->
            (commas ? Stream.of(one.text().split(",", -1)) : Stream.of(one.text()))
                .map(word -> new Word(word.strip(), one.span().line() + 2)));
  }

  static boolean isNothing(String word) {
    return NOTHING.stream().anyMatch(word::equalsIgnoreCase);
  }

  /**
   * Returns the line of {@code key} in its file, counted from 1; the first line if the key is
   * missing.
   */
  int line(String key) {
    return find(key).map(entry -> entry.key().span().line() + 2).orElse(1);
  }

  /** Tells whether both have the same values under every key except {@code except}. */
  boolean saysTheSame(FrontMatter other, String except) {
    return without(except).equals(other.without(except))
        && without(except).stream().allMatch(key -> value(key).says(other.value(key)));
  }

  private List<String> without(String key) {
    Optional<String> written = find(key).map(entry -> entry.key().text());
    return entries.keySet().stream().filter(each -> !written.equals(Optional.of(each))).toList();
  }

  private YamlValue value(String key) {
    return Objects.requireNonNull(entries.get(key)).value();
  }
}
