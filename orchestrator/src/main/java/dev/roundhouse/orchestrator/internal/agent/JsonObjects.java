package dev.roundhouse.orchestrator.internal.agent;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the JSON objects in a stream of lines, each on one line or spread over lines whose braces
 * stand alone at the margin. Not safe for use by several threads.
 */
final class JsonObjects {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final BiConsumer<JsonNode, String> objects;
  private final Consumer<String> others;
  private final StringBuilder spread = new StringBuilder();

  /**
   * Creates a reader.
   *
   * @param objects takes each object, and its text
   * @param others takes everything else, line by line
   */
  JsonObjects(BiConsumer<JsonNode, String> objects, Consumer<String> others) {
    this.objects = objects;
    this.others = others;
  }

  /** Takes the next line, without its line end. */
  void line(String line) {
    if (line.equals("{")) {
      giveUp();
      spread.append(line);
    } else if (line.startsWith("{")) {
      parse(line);
    } else if (!spread.isEmpty()) {
      continueSpread(line);
    } else {
      others.accept(line);
    }
  }

  private void continueSpread(String line) {
    boolean fits = spread.length() + line.length() < AgentStream.LONGEST_LINE;
    if (!fits) {
      giveUp();
      others.accept(line);
      return;
    }
    spread.append('\n').append(line);
    if (line.equals("}")) {
      String whole = spread.toString();
      spread.setLength(0);
      parse(whole);
    }
  }

  private void parse(String text) {
    Optional<JsonNode> object =
        text.length() <= AgentStream.LONGEST_LINE
            ? tree(text).filter(JsonNode::isObject)
            : Optional.empty();
    if (object.isPresent()) {
      objects.accept(object.get(), text);
    } else {
      text.lines().forEach(others);
    }
  }

  /** Returns the JSON value in {@code text}, if it is JSON. */
  static Optional<JsonNode> tree(String text) {
    try {
      return Optional.of(JSON.readTree(text));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /** Notes that an object that was begun is not continued. */
  void giveUp() {
    if (!spread.isEmpty()) {
      String begun = spread.toString();
      spread.setLength(0);
      begun.lines().forEach(others);
    }
  }
}
