package dev.roundhouse.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/**
 * Formats log records for a person at a terminal: one line each, with the failure and without a
 * stack trace. A logging configuration that the user has set up for Java stays in force. Stateless.
 */
public final class OneLineLogFormatter extends Formatter {
  private static final String FILE = "java.util.logging.config.file";
  private static final String CLASS = "java.util.logging.config.class";

  /** Creates the formatter; called by Java's logging, which finds the class by its name. */
  public OneLineLogFormatter() {}

  /**
   * Installs this format for everything that is logged to the terminal. Logging is set up when
   * something is first logged, not before: most commands log nothing.
   */
  static void install() {
    if (System.getProperty(FILE) == null && System.getProperty(CLASS) == null) {
      System.setProperty(CLASS, Configuration.class.getName());
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

  /** The logging configuration: Java's own, with this format. */
  public static final class Configuration {
    /**
     * Sets logging up; called by Java's logging when it starts.
     *
     * @throws IOException never, as the configuration is text in memory
     */
    public Configuration() throws IOException {
      String handler = "java.util.logging.ConsoleHandler";
      String text =
          ".level=INFO\nhandlers="
              + handler
              + "\n"
              + handler
              + ".level=INFO\n"
              + handler
              + ".formatter="
              + OneLineLogFormatter.class.getName()
              + "\n";
      LogManager.getLogManager()
          .readConfiguration(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
