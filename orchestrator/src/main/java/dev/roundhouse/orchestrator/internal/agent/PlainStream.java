package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.agent.AgentReport;

/** Words for people. Nothing is guessed from them but what one exact line says. */
final class PlainStream implements AgentStream {
  private final AgentReportBuilder draft = new AgentReportBuilder();

  @Override
  public void line(String line) {
    draft.adds(line.length() > LONGEST_LINE ? "" : line);
    draft.adds("\n");
    if (UsageLimitLine.note(line, draft)) {
      draft.failed(line);
    }
  }

  @Override
  public AgentReport report() {
    return draft.report();
  }
}
