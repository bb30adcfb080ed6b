package dev.roundhouse.orchestrator.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One value of the configuration, read as the type its key asks for.
 *
 * @param node the value as parsed from the file
 */
record ConfigValue(JsonNode node) {
  String text() {
    if (!node.isString() || node.stringValue().isBlank()) {
      throw new IllegalArgumentException("it must be a text, not " + node);
    }
    return node.stringValue();
  }

  /** Returns a word, which older YAML may have read as a boolean. */
  String word() {
    return node.isBoolean() ? (node.booleanValue() ? "on" : "off") : text();
  }

  int number() {
    if (!node.isInt()) {
      throw new IllegalArgumentException("it must be a whole number, not " + node);
    }
    return node.intValue();
  }

  boolean yes() {
    if (!node.isBoolean()) {
      throw new IllegalArgumentException("it must be true or false, not " + node);
    }
    return node.booleanValue();
  }

  /** Returns the words of a list, or of one text with commas. */
  List<String> list() {
    List<String> words = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(each -> words.add(word(each)));
    } else {
      for (String word : word(node).split(",", -1)) {
        words.add(word.strip());
      }
    }
    words.removeIf(String::isBlank);
    return words;
  }

  Duration duration() {
    return Durations.parse(text());
  }

  /** Returns the values of an object that may have only {@code keys}. */
  Map<String, ConfigValue> object(String... keys) {
    Map<String, ConfigValue> values = new LinkedHashMap<>();
    List<String> known = List.of(keys);
    for (Map.Entry<String, ConfigValue> each : object().entrySet()) {
      if (!known.contains(each.getKey())) {
        throw new IllegalArgumentException(
            "unknown key '" + each.getKey() + "'; the keys are " + String.join(", ", known));
      }
      values.put(each.getKey(), each.getValue());
    }
    return values;
  }

  /** Returns the values of an object, whatever its keys. */
  Map<String, ConfigValue> object() {
    if (!node.isObject()) {
      throw new IllegalArgumentException("it must be 'key: value' lines, not " + node);
    }
    Map<String, ConfigValue> values = new LinkedHashMap<>();
    node.properties().forEach(each -> values.put(each.getKey(), new ConfigValue(each.getValue())));
    return values;
  }

  /** Returns the values of a list. */
  List<ConfigValue> values() {
    if (!node.isArray()) {
      throw new IllegalArgumentException("it must be a list, each with '- ', not " + node);
    }
    List<ConfigValue> values = new ArrayList<>();
    node.forEach(each -> values.add(new ConfigValue(each)));
    return values;
  }

  private static String word(JsonNode node) {
    if (!node.isString() && !node.isInt()) {
      throw new IllegalArgumentException("it must be a list of words, not " + node);
    }
    return node.asString();
  }
}
