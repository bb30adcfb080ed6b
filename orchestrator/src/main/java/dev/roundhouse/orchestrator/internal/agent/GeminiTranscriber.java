package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import tools.jackson.databind.JsonNode;

/** Renders Gemini CLI's {@code stream-json}, and the single object of its {@code json} format. */
final class GeminiTranscriber implements EventTranscriber {
  @Override
  public boolean show(JsonNode event, TranscriptBuilder transcript) {
    switch (text(event, "type")) {
      case "init" -> {
        // only its session and its model
      }
      case "message" -> message(event, transcript);
      case "tool_use" ->
          transcript.uses(
              text(event, "tool_id"), text(event, "tool_name"), event.path("parameters"));
      case "tool_result" -> toolResult(event, transcript);
      case "error" -> transcript.error(text(event, "message"));
      case "result" -> {
        transcript.error(text(event.path("error"), "message"));
        transcript.ended(text(event, "status").equals("success"));
      }
      case "" -> {
        return whole(event, transcript);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Shows a message of the model, which may come in pieces; what the user says is the prompt. */
  private static void message(JsonNode event, TranscriptBuilder transcript) {
    if (text(event, "role").equals("assistant")) {
      transcript.adds(text(event, "content"));
    }
  }

  private static void toolResult(JsonNode event, TranscriptBuilder transcript) {
    if (text(event, "status").equals("error")) {
      String message = text(event.path("error"), "message");
      transcript.failed(
          text(event, "tool_id"), message.isEmpty() ? text(event, "output") : message);
    }
  }

  private static boolean whole(JsonNode event, TranscriptBuilder transcript) {
    JsonNode error = event.path("error");
    if (!event.has("response") && !error.isObject()) {
      return false;
    }
    transcript.says(text(event, "response"));
    transcript.error(text(error, "message"));
    transcript.ended(!error.isObject());
    return true;
  }
}
