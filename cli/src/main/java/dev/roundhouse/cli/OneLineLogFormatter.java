package dev.roundhouse.cli;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Formats log records for a person at a terminal: one line each, with the failure and without a
 * stack trace. A logging configuration that the user has set up for Java stays in force. Stateless.
 */
final class OneLineLogFormatter extends Formatter {
  private OneLineLogFormatter() {}

  /** Installs this format for everything that is logged to the terminal. */
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
