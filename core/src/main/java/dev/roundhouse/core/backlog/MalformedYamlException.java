package dev.roundhouse.core.backlog;

/** A YAML text that cannot be read; the message goes on from what "is" so. */
final class MalformedYamlException extends Exception {
  private static final long serialVersionUID = 1L;
  private final int line;

  MalformedYamlException(String message, int lineInFrontMatter) {
    super(message);
    line = lineInFrontMatter + 1;
  }

  /** The line in the file. */
  int line() {
    return line;
  }
}
