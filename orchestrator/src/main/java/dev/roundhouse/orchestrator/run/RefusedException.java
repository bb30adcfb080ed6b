package dev.roundhouse.orchestrator.run;

/**
 * Thrown if a run or command cannot start or continue until a person changes something; nothing was
 * changed or lost by it.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The kinds of refusals. */
  public enum Kind {
    /** The request, or the thing it was made of, is not valid. */
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

  /** Returns a refusal of the request; {@code hint} is advice on what to do next. */
  public static RefusedException input(String message, String hint) {
    return new RefusedException(Kind.INPUT, message, hint);
  }

  /** Returns a refusal because another run is active; {@code hint} is advice on what to do next. */
  public static RefusedException busy(String message, String hint) {
    return new RefusedException(Kind.BUSY, message, hint);
  }

  /** Returns the kind of the refusal. */
  public Kind kind() {
    return kind;
  }

  /** Returns advice on what to do next. */
  public String hint() {
    return hint;
  }
}
