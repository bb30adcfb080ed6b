package dev.roundhouse.cli;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the program logs, as a person at a terminal reads it: one line for each, with what failed
 * and no stack trace. Who has set up logging for Java keeps that. Stateless.
 */
final class OneLineLogFormatter extends Formatter {
  private OneLineLogFormatter() {}

  /** Has everything that is logged to the terminal written so. */
  static void install() {
    if (System.getProperty("java.util.logging.config.file") == null
        && System.getProperty("java.util.logging.config.class") == null) {
      for (Handler each : Logger.getLogger("").getHandlers()) {
        each.setFormatter(new OneLineLogFormatter());
      }
    }
  }

  @Override
  public String format(LogRecord logged) {
    Throwable thrown = logged.getThrown();
    return "roundhouse: "
        + formatMessage(logged)
        + (thrown == null
            ? ""
            : ": " + (thrown.getMessage() == null ? thrown : thrown.getMessage()))
        + System.lineSeparator();
  }
}
