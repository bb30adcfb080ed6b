package dev.roundhouse.orchestrator.run;

import java.io.IOException;

/** Thrown if a repository cannot be used in its current state; nothing was changed. */
public final class RepositoryException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String hint;

  /** Creates an exception with {@code message} and advice on what to do about it. */
  public RepositoryException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** Returns advice on what to do about it. */
  public String hint() {
    return hint;
  }
}
