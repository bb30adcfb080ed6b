package dev.roundhouse.core.testing;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps a test class quiet in which what is worth a warning happens thousands of times. */
public final class QuietLogs implements BeforeAllCallback, AfterAllCallback {
  private static final Logger LOGGER = Logger.getLogger("dev.roundhouse");

  @Override
  public void beforeAll(ExtensionContext context) {
    hush();
  }

  /** Keeps this JVM quiet. */
  public static void hush() {
    LOGGER.setLevel(Level.OFF);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    LOGGER.setLevel(null);
  }
}
