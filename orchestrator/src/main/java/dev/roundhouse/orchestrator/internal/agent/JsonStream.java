package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.agent.AgentReport;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a stream of JSON objects, each on one line or spread over lines whose braces stand alone at
 * the margin; anything between them is skipped.
 */
final class JsonStream implements AgentStream {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final EventReader events;
  private final AgentReportBuilder draft = new AgentReportBuilder();
  private final StringBuilder spread = new StringBuilder();

  JsonStream(EventReader events) {
    this.events = events;
  }

  @Override
  public void line(String line) {
    if (line.equals("{")) {
      spread.setLength(0);
      spread.append(line);
    } else if (line.startsWith("{")) {
      parse(line);
    } else if (!spread.isEmpty()) {
      continueSpread(line);
    }
  }

  private void continueSpread(String line) {
    boolean fits = spread.length() + line.length() < LONGEST_LINE;
    spread.append('\n').append(fits ? line : "");
    if (fits && line.equals("}")) {
      parse(spread.toString());
    }
    if (!fits || line.equals("}")) {
      spread.setLength(0);
    }
  }

  private void parse(String text) {
    if (text.length() <= LONGEST_LINE) {
      tree(text).filter(JsonNode::isObject).ifPresent(event -> events.read(event, draft));
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

  @Override
  public AgentReport report() {
    return draft.report();
  }
}
