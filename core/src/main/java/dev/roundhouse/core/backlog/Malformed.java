package dev.roundhouse.core.backlog;

/** A front matter that cannot be read. */
final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;
  private final int line;

  Malformed(String message, int lineInFrontMatter) {
    super(message);
    line = lineInFrontMatter + 1;
  }

  /** The line in the file. */
  int line() {
    return line;
  }
}
