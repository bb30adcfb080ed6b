package dev.roundhouse.core.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Everything the ledger's files ask of a disk: each change to them is one call here, and nothing
 * else changes them. A port, so that a test can stop, fail or record every single change.
 *
 * <p>Implementations are safe for use by any number of threads; what one {@link OpenFile} needs
 * beyond that is said there.
 */
public interface Disk {
  /** The disk that is there. Stateless. */
  static Disk real() {
    return RealDisk.INSTANCE;
  }

  /**
   * Opens {@code file} for reading and writing, making it if it is not there; its name is durable
   * only after {@link #force}.
   *
   * @throws IOException if it cannot be opened
   */
  OpenFile open(Path file) throws IOException;

  /**
   * Opens {@code file} for reading.
   *
   * @throws java.io.FileNotFoundException if there is none
   * @throws IOException if it cannot be opened
   */
  OpenFile openToRead(Path file) throws IOException;

  /**
   * Gives {@code from} the name {@code to}, in one step, also where that name is taken.
   *
   * @throws IOException if it could not; nothing has changed
   */
  void rename(Path from, Path to) throws IOException;

  /**
   * Takes {@code file} away; does nothing if there is none.
   *
   * @throws IOException if it could not
   */
  void delete(Path file) throws IOException;

  /**
   * Makes the names in {@code directory} durable.
   *
   * @throws IOException if it could not
   */
  void force(Path directory) throws IOException;

  /** An open file. An interrupt neither closes it nor stops a call half way. */
  interface OpenFile extends Closeable {
    /** Its length in bytes. */
    long length() throws IOException;

    /**
     * Reads from {@code from} on until {@code into} is full or the file ends.
     *
     * @return how many bytes were read
     */
    int read(long from, byte[] into) throws IOException;

    /** Writes all of {@code bytes} at {@code at}; on failure some of them may be there. */
    void write(long at, byte[] bytes) throws IOException;

    /** Cuts it to {@code length} bytes. */
    void truncate(long length) throws IOException;

    /** Makes its content and length durable. May run beside any other call. */
    void force() throws IOException;
  }
}
