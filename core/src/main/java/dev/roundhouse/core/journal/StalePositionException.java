package dev.roundhouse.core.journal;

import java.io.IOException;

/** Thrown by an append that did not expect records others had added; it has added nothing. */
public final class StalePositionException extends IOException {
  private static final long serialVersionUID = 1L;

  StalePositionException(long expected, long actual) {
    super("the journal ends at " + actual + ", not at " + expected + " as the writer believed");
  }
}
