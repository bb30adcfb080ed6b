package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import tools.jackson.databind.JsonNode;

/** Renders the output of {@code opencode run --format json}, which has no event for its end. */
final class OpencodeTranscriber implements EventTranscriber {
  @Override
  public boolean show(JsonNode event, TranscriptBuilder transcript) {
    JsonNode part = event.path("part");
    switch (text(event, "type")) {
      case "text" -> transcript.says(text(part, "text"));
      case "tool_use" -> tool(part, transcript);
      case "step_finish" -> {
        if (text(part, "reason").equals("stop")) {
          transcript.ended(true);
        }
      }
      case "error" -> error(event.path("error"), transcript);
      case "step_start", "reasoning" -> {
        // of no interest
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void tool(JsonNode part, TranscriptBuilder transcript) {
    String id = text(part, "callID");
    JsonNode state = part.path("state");
    transcript.uses(id, text(part, "tool"), state.path("input"));
    if (text(state, "status").equals("error")) {
      transcript.failed(id, text(state, "error"));
    }
  }

  private static void error(JsonNode error, TranscriptBuilder transcript) {
    String said = text(error.path("data"), "message");
    transcript.error(said.isEmpty() ? text(error, "name") : said);
    transcript.ended(false);
  }
}
