package dev.roundhouse.orchestrator.config;

/** A value that the configuration may not have, and its line. */
final class ConfigValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final int line;

  ConfigValueException(String message, int line) {
    super(message);
    this.line = line;
  }

  /** The line in the file, counted from 1. */
  int line() {
    return line;
  }
}
