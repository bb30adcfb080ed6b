package dev.roundhouse.orchestrator.internal.agent;

import tools.jackson.databind.JsonNode;

/** Understands the events of one JSON format and ignores unknown ones. */
interface EventReader {
  /** Notes in {@code draft} the facts in {@code event}, a JSON object. */
  void read(JsonNode event, AgentReportBuilder draft);

  /** Returns the text at {@code key}, or an empty one. */
  static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isString() ? value.stringValue() : "";
  }

  /** Returns the count at {@code key}; 0 if it is not a whole number, or is too large. */
  static long count(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Math.max(0, value.longValue())
        : 0;
  }

  /** Returns the number at {@code key}; -1 if it is not a number. */
  static double number(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isNumber() ? value.doubleValue() : -1;
  }
}
