package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.IssueId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A decision that an issue or an account waits for. Immutable.
 *
 * @param kind the decision
 * @param issue the issue it is about; empty if it is about an agent's account
 * @param subject the issue's id, or the agent's name
 * @param title the issue's title; empty for an account
 * @param since the time from which on it has waited, if that is known
 * @param why the reason on one line
 */
public record Decision(
    Kind kind,
    Optional<IssueId> issue,
    String subject,
    String title,
    Optional<Instant> since,
    String why) {
  /** The kinds of decisions. */
  public enum Kind {
    /** Finished work may land, or not. */
    LANDING,
    /** An issue may be worked on, or not. */
    START,
    /** An agent says that an issue cannot be worked on as it is. */
    ANSWER,
    /** All attempts have failed, were rejected, conflicted or changed nothing. */
    SETBACK,
    /** The account of an agent cannot be used. */
    ACCOUNT;

    /** Returns the word used in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the command that a person types to decide. */
  public String command() {
    return switch (kind) {
      case ACCOUNT -> "roundhouse agents check " + subject;
      case LANDING, START, ANSWER, SETBACK -> "roundhouse review " + subject;
    };
  }
}
