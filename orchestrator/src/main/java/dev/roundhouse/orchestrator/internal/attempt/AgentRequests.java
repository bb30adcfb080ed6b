package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import dev.roundhouse.orchestrator.internal.agent.Agents;
import dev.roundhouse.orchestrator.internal.agent.Prompt;
import dev.roundhouse.orchestrator.internal.agent.StepKind;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** The requests of one attempt to its agents. For one worker thread. */
final class AgentRequests {
  private final RunContext context;
  private final Agents agents;
  private final Issue issue;
  private final AttemptId attempt;
  private final int number;
  private final RepairSetup repair;

  AgentRequests(
      RunContext context,
      Agents agents,
      Issue issue,
      AttemptId attempt,
      int number,
      RepairSetup repair) {
    this.context = context;
    this.agents = agents;
    this.issue = issue;
    this.attempt = attempt;
    this.number = number;
    this.repair = repair;
  }

  /** Returns the session in which {@code kind} answers a person's comments, if there is one. */
  Optional<AgentRequest.Continuation> continuation(StepKind kind, Optional<IssueRecord> record) {
    IssueRecord commented = record.filter(Comments::areOnWork).orElse(null);
    if (commented == null) {
      return Optional.empty();
    }
    String text = prompt(record, issue).goingOn();
    Optional<AgentRequest.Continuation> earlier =
        Comments.session(commented, agents.name(kind, issue, number), text);
    if (earlier.isEmpty()) {
      context.publisher().note(issue.id() + repair.start() + ", in a new session of its agent");
    }
    return earlier;
  }

  /** Returns what the agent reads of {@code issue}, which may have been corrected. */
  Prompt prompt(Optional<IssueRecord> record, Issue now) {
    boolean again = record.map(IssueRecord::failures).orElse(0) > 0;
    return new Prompt(
        now,
        again ? repair.reason(record.map(IssueRecord::reason).orElse("")) : "",
        again ? repair.evidence(record.map(IssueRecord::evidence).orElse("")) : "",
        repair.comments(record.map(IssueRecord::feedback).orElse(null)));
  }

  /** Returns the request to the agents that work in {@code slot}, without a prompt. */
  AgentRequest of(Worktree slot, PlacedFiles placed, ObjectId base, Path attemptDir)
      throws IOException {
    Optional<IssueRecord> record = context.ledger().view().issue(issue.id());
    return new AgentRequest(
        issue.id(),
        "",
        slot.path(),
        placed.place(issue),
        placed.result(),
        base.name(),
        context.run(),
        attempt,
        number,
        attemptDir.resolve("agent.log"),
        timeLeft(record),
        Optional.empty());
  }

  /** Returns the time left for the next agent, never below zero; empty if there is no limit. */
  private Optional<Duration> timeLeft(Optional<IssueRecord> record) {
    return context
        .options()
        .agents()
        .issueTimeout()
        .map(limit -> limit.minus(record.map(IssueRecord::failedTime).orElse(Duration.ZERO)))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }
}
