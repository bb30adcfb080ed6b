package dev.roundhouse.orchestrator.config;

import dev.roundhouse.core.text.DurationWord;
import dev.roundhouse.core.yaml.MalformedYamlException;
import dev.roundhouse.core.yaml.YamlNodes;
import dev.roundhouse.core.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * One value of the configuration, read as the type its key asks for.
 *
 * @param name its key, after those it is nested in: {@code landing.mode}; an item of a list has the
 *     name of the list
 * @param value the value as read from the file
 * @param node the value as a text, a number, a boolean, a list or an object
 * @param line the line of its key, or of the value itself if it has none; counted from 1
 */
record ConfigValue(String name, YamlValue value, JsonNode node, int line) {
  /**
   * Returns a whole configuration.
   *
   * @throws MalformedYamlException if a key occurs twice or is not a scalar, or a number cannot be
   *     read
   */
  static ConfigValue of(YamlValue root) throws MalformedYamlException {
    return new ConfigValue("", root, YamlNodes.of(root), root.line());
  }

  /** Returns the result of {@code reader}; a value that it refuses is refused at this line. */
  <T> T read(Function<ConfigValue, T> reader) {
    try {
      return reader.apply(this);
    } catch (ConfigValueException located) {
      throw located;
    } catch (IllegalArgumentException wrong) {
      throw wrong(String.valueOf(wrong.getMessage()));
    }
  }

  ConfigValueException wrong(String what) {
    return new ConfigValueException(SettingMessage.about(name, what), line);
  }

  String text() {
    if (node.isNull() || (node.isString() && node.stringValue().isBlank())) {
      throw wrong("must not be empty");
    }
    if (!node.isString()) {
      String quoted = value.isScalar() ? ", for example \"" + value.text() + '"' : "";
      throw wrong("must be a string" + quoted + ", not " + node);
    }
    return plain(node.stringValue());
  }

  /** Returns a word, which older YAML may have read as a boolean. */
  String word() {
    return node.isBoolean() ? (node.booleanValue() ? "on" : "off") : any();
  }

  int number() {
    if (!node.isInt()) {
      throw wrong("must be a whole number, not " + node);
    }
    return node.intValue();
  }

  boolean yes() {
    if (!node.isBoolean()) {
      throw wrong("must be true or false, not " + node);
    }
    return node.booleanValue();
  }

  /** Returns the words of a list, or of one text with commas. */
  List<String> list() {
    return words(ConfigValue::listed);
  }

  /** Returns the names in a list, or in one text with commas; a name may be a whole number. */
  List<String> names() {
    return words(value -> value.node.isInt() ? value.node.asString() : value.listed());
  }

  private List<String> words(Function<ConfigValue, String> reader) {
    List<String> words = new ArrayList<>();
    if (node.isArray()) {
      values().forEach(each -> words.add(reader.apply(each)));
    } else {
      for (String word : reader.apply(this).split(",", -1)) {
        words.add(word.strip());
      }
    }
    words.removeIf(String::isBlank);
    return words;
  }

  Duration duration() {
    return read(value -> DurationWord.parse(value.any()));
  }

  /** Returns the text, or any other value as JSON, for a reader that has a better refusal. */
  String any() {
    return node.isString() ? plain(node.stringValue()) : node.toString();
  }

  /** Returns the values of an object that may have only the keys of {@code type}. */
  Map<String, ConfigValue> object(ConfigType.Mapping type) {
    Map<String, ConfigValue> values = new LinkedHashMap<>();
    List<String> known = type.names();
    for (Map.Entry<String, ConfigValue> each : object().entrySet()) {
      if (!known.contains(each.getKey())) {
        String what =
            "unknown key '" + each.getKey() + "'; the keys are " + String.join(", ", known);
        throw new ConfigValueException(SettingMessage.about(name, what), each.getValue().line);
      }
      values.put(each.getKey(), each.getValue());
    }
    return values;
  }

  /** Returns the values of an object, whatever its keys. */
  Map<String, ConfigValue> object() {
    if (!node.isObject()) {
      throw wrong("must be a mapping ('key: value' lines), not " + node);
    }
    Map<String, ConfigValue> values = new LinkedHashMap<>();
    List<YamlValue> items = value.items();
    for (int i = 0; i < items.size(); i += 2) {
      String key = items.get(i).text();
      values.put(
          key,
          new ConfigValue(
              name.isEmpty() ? key : name + "." + key,
              items.get(i + 1),
              node.path(key),
              items.get(i).line()));
    }
    return values;
  }

  /** Returns the values of a list. */
  List<ConfigValue> values() {
    if (!node.isArray()) {
      throw wrong("must be a list, for example [a, b], not " + node);
    }
    List<ConfigValue> values = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      YamlValue item = value.items().get(i);
      values.add(new ConfigValue(name, item, node.path(i), item.line()));
    }
    return values;
  }

  private String listed() {
    if (!node.isString()) {
      throw wrong("must be a list of strings, for example [a, b], not " + node);
    }
    return plain(node.stringValue());
  }

  /** Returns {@code text}, in which only tabs and line breaks may be control characters. */
  private String plain(String text) {
    OptionalInt control =
        text.chars()
            .filter(each -> Character.isISOControl(each) && "\t\n\r".indexOf(each) < 0)
            .findFirst();
    if (control.isPresent()) {
      throw wrong(
          String.format(
              Locale.ROOT, "must not contain the control character U+%04X", control.getAsInt()));
    }
    return text;
  }
}
