package dev.roundhouse.orchestrator.run;

/**
 * A run or command that cannot begin, or cannot go on, until a person changes something; nothing
 * was changed or lost by it.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whose move it is. */
  public enum Kind {
    /** What was asked for, or what it was asked of, is not right. */
    INPUT,
    /** Another run is active in this repository. */
    BUSY
  }

  private final Kind kind;
  private final String hint;

  private RefusedException(Kind kind, String message, String hint) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }

  /** A refusal of what was asked for; {@code hint} is what to do next. */
  public static RefusedException input(String message, String hint) {
    return new RefusedException(Kind.INPUT, message, hint);
  }

  /** A refusal because another run is active; {@code hint} is what to do next. */
  public static RefusedException busy(String message, String hint) {
    return new RefusedException(Kind.BUSY, message, hint);
  }

  /** Whose move it is. */
  public Kind kind() {
    return kind;
  }

  /** What to do next. */
  public String hint() {
    return hint;
  }
}
