package dev.roundhouse.cli.mcp;

import java.io.Writer;

/**
 * Text of which only the beginning is kept, or only the end, so that an answer fits the memory of a
 * model. For one thread at a time.
 */
final class LimitedText extends Writer {
  private static final int MOST = 40_000; // characters

  private final boolean isEndKept;
  private final StringBuilder kept = new StringBuilder();
  private long dropped;

  LimitedText(boolean isEndKept) {
    this.isEndKept = isEndKept;
  }

  @Override
  public void write(char[] chars, int from, int length) {
    kept.append(chars, from, length);
    int over = kept.length() - MOST;
    if (over > 0 && isEndKept) {
      if (over > MOST) { // not for each line
        drop(0, over);
      }
    } else if (over > 0) {
      drop(MOST, kept.length());
    }
  }

  private void drop(int from, int to) {
    kept.delete(from, to);
    dropped += to - from;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /** Returns what is kept, and how much is not. */
  @Override
  public String toString() {
    if (kept.length() > MOST) {
      drop(0, kept.length() - MOST);
    }
    if (dropped == 0) {
      return kept.toString();
    }
    String note = "[" + dropped + " characters " + (isEndKept ? "before this" : "more") + "]";
    return isEndKept ? note + "\n" + kept : kept + "\n" + note;
  }
}
