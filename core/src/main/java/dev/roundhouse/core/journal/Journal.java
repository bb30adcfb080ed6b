package dev.roundhouse.core.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A sequence of records that only grows. A position is where a record begins or the last one ends;
 * the first is 0, and they only grow.
 *
 * <p>Any number of threads may call any method; callers of {@link #append} and {@link #settle} must
 * hold the lock that all writers of this journal share.
 */
public interface Journal extends Closeable {
  /**
   * Every whole record from {@code from} on. Stops before a record that is not whole yet.
   *
   * @throws JournalDamagedException if what was durable once no longer checks out
   * @throws IOException if it cannot be read
   */
  Batch read(long from) throws IOException;

  /**
   * Adds one record behind the last, which must end at {@code expected}; not durable yet.
   *
   * @param payload the record's bytes; no line feed among them
   * @return the position behind the record
   * @throws StalePositionException if the journal ends elsewhere; nothing was added
   * @throws IOException if it could not be added; nothing of it stays
   */
  long append(long expected, byte[] payload) throws IOException;

  /**
   * Makes everything before {@code position} durable; one call covers everybody who waits.
   *
   * @throws IOException if it could not; whether the records before it survive is unknown, and
   *     nothing more can be added until the journal is opened again
   */
  void force(long position) throws IOException;

  /**
   * Cuts off what a crash left half written, keeping a copy aside, and makes the rest durable.
   *
   * @return one line about what was cut off, or an empty text
   * @throws JournalDamagedException if what was durable once no longer checks out
   * @throws IOException if it could not
   */
  String settle() throws IOException;

  /**
   * A short text that tells the record that ends at {@code position} from any other that could end
   * there, so that what was kept beside this journal can be checked against it; the empty text at
   * 0.
   *
   * @return empty if no whole record ends there
   * @throws IOException if it cannot be read
   */
  Optional<String> seal(long position) throws IOException;

  /**
   * Some records in order.
   *
   * @param payloads their bytes
   * @param end the position behind the last
   */
  record Batch(List<byte[]> payloads, long end) {
    /** Copies the list. */
    public Batch {
      payloads = List.copyOf(payloads);
    }
  }
}
