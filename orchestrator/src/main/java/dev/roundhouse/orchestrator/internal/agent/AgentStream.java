package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.agent.AgentReport;

/**
 * Reads what an agent prints, one line at a time, and sums it up. Whatever the lines hold, it never
 * throws, and it needs no more memory than one line and one report. For one thread.
 */
public interface AgentStream {
  /** The longest line that is looked at, in characters; a longer one is passed over. */
  int LONGEST_LINE = 1 << 20;

  /** Takes the next line, without its end; a line that is not of this format tells nothing. */
  void line(String line);

  /** What has been told so far. */
  AgentReport report();
}
