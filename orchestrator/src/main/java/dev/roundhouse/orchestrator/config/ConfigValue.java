package dev.roundhouse.orchestrator.config;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One value of the configuration, read as the type its key asks for.
 *
 * @param node the value as the file has it
 */
record ConfigValue(JsonNode node) {
  String text() {
    if (!node.isString() || node.stringValue().isBlank()) {
      throw new IllegalArgumentException("it must be a text, not " + node);
    }
    return node.stringValue();
  }

  int number() {
    if (!node.isInt()) {
      throw new IllegalArgumentException("it must be a whole number, not " + node);
    }
    return node.intValue();
  }

  /** A list, or one text with commas. */
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

  private static String word(JsonNode node) {
    if (!node.isString() && !node.isInt()) {
      throw new IllegalArgumentException("it must be a list of words, not " + node);
    }
    return node.asString();
  }
}
