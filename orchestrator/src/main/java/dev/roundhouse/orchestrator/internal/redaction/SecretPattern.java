package dev.roundhouse.orchestrator.internal.redaction;

/** A kind of text that must not be kept. Immutable, as every implementation is. */
interface SecretPattern {
  /** There is no secret here. */
  int NONE = -1;

  /** The answer depends on the following bytes. */
  int MORE = -2;

  /** Returns the byte with which every such secret begins. */
  byte first();

  /**
   * Returns the end of the secret that begins at {@code at}, which is the index after its last
   * byte, or {@link #NONE}, or {@link #MORE}.
   *
   * @param bytes the output; the byte before {@code at} exists
   * @param size the current end of the output
   * @param last whether nothing follows; the answer is not {@link #MORE} then
   */
  int end(byte[] bytes, int at, int size, boolean last);

  /** Tells whether a secret that has been found continues with {@code next}. */
  default boolean goesOnWith(byte next) {
    return false;
  }
}
