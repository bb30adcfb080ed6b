package dev.roundhouse.orchestrator.agent;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The request to an agent for one step of an attempt. Immutable.
 *
 * @param issue the issue
 * @param prompt the text to work from
 * @param worktree the directory to work in
 * @param issueFile the issue's text as a file inside the worktree
 * @param result the file in which the agent may leave its JSON result
 * @param base the commit the worktree is at
 * @param run the run's id
 * @param attempt the attempt's id
 * @param number 1 for the first attempt ever at this issue
 * @param log the file its output goes to
 * @param limit the longest time it may take, if that is less than the agent's own limit
 * @param continuation the session to go on in; an agent that has no sessions ignores it
 */
public record AgentRequest(
    IssueId issue,
    String prompt,
    Path worktree,
    Path issueFile,
    Path result,
    String base,
    RunId run,
    AttemptId attempt,
    int number,
    Path log,
    Optional<Duration> limit,
    Optional<Continuation> continuation) {
  /**
   * A session of the same agent to go on in, because a person has commented on the work it did
   * there.
   *
   * @param session the id that the agent gave for it
   * @param prompt the text to go on with, instead of the request's prompt, which must be used if
   *     the session is gone
   * @param used what was used in that session so far
   */
  public record Continuation(String session, String prompt, Usage used) {}

  /** Returns the same request, to be answered in an earlier session if there is one. */
  public AgentRequest goingOn(Optional<Continuation> earlier) {
    return new AgentRequest(
        issue, prompt, worktree, issueFile, result, base, run, attempt, number, log, limit,
        earlier);
  }

  /** Returns the same request for another step of the attempt. */
  public AgentRequest step(String otherPrompt, Path otherLog) {
    return new AgentRequest(
        issue,
        otherPrompt,
        worktree,
        issueFile,
        result,
        base,
        run,
        attempt,
        number,
        otherLog,
        limit,
        continuation);
  }
}
