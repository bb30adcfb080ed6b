package dev.roundhouse.core.journal;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A sequence of records that only grows at its end, and may forget records at its beginning. A
 * position is the place where a record begins or the last one ends; the first is 0, and positions
 * only grow.
 *
 * <p>Any number of threads may call any method; those that take a {@link Turn} are only for its
 * holder.
 */
public interface Journal extends Closeable {
  /**
   * Acquires the right to write, which only one writer of this journal has at a time, across all
   * threads and processes. An interrupt does not end the waiting.
   *
   * @throws IOException if the right was not free within {@code limit}
   */
  Turn turn(Duration limit) throws IOException;

  /**
   * Reads complete records from {@code from} on, in order: all of them, or as many as are read at
   * once. To read all, call this again from the end of the batch until a batch ends where it began.
   * Stops before an incomplete record.
   *
   * @throws PositionGoneException if the record at {@code from} has been forgotten
   * @throws JournalDamagedException if something that was durable once no longer checks out
   * @throws IOException if it cannot be read
   */
  Batch read(long from) throws IOException;

  /**
   * Returns the first position of the journal: 0 unless it has forgotten records.
   *
   * @throws IOException if it cannot be read
   */
  long beginning() throws IOException;

  /**
   * Adds one record after the last, which must end at {@code expected}; not durable yet.
   *
   * @param payload the record's bytes, without a line feed
   * @return the position after the record
   * @throws StalePositionException if the journal ends elsewhere; nothing was added
   * @throws IOException if the record could not be added; nothing of it remains
   */
  long append(long expected, byte[] payload, Turn turn) throws IOException;

  /**
   * Makes everything before {@code position} durable; one force serves all waiting threads.
   *
   * @throws IOException if that failed; it is unknown whether the records before the position
   *     survive, and nothing more can be added until the journal is opened again
   */
  void force(long position) throws IOException;

  /**
   * Cuts off what a crash left half written, keeping a copy.
   *
   * @return one line about what was cut off, or an empty text
   * @throws JournalDamagedException if something that was durable once no longer checks out
   * @throws IOException if that failed
   */
  String settle(Turn turn) throws IOException;

  /**
   * Returns a short text that distinguishes the record that ends at {@code position} from any other
   * that could end there, so that a snapshot kept beside this journal can be checked against it;
   * the empty text at 0.
   *
   * @return empty if no complete record ends there
   * @throws IOException if it cannot be read
   */
  Optional<String> seal(long position) throws IOException;

  /**
   * Makes the end a position that {@link #forget} can forget up to, and everything before it
   * durable.
   *
   * @param expected the position at which the journal ends
   * @return the position at which it ends now: {@code expected} or a later one, with no record in
   *     between
   * @throws IOException if that failed; nothing is lost
   */
  long divide(long expected, Turn turn) throws IOException;

  /**
   * Forgets records before {@code position}, as far as they can be forgotten without later ones:
   * all of them if {@link #divide} has returned that position. Cannot be undone: the caller must
   * have stored durably the state they add up to.
   *
   * @return the number of bytes freed
   * @throws IOException if that failed; the records forgotten until then are the first ones,
   *     without gaps
   */
  long forget(long position) throws IOException;

  /** The right to write, held until this object is closed; closing twice is harmless. */
  interface Turn extends AutoCloseable {
    /**
     * Passes the right to the next writer.
     *
     * @throws IOException if the system refuses; the next writer gets it once this process ends
     */
    @Override
    void close() throws IOException;
  }

  /**
   * Some records in order.
   *
   * @param payloads their bytes
   * @param end the position after the last
   */
  record Batch(List<byte[]> payloads, long end) {
    /** Copies the list. */
    public Batch {
      payloads = List.copyOf(payloads);
    }
  }
}
