package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Feedback;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.StepUsage;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import java.util.Optional;

/** A person's comments on the work of an earlier attempt, and the session they belong to. Pure. */
public final class Comments {
  private Comments() {}

  /** Tells whether a person has commented on the work of an earlier attempt. */
  static boolean areOnWork(IssueRecord record) {
    Feedback feedback = record.feedback();
    return feedback != null && !feedback.fresh() && feedback.attempt() > 0;
  }

  /**
   * Returns the last session in which {@code agent} did the work that was commented on.
   *
   * @param text the comments, as the agent is to read them there
   */
  static Optional<AgentRequest.Continuation> session(
      IssueRecord record, String agent, String text) {
    Feedback feedback = record.feedback();
    int first = feedback == null ? 0 : feedback.attempt();
    return record.history().stream()
        .filter(each -> each.number() >= first && agent.equals(each.agent()))
        .map(AttemptSummary::session)
        .flatMap(Optional::stream)
        .reduce((earlier, later) -> later)
        .map(id -> new AgentRequest.Continuation(id, text, used(record, id)));
  }

  /** Returns what is on record as used in {@code session}. */
  public static Usage used(IssueRecord record, String session) {
    return record.history().stream()
        .flatMap(each -> each.steps().stream())
        .filter(each -> session.equals(each.session()))
        .map(StepUsage::usage)
        .reduce(Usage.NONE, Usage::plus);
  }
}
