package dev.roundhouse.core.journal;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A sequence of records that only grows at its end, and may forget those at its beginning. A
 * position is where a record begins or the last one ends; the first is 0, and they only grow.
 *
 * <p>Any number of threads may call any method; those that ask for a {@link Turn} are only for its
 * holder.
 */
public interface Journal extends Closeable {
  /**
   * The right to write, which one at a time has of all who write to this journal, in any thread and
   * process. An interrupt does not end the waiting.
   *
   * @throws IOException if it was not free within {@code limit}
   */
  Turn turn(Duration limit) throws IOException;

  /**
   * Whole records from {@code from} on, in order: all there are, or as many as are read at once.
   * Who wants all calls again from the end of the batch until a batch ends where it began. Stops
   * before a record that is not whole yet.
   *
   * @throws PositionGoneException if what stood at {@code from} has been forgotten
   * @throws JournalDamagedException if what was durable once no longer checks out
   * @throws IOException if it cannot be read
   */
  Batch read(long from) throws IOException;

  /**
   * The first position there is: 0 unless it has forgotten some.
   *
   * @throws IOException if it cannot be read
   */
  long beginning() throws IOException;

  /**
   * Adds one record behind the last, which must end at {@code expected}; not durable yet.
   *
   * @param payload the record's bytes; no line feed among them
   * @return the position behind the record
   * @throws StalePositionException if the journal ends elsewhere; nothing was added
   * @throws IOException if it could not be added; nothing of it stays
   */
  long append(long expected, byte[] payload, Turn turn) throws IOException;

  /**
   * Makes everything before {@code position} durable; one call covers everybody who waits.
   *
   * @throws IOException if it could not; whether the records before it survive is unknown, and
   *     nothing more can be added until the journal is opened again
   */
  void force(long position) throws IOException;

  /**
   * Cuts off what a crash left half written, keeping a copy aside.
   *
   * @return one line about what was cut off, or an empty text
   * @throws JournalDamagedException if what was durable once no longer checks out
   * @throws IOException if it could not
   */
  String settle(Turn turn) throws IOException;

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
   * Makes the end a place that {@link #forget} can forget up to, and all before it durable.
   *
   * @param expected where the journal ends
   * @return where it ends now: at {@code expected} or behind it, with no record in between
   * @throws IOException if it could not; nothing is lost
   */
  long divide(long expected, Turn turn) throws IOException;

  /**
   * Forgets the records before {@code position}, as far as it can forget some without others: all
   * of them if {@link #divide} has returned that position. Not to be undone: the caller keeps,
   * durably, what they came to.
   *
   * @return how many bytes were given back
   * @throws IOException if it could not; it has forgotten from the beginning on, without holes
   */
  long forget(long position) throws IOException;

  /** The right to write, until it is closed; closing twice is harmless. */
  interface Turn extends AutoCloseable {
    /**
     * Gives it to the next.
     *
     * @throws IOException if the system refuses; the next gets it once this process ends
     */
    @Override
    void close() throws IOException;
  }

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
