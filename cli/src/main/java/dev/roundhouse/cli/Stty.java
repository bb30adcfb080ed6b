package dev.roundhouse.cli;

import dev.roundhouse.cli.terminal.Screen;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a terminal, by the command {@code stty}. While they are changed, a small shell
 * guards them: it restores them when this process is gone, however it ended. It notices by the end
 * of its input, which only this process can write.
 *
 * <p>Safe for use by any number of threads.
 */
final class Stty {
  private static final Path TYPED_AT = Path.of("/dev/tty");
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,3}) ([1-9]\\d{0,3})\\s*");
  private static final int MOST_KEYS = 256;
  private static final long PATIENCE_SECONDS = 2;

  /**
   * Restores settings that are still those of this process, at once and, if that came too early, a
   * second later. A shell that controls jobs has restored its own by then.
   */
  private static final String GUARD =
      """
      restore() { [ "$(stty -g <"$2")" != "$ours" ] || stty "$1" <"$2"; }
      trap '' INT QUIT HUP TERM
      read -r ours
      read -r over && exit
      restore "$@"
      trap '' TTOU
      sleep 1
      restore "$@"
      """;

  private final Path shownAt;
  private @Nullable FileInputStream keyboard;
  private @Nullable Process guard;
  private String saved = "";
  private boolean isEntered;
  private boolean isGuarded; // the guard knows the changed settings

  /** Creates the settings of the terminal that {@code shownAt} writes to. */
  Stty(Path shownAt) {
    this.shownAt = shownAt;
  }

  /**
   * Lets keys be read one by one, without showing them. Does nothing if that is so already, or if
   * the terminal cannot be asked. This process must be in the foreground.
   */
  synchronized void enter() {
    if (isEntered) {
      return;
    }
    isEntered = true; // or it never works
    try {
      if (keyboard == null) {
        keyboard = new FileInputStream(TYPED_AT.toFile());
        saved = stty(TYPED_AT, "-g").strip();
      }
      if (!saved.isEmpty()) {
        change();
      }
    } catch (IOException none) {
      saved = ""; // there is no keyboard
    }
  }

  /** Notes that a shell may have changed the settings. */
  synchronized void forget() {
    isEntered = false;
  }

  /** Restores the settings. This process must be in the foreground. */
  synchronized void leave() {
    try {
      if (isEntered && !saved.isEmpty()) {
        stty(TYPED_AT, saved);
      }
    } catch (IOException gone) {
      saved = "";
    } finally {
      isEntered = false;
    }
  }

  /** Dismisses the guard, and reads no more keys. */
  synchronized void close() {
    Process over = guard;
    guard = null;
    if (over != null) {
      try (OutputStream input = over.getOutputStream()) {
        input.write((isGuarded ? "over\n" : "\nover\n").getBytes(StandardCharsets.US_ASCII));
      } catch (IOException gone) {
        over.destroy();
      }
    }
    saved = "";
  }

  /** Changes the settings, guarded. */
  private void change() throws IOException {
    Process watching = guard;
    if (watching == null) {
      watching =
          new ProcessBuilder("sh", "-c", GUARD, "sh", saved, TYPED_AT.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      guard = watching;
    }
    stty(TYPED_AT, "-icanon", "-echo", "noflsh", "min", "1", "time", "0");
    if (!isGuarded) {
      isGuarded = true;
      OutputStream input = watching.getOutputStream();
      input.write((stty(TYPED_AT, "-g").strip() + "\n").getBytes(StandardCharsets.US_ASCII));
      input.flush();
    }
  }

  /** Returns what was typed since the last call; empty if nothing was. */
  synchronized String keys() {
    try {
      FileInputStream from = keyboard;
      if (from == null || saved.isEmpty() || from.available() == 0) {
        return "";
      }
      byte[] typed = new byte[MOST_KEYS];
      int count = from.read(typed);
      return new String(typed, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  /** Returns the size of the terminal, if it says so. */
  Optional<Screen.Size> size() {
    try {
      Matcher size = SIZE.matcher(stty(shownAt, "size"));
      return size.matches()
          ? Optional.of(
              new Screen.Size(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1))))
          : Optional.empty();
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static String stty(Path terminal, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(words));
    Process stty =
        new ProcessBuilder(command)
            .redirectInput(terminal.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || stty.exitValue() != 0) {
        throw new IOException("stty failed");
      }
      return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } finally {
      stty.destroyForcibly();
    }
  }
}
