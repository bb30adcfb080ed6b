package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.count;
import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Renders Claude Code's {@code stream-json}, and Qwen Code's, which resembles it. */
final class ClaudeTranscriber implements EventTranscriber {
  private static final Set<String> TOOL_USES =
      Set.of("tool_use", "server_tool_use", "mcp_tool_use");

  /** Types that only repeat, or prepare, what other events say. */
  private static final Set<String> SILENT =
      Set.of(
          "stream_event",
          "tool_progress",
          "tool_use_summary",
          "control_request",
          "control_response",
          "keep_alive",
          "prompt_suggestion");

  @Override
  public boolean show(JsonNode event, TranscriptBuilder transcript) {
    String type = text(event, "type");
    switch (type) {
      case "assistant" -> assistant(event, transcript);
      case "user" -> results(event.path("message").path("content"), transcript);
      case "system" -> system(event, transcript);
      case "rate_limit_event" -> rateLimit(event.path("rate_limit_info"), transcript);
      case "result" -> result(event, transcript);
      default -> {
        return SILENT.contains(type);
      }
    }
    return true;
  }

  private static void assistant(JsonNode event, TranscriptBuilder transcript) {
    boolean isError = !text(event, "error").isEmpty();
    for (JsonNode block : event.path("message").path("content")) {
      String type = text(block, "type");
      if (TOOL_USES.contains(type)) {
        transcript.uses(text(block, "id"), text(block, "name"), block.path("input"));
      } else if (type.equals("text") && isError) {
        transcript.error(text(block, "text"));
      } else if (type.equals("text")) {
        transcript.says(text(block, "text"));
      }
    }
  }

  private static void results(JsonNode content, TranscriptBuilder transcript) {
    for (JsonNode block : content) {
      if (block.path("is_error").booleanValue(false)) {
        JsonNode said = block.path("content");
        String why = said.isString() ? said.stringValue() : text(said.path(0), "text");
        transcript.failed(text(block, "tool_use_id"), why);
      }
    }
  }

  private static void system(JsonNode event, TranscriptBuilder transcript) {
    transcript.directory(text(event, "cwd"));
    if (text(event, "subtype").equals("api_retry")) {
      long status = count(event, "error_status");
      transcript.error(
          "request failed: "
              + text(event, "error").replace('_', ' ')
              + (status == 0 ? "" : " (status " + status + ")")
              + "; repeat "
              + count(event, "attempt")
              + " of "
              + count(event, "max_retries"));
    }
  }

  private static void rateLimit(JsonNode info, TranscriptBuilder transcript) {
    if (text(info, "status").equals("rejected")) {
      transcript.error("usage limit reached");
    }
  }

  private static void result(JsonNode event, TranscriptBuilder transcript) {
    boolean isError = event.path("is_error").booleanValue(false);
    if (isError) {
      event.path("errors").forEach(each -> transcript.error(each.asString("")));
      transcript.error(text(event, "result"));
    } else {
      transcript.says(text(event, "result"));
    }
    transcript.ended(!isError);
  }
}
