package dev.roundhouse.orchestrator.run;

import java.io.IOException;

/** A repository nothing can be done with as it is; nothing was changed. */
public final class RepositoryException extends IOException {
  private static final long serialVersionUID = 1L;
  private final String hint;

  /** One that is told by {@code message}, with what to do about it. */
  public RepositoryException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }
}
