package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.ledger.AccountLimit;
import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.StepUsage;
import dev.roundhouse.core.text.DurationWord;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentReport.Refusal;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import dev.roundhouse.orchestrator.internal.agent.CommandAgent;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges an agent that a time limit ended before its model answered anything. Its program usually
 * prints a line as soon as it starts, and another with each answer; so without one, no work on the
 * issue has begun, and something between the program and its model may be the trouble. It is not,
 * if the same agent was answered elsewhere meanwhile. For one thread.
 */
final class UnansweredWait {
  private final RunContext context;

  UnansweredWait(RunContext context) {
    this.context = context;
  }

  /**
   * Returns the refusal that the wait amounts to; empty if it was not such a wait.
   *
   * @param agent the agent's name
   * @param report what it printed, summarized
   * @param log its output
   * @param since the time since which it worked
   */
  Optional<Refusal> refusal(
      AgentEnding ending, String agent, AgentReport report, Path log, Instant since)
      throws IOException {
    Optional<Limit> limit = limit(ending);
    if (limit.isEmpty()
        || !CommandAgent.hasEvents(log)
        || isAnswered(report)
        || isAnsweredElsewhere(context.ledger().view(), agent, since)) {
      return Optional.empty();
    }
    boolean isSilent = Files.size(log) == 0;
    return Optional.of(
        new Refusal(
            AccountProblem.SERVICE,
            Optional.empty(),
            AccountLimit.NO_ANSWER
                + " from its model within "
                + DurationWord.of(limit.get().time())
                + (isSilent ? ", and not one line of output" : "")
                + "; its service may be out of reach, or '"
                + limit.get().key()
                + "' too short"));
  }

  /** Returns the limit that ended the agent, but for that of the whole issue. */
  private Optional<Limit> limit(AgentEnding ending) {
    if (ending instanceof AgentEnding.Idle silent) {
      return Optional.of(new Limit("idleTimeout", silent.limit()));
    }
    return ending instanceof AgentEnding.TimedOut late
            && late.limit().equals(context.options().timeout())
        ? Optional.of(new Limit("timeout", late.limit()))
        : Optional.empty();
  }

  private static boolean isAnswered(AgentReport report) {
    return !report.tokens().equals(Tokens.NONE)
        || report.toolUses() > 0
        || !report.lastMessage().isEmpty()
        || !report.error().isEmpty();
  }

  private static boolean isAnsweredElsewhere(LedgerView view, String agent, Instant since) {
    return view.issues().stream()
        .flatMap(each -> each.history().stream())
        .flatMap(each -> each.steps().stream())
        .filter(each -> each.agent().equals(agent) && each.at().isAfter(since))
        .map(StepUsage::usage)
        .anyMatch(each -> each.tokens() > 0);
  }

  private record Limit(String key, Duration time) {}
}
