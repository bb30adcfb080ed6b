package dev.roundhouse.core.backlog;

/**
 * Thrown if a YAML text cannot be read; the message completes a sentence such as "the front matter
 * is …".
 */
final class MalformedYamlException extends Exception {
  private static final long serialVersionUID = 1L;
  private final int line;

  MalformedYamlException(String message, int lineInFrontMatter) {
    super(message);
    line = lineInFrontMatter + 1;
  }

  /** Returns the line in the file. */
  int line() {
    return line;
  }
}
