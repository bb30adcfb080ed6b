package dev.roundhouse.core.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real disk, accessed through {@link RandomAccessFile}, which no interrupt can close. */
final class RealDisk implements Disk {
  static final RealDisk INSTANCE = new RealDisk();

  private RealDisk() {}

  @Override
  public OpenFile open(Path file) throws IOException {
    return open(file, "rw");
  }

  @Override
  public OpenFile openToRead(Path file) throws IOException {
    return open(file, "r");
  }

  private static OpenFile open(Path file, String mode) throws IOException {
    try {
      return new RealFile(file, new RandomAccessFile(file.toFile(), mode));
    } catch (FileNotFoundException failed) {
      throw Directories.explained(file, failed);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException failed) {
      throw Directories.explained(to, failed);
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void force(Path directory) throws IOException {
    Directories.force(directory);
  }

  /** One open file; the lock makes moving to a position and reading or writing there one step. */
  private record RealFile(Path path, RandomAccessFile file) implements OpenFile {
    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public int read(long from, byte[] into) throws IOException {
      synchronized (file) {
        file.seek(from);
        int read = 0;
        while (read < into.length) {
          int more = file.read(into, read, into.length - read);
          if (more < 0) {
            break;
          }
          read += more;
        }
        return read;
      }
    }

    @Override
    public void write(long at, byte[] bytes) throws IOException {
      synchronized (file) {
        file.seek(at);
        try {
          file.write(bytes);
        } catch (IOException full) { // the system's message names the reason but not the file
          throw new IOException("cannot write " + path + ": " + full.getMessage(), full);
        }
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      file.setLength(length);
    }

    @Override
    public void force() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
