package dev.roundhouse.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.io.Disk;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.Race;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One force makes durable what all who wait have written. */
class GroupCommitTest {
  private static final int WRITERS = 16;

  @TempDir Path directory;

  @Test
  void whoWritesWhileOneForcesIsServedByTheNextForceTogetherWithAllOthers() throws IOException {
    CountingDisk disk = new CountingDisk();
    try (Journal journal = FileJournal.open(directory.resolve("journal"), disk, 1 << 20)) {
      disk.writes = new CountDownLatch(WRITERS);
      disk.forces.set(0);
      Race.of(WRITERS)
          .run(
              () -> {
                journal.force(append(journal));
                return 0;
              });
      // the last to write may not have said so yet when the second force begins
      assertThat(disk.forces.get()).isBetween(2, 3);
      assertThat(JournalTexts.texts(journal, 0)).hasSize(WRITERS);
    }
  }

  private static long append(Journal journal) throws IOException {
    try (Journal.Turn turn = journal.turn(Patience.LIMIT)) {
      byte[] payload = "x".getBytes(StandardCharsets.UTF_8);
      return journal.append(JournalTexts.end(journal), payload, turn);
    }
  }

  /** Counts forces, of which the first takes until everybody has written. */
  private static final class CountingDisk implements Disk {
    private final Disk disk = Disk.real();
    private final AtomicInteger forces = new AtomicInteger();
    private volatile CountDownLatch writes = new CountDownLatch(0);

    @Override
    public OpenFile open(Path file) throws IOException {
      return new CountingFile(disk.open(file), this);
    }

    @Override
    public OpenFile openToRead(Path file) throws IOException {
      return disk.openToRead(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
      disk.delete(file);
    }

    @Override
    public void force(Path names) throws IOException {
      disk.force(names);
    }
  }

  private record CountingFile(Disk.OpenFile file, CountingDisk disk) implements Disk.OpenFile {
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
      file.write(at, bytes);
      disk.writes.countDown();
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public void force() throws IOException {
      if (disk.forces.incrementAndGet() == 1) {
        try {
          assertThat(disk.writes.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
          throw new IOException(interrupted);
        }
      }
      file.force();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
