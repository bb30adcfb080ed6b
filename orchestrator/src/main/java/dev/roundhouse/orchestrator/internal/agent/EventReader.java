package dev.roundhouse.orchestrator.internal.agent;

import tools.jackson.databind.JsonNode;

/** Understands the events of one JSON format; knows no event that it has not been taught. */
interface EventReader {
  /** Notes in {@code draft} what {@code event}, an object, tells. */
  void read(JsonNode event, AgentReportBuilder draft);

  /** The text at {@code key}, or nothing. */
  static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isString() ? value.stringValue() : "";
  }

  /** The count at {@code key}; what is no whole number, or too large for one, is 0. */
  static long count(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Math.max(0, value.longValue())
        : 0;
  }

  /** The number at {@code key}; what is none is -1. */
  static double number(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isNumber() ? value.doubleValue() : -1;
  }
}
