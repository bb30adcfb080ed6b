package dev.roundhouse.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roundhouse.cli.terminal.Screen;
import dev.roundhouse.cli.terminal.Terminal;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person for single keys and short lines. A key that was typed before its question was shown
 * does not count, nor does one of several that arrive at once, as pasted text does. For one thread.
 */
final class KeyReader implements AutoCloseable {
  /**
   * The character that is read in place of a key when the person, or the system, wants the command
   * to end.
   */
  static final char END = '\u0003';

  /** The escape key. */
  static final char ESCAPE = '\u001b';

  private static final char END_OF_INPUT = '\u0004';
  private static final char DELETE = '\u007f';
  private static final char BACKSPACE = '\b';
  private static final char CLEAR = '\u0015'; // Ctrl-U
  private static final long PERIOD_MILLIS = 30;

  private final Terminal terminal;
  private final Semaphore news = new Semaphore(0);
  private volatile @Nullable ExitCode ended;
  private Screen.@Nullable Hold hold;

  /** Creates a reader for {@code terminal}, which must have a screen and a keyboard. */
  KeyReader(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Returns the exit code of what ended the command early; empty if nothing did. */
  Optional<ExitCode> ended() {
    return Optional.ofNullable(ended);
  }

  private Screen.Hold held() {
    Screen.Hold now = hold;
    if (now == null) {
      terminal.out().flush();
      terminal.err().flush();
      terminal.signals().on("INT", () -> end(ExitCode.INTERRUPTED));
      terminal.signals().on("TERM", () -> end(ExitCode.TERMINATED));
      now = terminal.screen().hold(this::print, news::release);
      hold = now;
    }
    return now;
  }

  private void end(ExitCode code) {
    ended = code;
    news.release();
  }

  private void print(String others) {
    Screen.Hold now = hold;
    try {
      if (now != null) {
        now.write(others + "\n");
      }
    } catch (IOException gone) {
      end(ExitCode.OUTPUT);
    }
  }

  /** Returns the size of the screen. */
  Screen.Size size() {
    return held().poll().size();
  }

  /** Shows {@code question}, and returns the key that is pressed then. */
  char ask(String question) throws IOException, InterruptedException {
    Screen.Hold now = held();
    now.poll(); // what was typed before
    now.write(question);
    while (ended == null) {
      Screen.Input typed = now.poll();
      if (typed.isToStop()) {
        now.write("\n");
        now.suspend();
        now.write(question);
      } else if (typed.keys().length() == 1) {
        char key = typed.keys().charAt(0);
        return key == END_OF_INPUT ? END : key;
      }
      pause();
    }
    return END;
  }

  private void pause() throws InterruptedException {
    if (news.tryAcquire(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }

  /** Shows {@code question}, and returns the line that is typed; empty if the person gives up. */
  Optional<String> line(String question) throws IOException, InterruptedException {
    Screen.Hold now = held();
    now.poll();
    now.write(question);
    StringBuilder bytes = new StringBuilder();
    while (ended == null) {
      for (char key : now.poll().keys().toCharArray()) {
        if (key == '\n' || key == '\r') {
          now.write("\n");
          return Optional.of(decoded(bytes).strip());
        }
        if (key == ESCAPE || key == END_OF_INPUT) {
          now.write("\n");
          return Optional.empty();
        }
        edit(bytes, key);
        now.write("\r\u001b[K" + question + terminal.safe(decoded(bytes)));
      }
      pause();
    }
    return Optional.empty();
  }

  private static String decoded(CharSequence bytes) {
    return new String(bytes.toString().getBytes(ISO_8859_1), UTF_8);
  }

  private static void edit(StringBuilder bytes, char key) {
    if (key == CLEAR) {
      bytes.setLength(0);
    } else if (key == DELETE || key == BACKSPACE) {
      String text = decoded(bytes);
      int kept = text.isEmpty() ? 0 : text.offsetByCodePoints(text.length(), -1);
      bytes.replace(
          0, bytes.length(), new String(text.substring(0, kept).getBytes(UTF_8), ISO_8859_1));
    } else if (key >= ' ' || key == '\t') {
      bytes.append(key);
    }
  }

  /** Releases the terminal, for a program or for printing; the next question takes it again. */
  @Override
  public void close() {
    Screen.Hold now = hold;
    hold = null;
    if (now != null) {
      now.close();
    }
  }
}
