package dev.roundhouse.core.yaml;

/**
 * Thrown if a YAML text cannot be read; the message completes a sentence such as "the front matter
 * is …".
 */
public final class MalformedYamlException extends Exception {
  private static final long serialVersionUID = 1L;
  private final int line;
  private final String hint;

  /**
   * Creates an exception.
   *
   * @param line the line in the text, counted from 1; 0 for the one before it
   * @param hint advice on how to correct it
   */
  public MalformedYamlException(String message, int line, String hint) {
    super(message);
    this.line = line;
    this.hint = hint;
  }

  MalformedYamlException(String message, int line, Exception cause) {
    super(message, cause);
    this.line = line;
    this.hint =
        "check indentation, brackets and quotes there; put text with ': ', ' #' or a special first"
            + " character such as @, * or ! in quotes";
  }

  /** Returns the line in the text, counted from 1. */
  public int line() {
    return line;
  }

  /** Returns advice on how to correct it. */
  public String hint() {
    return hint;
  }
}
