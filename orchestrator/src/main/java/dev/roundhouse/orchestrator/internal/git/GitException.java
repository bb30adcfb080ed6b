package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.util.List;

/**
 * Reports the failure of a git command that must succeed; only git's message can say what the
 * command left behind.
 */
public final class GitException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String stderr;

  public GitException(List<String> command, int exit, String stderr) {
    super(String.join(" ", command) + " exited with " + exit + ": " + stderr.strip());
    this.stderr = stderr.strip();
  }

  /** Returns git's message, without the command line. */
  public String stderr() {
    return stderr;
  }
}
