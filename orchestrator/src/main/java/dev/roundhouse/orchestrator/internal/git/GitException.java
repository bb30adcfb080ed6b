package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.util.List;

/** A git command that failed where it must not; what it left behind is git's to say. */
public final class GitException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String said;

  public GitException(List<String> command, int exit, String stderr) {
    super(String.join(" ", command) + " exited with " + exit + ": " + stderr.strip());
    this.said = stderr.strip();
  }

  /** What git said, without what it was told. */
  public String said() {
    return said;
  }
}
