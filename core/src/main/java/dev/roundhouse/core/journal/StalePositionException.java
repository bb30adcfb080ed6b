package dev.roundhouse.core.journal;

import java.io.IOException;

/** An append that did not expect what others had added; nothing was added by it. */
public final class StalePositionException extends IOException {
  private static final long serialVersionUID = 1L;

  StalePositionException(long expected, long actual) {
    super("the journal ends at " + actual + ", not at " + expected + " as the writer believed");
  }
}
