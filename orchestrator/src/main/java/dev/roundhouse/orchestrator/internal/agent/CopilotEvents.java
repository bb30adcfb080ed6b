package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.count;
import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import dev.roundhouse.core.ledger.AccountProblem;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads the output of {@code copilot --output-format json}, which reports neither tokens nor
 * dollars.
 */
final class CopilotEvents implements EventReader {
  @Override
  public void read(JsonNode event, AgentReportBuilder draft) {
    JsonNode data = event.path("data");
    switch (text(event, "type")) {
      case "assistant.message" -> {
        draft.answered();
        draft.says(text(data, "content"));
      }
      case "tool.execution_complete" -> draft.usesTool();
      case "session.error" -> error(data, draft);
      case "result" -> result(event, draft);
      default -> {
        // nothing for the report
      }
    }
  }

  private static void error(JsonNode data, AgentReportBuilder draft) {
    draft.failed(text(data, "errorType"));
    draft.failed(text(data, "message"));
    String said = text(data, "message");
    HttpStatus.note(count(data, "statusCode"), said, draft);
    if (text(data, "errorType").equals("authentication")) {
      draft.refused(AccountProblem.LOG_IN, Optional.empty(), said);
    }
  }

  private static void result(JsonNode event, AgentReportBuilder draft) {
    draft.session(text(event, "sessionId"));
    JsonNode exit = event.path("exitCode");
    if (exit.isIntegralNumber() && exit.asInt(1) == 0) {
      draft.endedWell();
    }
  }
}
