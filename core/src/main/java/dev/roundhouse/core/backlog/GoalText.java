package dev.roundhouse.core.backlog;

import dev.roundhouse.core.backlog.FrontMatter.Entry;
import dev.roundhouse.core.text.Utf8Decoder;
import dev.roundhouse.core.yaml.MalformedYamlException;
import dev.roundhouse.core.yaml.YamlReader;
import dev.roundhouse.core.yaml.YamlValue;
import dev.roundhouse.core.yaml.YamlValue.Kind;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the YAML of a goal strictly: anything unknown is an error with its line. */
final class GoalText {
  private static final long LARGEST = 1L << 20;

  private final Path file;
  private final String hint;

  /** Creates a reader for {@code file}; {@code hint} says what the file should look like. */
  GoalText(Path file, String hint) {
    this.file = file;
    this.hint = hint;
  }

  YamlValue read() throws IOException, GoalException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file) || Files.size(file) > LARGEST) {
      String why = Files.exists(file) ? " as a file of at most 1 MiB" : ": there is no such file";
      throw new GoalException(file + " cannot be read" + why, hint);
    }
    byte[] content = Files.readAllBytes(file);
    try {
      Optional<YamlValue> root = YamlReader.read(Utf8Decoder.strictly(content));
      return root.filter(value -> value.kind() == Kind.MAPPING)
          .orElseThrow(() -> wrong(1, "the file is not a mapping ('key: value' lines)"));
    } catch (MalformedYamlException broken) {
      throw new GoalException(where(broken.line()) + broken.getMessage(), broken.hint());
    } catch (CharacterCodingException broken) {
      throw new GoalException(
          where(Utf8Decoder.badLine(content)) + "not valid UTF-8", Utf8Decoder.hint(content));
    }
  }

  /** Returns the entries of {@code mapping}, which may have {@code known} keys and no others. */
  Map<String, Entry> entries(YamlValue mapping, String... known) throws GoalException {
    if (mapping.kind() != Kind.MAPPING) {
      throw wrong(
          line(mapping), "this must be a mapping ('key: value' lines), not " + mapping.text());
    }
    try {
      Map<String, Entry> entries = FrontMatter.entries(mapping.items());
      for (Map.Entry<String, Entry> each : entries.entrySet()) {
        if (!List.of(known).contains(each.getKey())) {
          throw wrong(
              line(each.getValue().key()),
              "unknown key '" + each.getKey() + "'; the keys are " + String.join(", ", known));
        }
      }
      return entries;
    } catch (MalformedYamlException twice) {
      throw new GoalException(where(twice.line()) + twice.getMessage(), twice.hint());
    }
  }

  /**
   * Returns the words under {@code key}, which may be a list or a text with commas; none if the key
   * is missing.
   */
  List<Name> names(Map<String, Entry> entries, String key) throws GoalException {
    List<Name> names = new ArrayList<>();
    for (YamlValue each : values(entries, key)) {
      if (!each.isScalar()) {
        throw wrong(line(each), key + " must be a list of strings");
      }
      for (String word : each.text().split(",", -1)) {
        if (!word.isBlank()) {
          names.add(new Name(word.strip(), where(line(each))));
        }
      }
    }
    return names;
  }

  /**
   * Returns the values of the list under {@code key}, or the one value there; none if the key is
   * missing.
   */
  List<YamlValue> values(Map<String, Entry> entries, String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return List.of();
    }
    return entry.value().kind() == Kind.LIST ? entry.value().items() : List.of(entry.value());
  }

  /** Returns the word under {@code key}, which must be one of {@code words} if there are any. */
  Optional<String> word(Map<String, Entry> entries, String key, String... words)
      throws GoalException {
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    String word = entry.value().text().strip();
    boolean known = words.length == 0 || List.of(words).contains(word);
    if (!entry.value().isScalar() || word.isEmpty() || !known) {
      String which = words.length == 0 ? "a string" : String.join(" or ", words);
      throw wrong(line(entry.value()), key + " must be " + which + ", not '" + word + "'");
    }
    return Optional.of(word);
  }

  GoalException wrong(int line, String what) {
    return new GoalException(where(line) + what, hint);
  }

  private String where(int line) {
    return file + ":" + Math.max(1, line) + ": ";
  }

  static int line(YamlValue value) {
    return value.line();
  }

  /** A word and a description of its position for people. */
  record Name(String text, String where) {}
}
