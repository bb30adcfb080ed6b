package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes the text an agent works from. Pure.
 *
 * @param issue the issue
 * @param before the reason why the previous attempt did not land, or empty
 * @param evidence the evidence from that attempt, or empty
 * @param comments a person's comments on the work so far, or empty
 */
public record Prompt(Issue issue, String before, String evidence, String comments) {
  private static final int EVIDENCE_LIMIT = 8_000;

  /**
   * Returns the usual text for a step.
   *
   * @param mayFile whether the agent may file follow-up issues
   */
  public String text(StepKind kind, boolean mayFile) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(issue.id()).append(": ").append(issue.title()).append("\n\n");
    text.append(issue.body().strip()).append("\n\n---\n\n");
    text.append(kind == StepKind.VALIDATE ? VALIDATE : WORK);
    text.append(mayFile && kind != StepKind.VALIDATE ? FILE : "");
    return text + history();
  }

  /** Returns the text that goes on in a session where the issue is known. */
  public String goingOn() {
    return WORK + history();
  }

  /** Returns what has happened so far: to the last attempt, and what a person says of its work. */
  private String history() {
    StringBuilder text = new StringBuilder();
    if (!before.isEmpty()) {
      text.append("\n## What happened to the previous attempt\n\n").append(before);
      text.append("\n\n").append(quoted(evidence));
    }
    if (!comments.isEmpty()) {
      text.append("\n").append(comments(comments));
    }
    return text.toString();
  }

  /** Returns the text of {@code template} for the attempt of {@code agentRequest}. */
  public String text(Template template, AgentRequest agentRequest) {
    Map<String, String> values = new TreeMap<>(Template.extra(issue));
    values.put("issue.id", issue.id().value());
    values.put("issue.title", issue.title());
    values.put("issue.body", issue.body());
    values.put("issue.type", issue.type().name());
    values.put("issue.priority", issue.priority().toString());
    values.put("issue.labels", String.join(", ", new TreeSet<>(issue.labels())));
    values.put("issue.file", agentRequest.issueFile().toString());
    values.put("worktree", agentRequest.worktree().toString());
    values.put("result.file", agentRequest.result().toString());
    values.put("base", agentRequest.base());
    values.put("attempt", Integer.toString(agentRequest.number()));
    values.put("failure.reason", before);
    values.put("failure.evidence", end(evidence).strip());
    values.put(Template.COMMENTS, comments);
    String text = template.fill(values);
    return comments.isEmpty() || template.has(Template.COMMENTS)
        ? text
        : text + "\n" + comments(comments);
  }

  /** Returns the section with a person's comments. */
  private static String comments(String comments) {
    return "## What a reviewer says about the work so far\n\n" + comments + "\n";
  }

  private static final String WORK =
      """
      Work only in the current directory; it is a git worktree made for this issue, at the newest
      state of the project. Change what the issue asks for, and nothing else. You may commit; what
      you leave uncommitted counts as well. Do not push, do not switch branches, and do not touch
      other directories. Exit with code 0 when the issue is done, and with another code if you
      could not do it.
      """;

  private static final String FILE =
      """
      If you find other work that should be done, do not do it: describe it in a Markdown file of
      its own in .roundhouse/new/ (the title as a heading, then what has to be done), five at most.
      It becomes an issue.
      """;

  private static final String VALIDATE =
      """
      Do not do the work yet. Only check whether the issue above can be worked on as it is written: do
      the things it mentions exist, is it clear what is asked for, has it been done already? You may
      correct mistakes in the issue's own file, named by ROUNDHOUSE_ISSUE_FILE. Then write a JSON
      object to the file named by ROUNDHOUSE_RESULT: "verdict" is one of ready, corrected, not-ready,
      needs-review, close (nothing needs to be done) or blocked; "reason" says why on one line;
      "corrections" lists what you corrected, each with "category" and "text".
      """;

  private static String quoted(String evidence) {
    return evidence.isBlank() ? "" : end(evidence).strip().indent(4);
  }

  private static String end(String evidence) {
    return evidence.substring(Math.max(0, evidence.length() - EVIDENCE_LIMIT));
  }
}
