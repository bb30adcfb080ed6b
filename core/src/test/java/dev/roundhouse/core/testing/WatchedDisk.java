package dev.roundhouse.core.testing;

import dev.roundhouse.core.io.Disk;
import dev.roundhouse.core.testing.Change.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The real disk, with somebody who hears of each change before and after it is made, and may put a
 * failure or an end in its place. As safe for use by several threads as its watcher.
 */
public final class WatchedDisk implements Disk {
  private final Disk real = Disk.real();
  private final Watcher watcher;

  /** The disk under the eyes of {@code watcher}. */
  public WatchedDisk(Watcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public OpenFile open(Path file) throws IOException {
    if (Files.exists(file)) {
      return new WatchedFile(file, real.open(file));
    }
    Change change = Change.of(Kind.CREATE, file);
    watcher.before(change);
    OpenFile made = real.open(file);
    try {
      watcher.after(change);
    } catch (IOException stopped) {
      made.close();
      throw stopped;
    }
    return new WatchedFile(file, made);
  }

  @Override
  public OpenFile openToRead(Path file) throws IOException {
    return new WatchedFile(file, real.openToRead(file));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    make(new Change(Kind.RENAME, from, to, 0, new byte[0]), () -> real.rename(from, to));
  }

  @Override
  public void delete(Path file) throws IOException {
    if (Files.exists(file)) {
      make(Change.of(Kind.DELETE, file), () -> real.delete(file));
    }
  }

  @Override
  public void force(Path directory) throws IOException {
    make(Change.of(Kind.FORCE_NAMES, directory), () -> real.force(directory));
  }

  private void make(Change change, Doing doing) throws IOException {
    watcher.before(change);
    doing.run();
    watcher.after(change);
  }

  /** Hears of each change. */
  public interface Watcher {
    /** Called before {@code change}, which is not made if this throws. */
    void before(Change change) throws IOException;

    /** Called once {@code change} is made; if this throws, nobody hears that it was. */
    void after(Change change) throws IOException;

    /** One that only looks on. */
    static Watcher after(Consumer<Change> listener) {
      return new Watcher() {
        @Override
        public void before(Change change) {}

        @Override
        public void after(Change change) {
          listener.accept(change);
        }
      };
    }
  }

  private interface Doing {
    void run() throws IOException;
  }

  /** One open file under the same eyes. */
  private final class WatchedFile implements OpenFile {
    private final Path path;
    private final OpenFile file;

    WatchedFile(Path path, OpenFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public int read(long from, byte[] into) throws IOException {
      return file.read(from, into);
    }

    @Override
    public void write(long at, byte[] bytes) throws IOException {
      make(new Change(Kind.WRITE, path, path, at, bytes.clone()), () -> file.write(at, bytes));
    }

    @Override
    public void truncate(long length) throws IOException {
      Change change = new Change(Kind.TRUNCATE, path, path, length, new byte[0]);
      make(change, () -> file.truncate(length));
    }

    @Override
    public void force() throws IOException {
      make(Change.of(Kind.FORCE, path), file::force);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
