package dev.roundhouse.core.yaml;

/**
 * Thrown if a YAML text cannot be read; the message completes a sentence such as "the front matter
 * is …".
 */
public final class MalformedYamlException extends Exception {
  private static final long serialVersionUID = 1L;
  private final int line;

  /**
   * Creates an exception.
   *
   * @param line the line in the text, counted from 1; 0 for the one before it
   */
  public MalformedYamlException(String message, int line) {
    super(message);
    this.line = line;
  }

  MalformedYamlException(String message, int line, Exception cause) {
    super(message, cause);
    this.line = line;
  }

  /** Returns the line in the text, counted from 1. */
  public int line() {
    return line;
  }

  /** Returns the first line of what the parser said, or the message where it said nothing. */
  public String firstWords() {
    Throwable said = getCause() == null ? this : getCause();
    return String.valueOf(said.getMessage()).lines().findFirst().orElse("");
  }
}
