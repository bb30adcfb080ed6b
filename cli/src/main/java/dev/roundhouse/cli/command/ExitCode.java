package dev.roundhouse.cli.command;

/** The exit codes of the program. Never renumbered. */
public enum ExitCode {
  /** Every selected issue landed, or nothing was left to do. */
  OK(0, "all selected issues landed, or there was nothing to do"),
  /** Some selected issues did not land. */
  INCOMPLETE(1, "some selected issues did not land"),
  /** Usage, configuration or environment; nothing was changed. */
  USAGE(2, "error in usage, configuration or environment"),
  /** Another run is active in this repository. */
  BUSY(3, "another run is active in this repository"),
  /** A fault in Roundhouse itself. */
  FAULT(70, "internal error"),
  /** The command did its work, but not all of its output could be written. */
  OUTPUT(74, "standard output could not be written"),
  /** Interrupted by Ctrl-C. */
  INTERRUPTED(130, "interrupted; unfinished work is kept"),
  /** The command did its work, but the reader of standard output closed it early. */
  READER_GONE(141, "the reader of standard output closed it early"),
  /** Ended by SIGTERM. */
  TERMINATED(143, "terminated; unfinished work is kept");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** Returns the number. */
  public int code() {
    return code;
  }

  /** Returns the meaning in a few words. */
  public String meaning() {
    return meaning;
  }
}
