package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Renders the output of {@code copilot --output-format json}. */
final class CopilotTranscriber implements EventTranscriber {
  /** Events that prepare, or accompany, what others say. */
  private static final Pattern SILENT =
      Pattern.compile("(?:assistant|model|session|tool|user|hook|skill|subagent|system)\\..*");

  @Override
  public boolean show(JsonNode event, TranscriptBuilder transcript) {
    JsonNode data = event.path("data");
    String type = text(event, "type");
    switch (type) {
      case "assistant.message" -> transcript.says(text(data, "content"));
      case "tool.execution_start" ->
          transcript.uses(text(data, "toolCallId"), text(data, "toolName"), data.path("arguments"));
      case "tool.execution_complete" -> toolResult(data, transcript);
      case "session.error" -> transcript.error(text(data, "message"));
      case "result" -> transcript.ended(event.path("exitCode").asInt(1) == 0);
      default -> {
        return SILENT.matcher(type).matches();
      }
    }
    return true;
  }

  private static void toolResult(JsonNode data, TranscriptBuilder transcript) {
    if (!data.path("success").booleanValue(true)) {
      String message = text(data.path("error"), "message");
      String said = message.isEmpty() ? text(data.path("result"), "content") : message;
      transcript.failed(text(data, "toolCallId"), said);
    }
  }
}
