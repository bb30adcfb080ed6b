package dev.roundhouse.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The width of the screen, asked once: from {@code COLUMNS}, or from {@code stty}. */
public final class ScreenWidth implements IntSupplier {
  private static final int USUAL = 80;
  private static final Pattern SIZE = Pattern.compile("\\d+ ([1-9]\\d{0,3})\\s*");
  private static final long PATIENCE_SECONDS = 2;

  private final Map<String, String> environment;
  private int width;

  /** Creates the width that {@code environment} states; if it states none, that of the terminal. */
  public ScreenWidth(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Returns the number of columns; 80 if no one knows. */
  @Override
  public synchronized int getAsInt() {
    if (width == 0) {
      String stated = environment.getOrDefault("COLUMNS", "");
      width = stated.matches("[1-9]\\d{0,3}") ? Integer.parseInt(stated) : asked();
    }
    return width;
  }

  private static int asked() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        Matcher columns = SIZE.matcher(size);
        return columns.matches() ? Integer.parseInt(columns.group(1)) : USUAL;
      } finally {
        if (!stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          stty.destroyForcibly();
        }
      }
    } catch (IOException none) {
      return USUAL;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }
}
