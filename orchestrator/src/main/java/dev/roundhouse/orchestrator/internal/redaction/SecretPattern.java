package dev.roundhouse.orchestrator.internal.redaction;

/** A kind of text that must not be kept. Immutable, as every implementation is. */
interface SecretPattern {
  /** There is none here. */
  int NONE = -1;

  /** That depends on what follows. */
  int MORE = -2;

  /** The byte each begins with. */
  byte first();

  /**
   * Where the one that begins at {@code at} ends, which is past its last byte, or {@link #NONE}, or
   * {@link #MORE}.
   *
   * @param bytes what was printed; the one before {@code at} is there
   * @param size where it ends as yet
   * @param last whether nothing follows; the answer is not {@link #MORE} then
   */
  int end(byte[] bytes, int at, int size, boolean last);

  /** Whether one that has been found goes on with {@code next}. */
  default boolean goesOnWith(byte next) {
    return false;
  }
}
