package dev.roundhouse.core.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The disk operations that the ledger's files need: each change to them is one call here, and
 * nothing else changes them. A port, so that a test can stop, fail or record every single change.
 *
 * <p>Implementations are safe for use by any number of threads; {@link OpenFile} says what an open
 * file needs beyond that.
 */
public interface Disk {
  /** Returns the real disk. Stateless. */
  static Disk real() {
    return RealDisk.INSTANCE;
  }

  /**
   * Opens {@code file} for reading and writing, creating it if it does not exist; its name is
   * durable only after {@link #force}.
   *
   * @throws IOException if it cannot be opened
   */
  OpenFile open(Path file) throws IOException;

  /**
   * Opens {@code file} for reading.
   *
   * @throws java.io.FileNotFoundException if it does not exist
   * @throws IOException if it cannot be opened
   */
  OpenFile openToRead(Path file) throws IOException;

  /**
   * Renames {@code from} to {@code to} in one step, replacing a file of that name.
   *
   * @throws IOException if that failed; nothing has changed
   */
  void rename(Path from, Path to) throws IOException;

  /**
   * Deletes {@code file}; does nothing if it does not exist.
   *
   * @throws IOException if it could not be deleted
   */
  void delete(Path file) throws IOException;

  /**
   * Makes the names in {@code directory} durable.
   *
   * @throws IOException if they could not be made durable
   */
  void force(Path directory) throws IOException;

  /** An open file. An interrupt neither closes it nor stops a call halfway. */
  interface OpenFile extends Closeable {
    /** Returns the file's length in bytes. */
    long length() throws IOException;

    /**
     * Reads from {@code from} on until {@code into} is full or the file ends.
     *
     * @return the number of bytes read
     */
    int read(long from, byte[] into) throws IOException;

    /** Writes all of {@code bytes} at {@code at}; on failure some of them may be there. */
    void write(long at, byte[] bytes) throws IOException;

    /** Cuts the file to {@code length} bytes. */
    void truncate(long length) throws IOException;

    /** Makes the file's content and length durable. May run concurrently with any other call. */
    void force() throws IOException;
  }
}
