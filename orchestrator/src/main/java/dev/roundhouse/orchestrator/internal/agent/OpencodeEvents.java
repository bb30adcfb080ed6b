package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.count;
import static dev.roundhouse.orchestrator.internal.agent.EventReader.number;
import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads the output of {@code opencode run --format json}, which reports tokens and cost for each
 * step.
 */
final class OpencodeEvents implements EventReader {
  @Override
  public void read(JsonNode event, AgentReportBuilder draft) {
    draft.session(text(event, "sessionID"));
    JsonNode part = event.path("part");
    switch (text(event, "type")) {
      case "text" -> draft.says(text(part, "text"));
      case "tool_use" -> draft.usesTool();
      case "step_start" -> draft.complete(false);
      case "step_finish" -> step(part, draft);
      case "error" -> error(event.path("error"), draft);
      default -> {
        // nothing for the report
      }
    }
  }

  private static void step(JsonNode part, AgentReportBuilder draft) {
    draft.answered();
    draft.complete(true);
    JsonNode tokens = part.path("tokens");
    JsonNode cache = tokens.path("cache");
    long read = count(cache, "read");
    draft.moreTokens(
        new Tokens(count(tokens, "input"), count(tokens, "output"), read)
            .plus(new Tokens(read, count(tokens, "reasoning"), 0))
            .plus(new Tokens(count(cache, "write"), 0, 0)));
    double cost = number(part, "cost");
    if (cost >= 0) {
      draft.moreCost(cost);
    }
  }

  private static void error(JsonNode error, AgentReportBuilder draft) {
    String name = text(error, "name");
    JsonNode data = error.path("data");
    draft.failed(name);
    String said = text(data, "message");
    draft.failed(said);
    HttpStatus.note(count(data, "statusCode"), said, draft);
    if (name.equals("ProviderAuthError")) {
      draft.refused(AccountProblem.LOG_IN, Optional.empty(), said);
    }
  }
}
