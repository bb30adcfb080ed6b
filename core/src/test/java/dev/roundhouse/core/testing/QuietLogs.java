package dev.roundhouse.core.testing;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps a test class quiet in which what is worth a warning happens thousands of times. */
public final class QuietLogs implements BeforeAllCallback, AfterAllCallback {
  private final Logger logger = Logger.getLogger("dev.roundhouse");

  @Override
  public void beforeAll(ExtensionContext context) {
    logger.setLevel(Level.OFF);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    logger.setLevel(null);
  }
}
