package dev.roundhouse.orchestrator.internal.process;

import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Splits a stream of bytes into lines for a listener, which must be quick: the process waits for
 * it. A listener that fails receives no more lines. For one thread.
 */
final class LineSplitter {
  /** The longest line, in bytes; a longer one reaches the listener in pieces. */
  static final int LONGEST = 1 << 20;

  /** A listener that ignores everything, for which no line is split. */
  static final Consumer<String> NOBODY = line -> {};

  private static final Logger LOG = System.getLogger(LineSplitter.class.getName());

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private Consumer<? super String> listener;

  LineSplitter(Consumer<? super String> listener) {
    this.listener = listener;
  }

  void take(byte[] bytes, int length) {
    if (listener == NOBODY) {
      return;
    }
    int from = 0;
    for (int i = 0; i < length; i++) {
      boolean isEnd = bytes[i] == '\n';
      if (isEnd || line.size() + i - from + 1 >= LONGEST) {
        line.write(bytes, from, i - from + (isEnd ? 0 : 1));
        deliver();
        from = i + 1;
      }
    }
    line.write(bytes, from, length - from);
  }

  /** Passes on the text after the last line end, if there is any. */
  void finish() {
    if (line.size() > 0) {
      deliver();
    }
  }

  private void deliver() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    try {
      listener.accept(text);
    } catch (RuntimeException fault) {
      LOG.log(Level.WARNING, "a listener for lines failed and is no longer called", fault);
      listener = NOBODY;
    }
  }
}
