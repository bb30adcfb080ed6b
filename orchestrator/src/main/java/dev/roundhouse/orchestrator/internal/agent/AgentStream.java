package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.AgentReport;
import java.util.Optional;

/**
 * Reads the output of an agent, one line at a time, and summarizes it. Whatever the lines hold, it
 * never throws, and it needs no more memory than one line and one report. For one thread.
 */
public interface AgentStream {
  /** The longest line that is examined, in characters; a longer one is skipped. */
  int LONGEST_LINE = 1 << 20;

  /** Takes the next line, without its line end; a line in another format is ignored. */
  void line(String line);

  /** Returns the report on all lines so far. */
  AgentReport report();

  /**
   * Returns what is used so far, as the report has it; empty if the agent may use no more, as far
   * as the lines say.
   */
  Optional<Usage> usedSoFar();
}
