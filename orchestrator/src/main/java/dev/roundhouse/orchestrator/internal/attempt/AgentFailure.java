package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.text.DurationWord;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.internal.agent.FailureOutput;
import java.util.function.UnaryOperator;

/** Says why an agent that ended by itself, or by a time limit, did not do its work. Pure. */
final class AgentFailure {
  /** The last exit code that a program chooses itself; those above stand for signals. */
  private static final int LAST_OWN_CODE = 128;

  private AgentFailure() {}

  /** Tells whether an agent that ended in this way did not do its work. */
  static boolean is(AgentEnding ending) {
    return !(ending instanceof AgentEnding.Interrupted)
        && !ending.equals(new AgentEnding.Exited(0));
  }

  /**
   * Returns the reason for such an ending on one line, with the agent's own words on it.
   *
   * @param redaction removes secrets
   */
  static String reason(
      AgentEnding ending,
      AgentReport report,
      FailureOutput output,
      UnaryOperator<String> redaction) {
    boolean hasGivenUp =
        ending instanceof AgentEnding.Exited exited && exited.code() <= LAST_OWN_CODE;
    String error = hasGivenUp ? output.error(report) : report.error();
    String words = error.isBlank() ? "" : ": " + redaction.apply(error);
    return redaction.apply(end(ending)) + words + "; its work is kept";
  }

  private static String end(AgentEnding ending) {
    if (ending instanceof AgentEnding.TimedOut late) {
      return "the agent took longer than " + DurationWord.of(late.limit());
    }
    if (ending instanceof AgentEnding.Idle silent) {
      return "the agent printed nothing for " + DurationWord.of(silent.limit());
    }
    if (ending instanceof AgentEnding.Failed unable) {
      return unable.reason();
    }
    return ending instanceof AgentEnding.Exited exited
        ? "the agent exited with " + exited.code()
        : "the agent was interrupted";
  }
}
