package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.count;
import static dev.roundhouse.orchestrator.internal.agent.EventReader.number;
import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads Claude Code's {@code stream-json}. Tokens are summed by message until the last line, {@code
 * result}, gives the total; without that line they are fewer than were used.
 */
final class ClaudeEvents implements EventReader {
  private static final int REMEMBERED = 64;
  private static final int LONGEST_ID = 200;
  private static final Pattern STATUS =
      Pattern.compile("API Error: (?:Request rejected \\()?(\\d{3})\\b");

  /** The program's own words for a connection that brought no answer of the API. */
  private static final Pattern NO_ANSWER =
      Pattern.compile(
          "API Error: (?:Connection |Unable to connect|Request timed out"
              + "|API returned an empty or malformed response)");

  /** The last messages whose tokens are counted: each part of a message repeats its tokens. */
  private final Deque<String> counted = new ArrayDeque<>();

  @Override
  public void read(JsonNode event, AgentReportBuilder draft) {
    draft.session(text(event, "session_id"));
    switch (text(event, "type")) {
      case "assistant" -> assistant(event, draft);
      case "system" -> retry(text(event, "error"), count(event, "error_status"), draft);
      case "rate_limit_event" -> rateLimit(event.path("rate_limit_info"), draft);
      case "result" -> result(event, draft);
      default -> {
        // nothing for the report
      }
    }
  }

  private void assistant(JsonNode event, AgentReportBuilder draft) {
    JsonNode message = event.path("message");
    String error = text(event, "error");
    if (error.isEmpty()) {
      draft.answered();
    }
    for (JsonNode block : message.path("content")) {
      switch (text(block, "type")) {
        case "tool_use", "server_tool_use", "mcp_tool_use" -> draft.usesTool();
        case "text" -> addText(text(block, "text"), event, draft);
        default -> {
          // thinking, and kinds that are not known yet
        }
      }
    }
    if (isNew(text(message, "id"))) {
      draft.moreTokens(tokens(message.path("usage")));
    }
  }

  private static void addText(String text, JsonNode event, AgentReportBuilder draft) {
    String error = text(event, "error");
    if (!error.isEmpty()) {
      trouble(error).ifPresent(each -> draft.refused(each, Optional.empty(), text));
      UsageLimitLine.note(text, draft);
      draft.failed(text);
    } else if (!event.path("parent_tool_use_id").isString()) {
      draft.says(text);
    }
  }

  private boolean isNew(String message) {
    String id = message.length() > LONGEST_ID ? "" : message;
    if (counted.contains(id)) {
      return false;
    }
    counted.addLast(id);
    if (counted.size() > REMEMBERED) {
      counted.removeFirst();
    }
    return true;
  }

  /** Reads that a request failed and will be repeated; the words are only those of a field. */
  private static void retry(String error, long status, AgentReportBuilder draft) {
    String said = error.replace('_', ' ') + (status == 0 ? "" : " (status " + status + ")");
    if (error.equals("unknown") && status == 0) {
      draft.refused(AccountProblem.SERVICE, Optional.empty(), "no answer from the API");
    } else if (!error.isEmpty()) {
      HttpStatus.note(status, said, draft);
      trouble(error).ifPresent(each -> draft.refused(each, Optional.empty(), said));
    }
  }

  private static Optional<AccountProblem> trouble(String error) {
    return switch (error) {
      case "authentication_failed", "oauth_org_not_allowed" -> Optional.of(AccountProblem.LOG_IN);
      case "billing_error" -> Optional.of(AccountProblem.CREDIT);
      case "rate_limit" -> Optional.of(AccountProblem.LIMIT);
      case "server_error", "overloaded" -> Optional.of(AccountProblem.SERVICE);
      case "model_not_found" -> Optional.of(AccountProblem.MODEL);
      default -> Optional.empty();
    };
  }

  private static void rateLimit(JsonNode info, AgentReportBuilder draft) {
    if (text(info, "status").equals("rejected")) {
      draft.refused(
          AccountProblem.LIMIT, UsageLimitLine.epoch(count(info, "resetsAt")), "usage limit");
    } else if (text(info, "status").startsWith("allowed")) {
      draft.notRefused(AccountProblem.LIMIT);
    }
  }

  private static void result(JsonNode event, AgentReportBuilder draft) {
    draft.cost(number(event, "total_cost_usd"));
    draft.complete(true);
    if (event.path("usage").isObject()) {
      draft.tokens(tokens(event.path("usage")));
    }
    String result = text(event, "result");
    if (event.path("is_error").booleanValue(false)) {
      error(count(event, "api_error_status"), result, draft);
      UsageLimitLine.note(result, draft);
      draft.failed(text(event, "subtype"));
      event.path("errors").forEach(each -> draft.failed(each.isString() ? each.stringValue() : ""));
      draft.failed(result);
    } else {
      draft.endedWell();
      draft.says(result);
    }
  }

  /**
   * Reads the error a run ended with. If no field has the status, the words may begin with it; or
   * they say that the connection was lost, or that something else answered.
   */
  private static void error(long field, String result, AgentReportBuilder draft) {
    Matcher words = STATUS.matcher(result);
    long status = field == 0 && words.lookingAt() ? Long.parseLong(words.group(1)) : field;
    HttpStatus.note(status, result, draft);
    if (status == 0 && NO_ANSWER.matcher(result).lookingAt()) {
      draft.refused(AccountProblem.SERVICE, Optional.empty(), result);
    }
  }

  private static Tokens tokens(JsonNode usage) {
    long read = count(usage, "cache_read_input_tokens");
    long written = count(usage, "cache_creation_input_tokens");
    return new Tokens(
        sum(count(usage, "input_tokens"), sum(read, written)), count(usage, "output_tokens"), read);
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
