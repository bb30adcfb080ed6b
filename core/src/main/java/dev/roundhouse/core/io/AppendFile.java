package dev.roundhouse.core.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file that only grows at its end: an append happens as a whole or, short of a crash, not at all.
 * Once the file cannot keep that promise it refuses everything but reading.
 *
 * <p>Any number of threads may read and call {@link #force} while one appends; a thread that
 * appends or cuts must hold the lock that all writers of the file share.
 */
public final class AppendFile implements Closeable {
  private final Path path;
  private final Disk disk;
  private final Disk.OpenFile reader;
  private volatile Disk.@Nullable OpenFile writer;
  private volatile @Nullable IOException failure;

  /**
   * Opens {@code path}, which must exist; it is opened for writing only when something is written.
   *
   * @throws java.io.FileNotFoundException if there is no such file
   * @throws IOException if it cannot be opened
   */
  public AppendFile(Path path, Disk disk) throws IOException {
    this.path = path;
    this.disk = disk;
    this.reader = disk.openToRead(path);
  }

  /** Returns the file's path. */
  public Path path() {
    return path;
  }

  /** Returns the file's length in bytes. */
  public long length() throws IOException {
    return reader.length();
  }

  /** Reads {@code most} bytes from {@code from} on, or fewer if the file ends before that. */
  public byte[] read(long from, long most) throws IOException {
    long there = Math.max(0, Math.min(most, reader.length() - from));
    byte[] bytes = new byte[Math.toIntExact(there)];
    int read = reader.read(from, bytes);
    return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
  }

  /**
   * Appends {@code bytes} at {@code end}, which is the file's length; not durable yet.
   *
   * @throws IOException if they could not be written; the file is {@code end} bytes long again, or
   *     refuses everything from now on
   */
  public void append(long end, byte[] bytes) throws IOException {
    refuseIfFailed();
    Disk.OpenFile out = writer();
    try {
      out.write(end, bytes);
    } catch (IOException broken) {
      cutBack(out, end, broken);
      throw broken;
    }
  }

  private Disk.OpenFile writer() throws IOException {
    Disk.OpenFile out = writer;
    if (out == null) {
      out = disk.open(path);
      writer = out;
    }
    return out;
  }

  private void cutBack(Disk.OpenFile out, long end, IOException cause) {
    try {
      out.truncate(end);
    } catch (IOException worse) {
      cause.addSuppressed(worse);
      failure = cause;
    }
  }

  /**
   * Cuts the file to {@code length}; durable when this returns.
   *
   * @throws IOException if it could not be cut; the file refuses everything from now on
   */
  public void cut(long length) throws IOException {
    refuseIfFailed();
    Disk.OpenFile out = writer();
    try {
      out.truncate(length);
      out.force();
    } catch (IOException broken) {
      failure = broken;
      throw broken;
    }
  }

  /**
   * Makes everything appended before this call durable, and the file's name too, which {@code
   * names} forces first.
   *
   * @throws IOException if that failed, now or in an earlier call; it is unknown whether the
   *     appended bytes survive, and the file refuses everything from now on
   */
  public void force(Names names) throws IOException {
    Disk.OpenFile out = writer;
    IOException failed = failure;
    try {
      if (failed != null) {
        throw failed;
      }
      names.force();
      (out == null ? reader : out).force();
    } catch (IOException broken) {
      failure = broken;
      throw new IOException(
          "cannot make the journal durable; whether the last change was saved is unknown until the"
              + " next start: "
              + broken.getMessage(),
          broken);
    }
  }

  private void refuseIfFailed() throws IOException {
    IOException failed = failure;
    if (failed != null) {
      throw new IOException(path + " failed before (" + failed.getMessage() + ")", failed);
    }
  }

  @Override
  public void close() throws IOException {
    Disk.OpenFile out = writer;
    try (reader) {
      if (out != null) {
        out.close();
      }
    }
  }

  /** Makes the name of a file durable. */
  public interface Names {
    /**
     * Makes the name durable.
     *
     * @throws IOException if it could not be made durable
     */
    void force() throws IOException;
  }
}
