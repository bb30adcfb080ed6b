package dev.roundhouse.core.backlog;

/** A sprint or a written plan that cannot be followed; nothing has happened. */
public final class GoalException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String hint;

  GoalException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What to do next. */
  public String hint() {
    return hint;
  }
}
