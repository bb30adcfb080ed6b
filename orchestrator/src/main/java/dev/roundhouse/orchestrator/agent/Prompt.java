package dev.roundhouse.orchestrator.agent;

import dev.roundhouse.core.issue.Issue;

/** Writes the text an agent works from. Pure. */
public final class Prompt {
  private static final int EVIDENCE_LIMIT = 8_000;

  private Prompt() {}

  /**
   * The prompt for one attempt.
   *
   * @param issue the issue
   * @param before why the attempt before this one did not land, or empty
   * @param evidence what was seen then, or empty
   */
  public static String of(Issue issue, String before, String evidence) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(issue.id()).append(": ").append(issue.title()).append("\n\n");
    text.append(issue.body().strip()).append("\n\n---\n\n");
    text.append(
        """
        Work only in the current directory; it is a git worktree made for this issue, at the newest
        state of the project. Change what the issue asks for, and nothing else. You may commit; what
        you leave uncommitted counts as well. Do not push, do not switch branches, and do not touch
        other directories. Exit with code 0 when the issue is done, and with another code if you
        could not do it.
        """);
    if (!before.isEmpty()) {
      text.append("\n## What happened to the attempt before this one\n\n").append(before);
      text.append("\n\n").append(quoted(evidence));
    }
    return text.toString();
  }

  private static String quoted(String evidence) {
    int from = Math.max(0, evidence.length() - EVIDENCE_LIMIT);
    return evidence.isBlank() ? "" : evidence.substring(from).strip().indent(4);
  }
}
