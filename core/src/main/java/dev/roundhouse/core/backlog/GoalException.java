package dev.roundhouse.core.backlog;

/** Thrown if a sprint or a written plan cannot be followed; nothing has happened. */
public final class GoalException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String hint;

  GoalException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** Returns advice on what to do next. */
  public String hint() {
    return hint;
  }
}
