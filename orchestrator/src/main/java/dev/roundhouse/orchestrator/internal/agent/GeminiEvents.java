package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.count;
import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads Gemini CLI's {@code stream-json}, and the single object that its {@code json} format
 * prints.
 */
final class GeminiEvents implements EventReader {
  /** The exit code of Gemini CLI for an account that was not let in. */
  private static final int NOT_LET_IN = 41;

  private static final Pattern REFUSED =
      Pattern.compile("(?:\\[API Error: )?(\\{\\s*\"error\".*\\})]?", Pattern.DOTALL);
  private static final Pattern EXHAUSTED =
      Pattern.compile(
          "(?:\\[API Error: )?You have exhausted your (?:daily quota|capacity) on this model\\..*",
          Pattern.DOTALL);

  private boolean inMessage;

  @Override
  public void read(JsonNode event, AgentReportBuilder draft) {
    draft.session(text(event, "session_id"));
    String type = text(event, "type");
    if (type.equals("message")) {
      message(event, draft);
      return;
    }
    inMessage = false;
    switch (type) {
      case "tool_use" -> draft.usesTool();
      case "error" -> {
        if (text(event, "severity").equals("error")) {
          draft.failed(text(event, "message"));
        }
      }
      case "result" -> result(event, draft);
      case "" -> whole(event, draft);
      default -> {
        // nothing for the report
      }
    }
  }

  private void message(JsonNode event, AgentReportBuilder draft) {
    boolean assistant = text(event, "role").equals("assistant");
    if (assistant && !inMessage) {
      draft.newMessage();
    }
    if (assistant) {
      draft.adds(text(event, "content"));
    }
    inMessage = assistant;
  }

  private static void result(JsonNode event, AgentReportBuilder draft) {
    JsonNode stats = event.path("stats");
    if (stats.isObject()) {
      draft.tokens(
          new Tokens(
              count(stats, "input_tokens"), count(stats, "output_tokens"), count(stats, "cached")));
      draft.complete(true);
    }
    if (text(event, "status").equals("success")) {
      draft.endedWell();
    } else {
      error(event.path("error"), draft);
    }
  }

  private static void error(JsonNode error, AgentReportBuilder draft) {
    String message = text(error, "message");
    draft.failed(text(error, "type"));
    draft.failed(message);
    HttpStatus.note(count(error, "code"), message, draft);
    if (count(error, "code") == NOT_LET_IN) {
      draft.refused(AccountProblem.LOG_IN, Optional.empty(), message);
    }
    if (EXHAUSTED.matcher(message).matches()) {
      draft.refused(AccountProblem.LIMIT, Optional.empty(), message);
    }
    Matcher refused = REFUSED.matcher(message);
    if (refused.matches()) {
      JsonObjects.tree(refused.group(1)).ifPresent(answer -> answer(answer.path("error"), draft));
    }
  }

  /** Reads the API's own error, which Gemini CLI passes on inside its message. */
  private static void answer(JsonNode error, AgentReportBuilder draft) {
    String said = text(error, "message");
    draft.failed(said);
    HttpStatus.note(count(error, "code"), said, draft);
    for (JsonNode detail : error.path("details")) {
      if (text(detail, "reason").equals("API_KEY_INVALID")) {
        draft.refused(AccountProblem.LOG_IN, Optional.empty(), said);
      }
    }
  }

  /** Reads the {@code json} format, which reports tokens by model. */
  private static void whole(JsonNode event, AgentReportBuilder draft) {
    draft.says(text(event, "response"));
    Tokens all = Tokens.NONE;
    for (JsonNode model : event.path("stats").path("models")) {
      JsonNode tokens = model.path("tokens");
      all =
          all.plus(new Tokens(count(tokens, "prompt"), 0, count(tokens, "cached")))
              .plus(new Tokens(0, count(tokens, "candidates"), 0))
              .plus(new Tokens(0, count(tokens, "thoughts"), 0));
    }
    draft.tokens(all);
    draft.complete(true);
    long tools = Math.min(1000, count(event.path("stats").path("tools"), "totalCalls"));
    for (long each = 0; each < tools; each++) {
      draft.usesTool();
    }
    if (event.path("error").isObject()) {
      error(event.path("error"), draft);
    }
  }
}
