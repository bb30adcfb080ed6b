package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.count;
import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads Qwen Code's {@code stream-json}. The format resembles Claude Code's, but it counts tokens
 * read from a cache as input, and reports a refused request as an answer, with success.
 */
final class QwenEvents implements EventReader {
  private static final Pattern REFUSED =
      Pattern.compile("\\[API Error: (\\d{3})\\b.*", Pattern.DOTALL);

  private Tokens soFar = Tokens.NONE;

  @Override
  public void read(JsonNode event, AgentReportBuilder draft) {
    draft.session(text(event, "session_id"));
    switch (text(event, "type")) {
      case "assistant" -> assistant(event, draft);
      case "result" -> result(event, draft);
      default -> {
        // nothing for the report
      }
    }
  }

  private void assistant(JsonNode event, AgentReportBuilder draft) {
    JsonNode message = event.path("message");
    for (JsonNode block : message.path("content")) {
      if (text(block, "type").equals("tool_use")) {
        draft.usesTool();
      } else if (!event.path("parent_tool_use_id").isString()) {
        draft.says(text(block, "text"));
      }
    }
    soFar = soFar.plus(tokens(message.path("usage")));
    draft.tokens(soFar);
  }

  private static void result(JsonNode event, AgentReportBuilder draft) {
    if (event.path("usage").isObject()) {
      draft.tokens(tokens(event.path("usage")));
      draft.complete(true);
    }
    String result = text(event, "result");
    Matcher refused = REFUSED.matcher(result);
    if (refused.matches()) {
      draft.failed(result);
      HttpStatus.note(Long.parseLong(refused.group(1)), result, draft);
    } else if (event.path("is_error").booleanValue(false)) {
      draft.failed(text(event, "subtype"));
      draft.failed(text(event.path("error"), "message"));
      draft.failed(result);
    } else {
      draft.endedWell();
      draft.says(result);
    }
  }

  private static Tokens tokens(JsonNode usage) {
    return new Tokens(
        count(usage, "input_tokens"),
        count(usage, "output_tokens"),
        count(usage, "cache_read_input_tokens"));
  }
}
