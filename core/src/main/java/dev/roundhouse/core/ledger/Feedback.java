package dev.roundhouse.core.ledger;

import java.time.Instant;

/**
 * A person's comments on the work on an issue, for the attempts that follow. Immutable.
 *
 * @param comments the text, 1 to {@link #MAX_LENGTH} characters
 * @param attempt the number of the last attempt at that time; 0 if there was none
 * @param fresh whether the next attempt begins without the work that is kept
 * @param at the time
 */
public record Feedback(String comments, int attempt, boolean fresh, Instant at) {
  /** The greatest length of the comments. */
  public static final int MAX_LENGTH = 100_000;

  static Feedback of(Event.FeedbackGiven event, int attempt) {
    return new Feedback(event.comments(), attempt, event.fresh(), event.at());
  }

  /** Returns these comments behind {@code unread}, which no attempt has worked from. */
  Feedback after(Feedback unread) {
    return new Feedback(unread.comments() + "\n\n" + comments, attempt, fresh, at);
  }

  /**
   * Checks that {@code comments} can be sent.
   *
   * @throws IllegalArgumentException if they are blank or too long
   */
  static void check(String comments) {
    if (comments.isBlank()) {
      throw new IllegalArgumentException("there is nothing to send: the comments are empty");
    }
    if (comments.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the comments have "
              + comments.length()
              + " characters; at most "
              + MAX_LENGTH
              + " can be sent");
    }
  }
}
