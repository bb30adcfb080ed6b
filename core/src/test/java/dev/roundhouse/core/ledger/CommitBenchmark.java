package dev.roundhouse.core.ledger;

import dev.roundhouse.core.io.Disk;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.journal.FileJournal;
import dev.roundhouse.core.testing.Race;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Durable commits per second, beside the machine's own rate of forced writes in the same run: on
 * the disk as it is, and with a force made to take 2 ms. The argument is a directory to work in.
 */
final class CommitBenchmark {
  private static final long MILLIS = 3000;

  private CommitBenchmark() {}

  /** Measures and prints. */
  public static void main(String... args) throws Exception {
    Path root = Path.of(args[0]);
    if (args.length > 1) {
      System.out.println(rate(root, Disk.real(), 1));
      return;
    }
    for (int round = 1; round <= 3; round++) {
      System.out.printf(Locale.ROOT, "round %d: bare write and force %d/s%n", round, bare(root));
      for (int threads : new int[] {1, 4, 16}) {
        System.out.printf(
            Locale.ROOT,
            "  %2d threads: %5d commits/s; force made to take 2 ms: %5d commits/s%n",
            threads,
            rate(fresh(root), Disk.real(), threads),
            rate(fresh(root), new SlowDisk(), threads));
      }
      System.out.printf(Locale.ROOT, "  4 processes: %5d commits/s%n", processes(fresh(root)));
    }
  }

  private static Path fresh(Path root) throws IOException {
    return Files.createTempDirectory(root, "ledger");
  }

  private static long bare(Path root) throws IOException {
    byte[] record = new byte[250];
    try (Disk.OpenFile file = Disk.real().open(fresh(root).resolve("bare"))) {
      long count = 0;
      long end = System.nanoTime() + MILLIS * 1_000_000;
      for (; System.nanoTime() < end; count++) {
        file.write(count * record.length, record);
        file.force();
      }
      return count * 1000 / MILLIS;
    }
  }

  private static long rate(Path directory, Disk disk, int threads) throws IOException {
    FileJournal journal = FileJournal.open(directory.resolve("journal"), disk, 16 << 20);
    try (Ledger ledger = Ledger.open(directory, journal, disk, InstantSource.system())) {
      List<Long> counts = Race.of(threads).run(() -> commitFor(ledger));
      return counts.stream().mapToLong(Long::longValue).sum() * 1000 / MILLIS;
    }
  }

  private static long commitFor(Ledger ledger) throws IOException {
    IssueId issue = new IssueId("T-" + Thread.currentThread().getId());
    long count = 0;
    long end = System.nanoTime() + MILLIS * 1_000_000;
    for (; System.nanoTime() < end; count++) {
      IssueEdit edit = IssueEdit.of(new Priority((int) (count % 10)));
      ledger.commit(
          new Event.IssueEdited(issue, ChangeId.fresh(), edit, InstantSource.system().instant()));
    }
    return count;
  }

  private static long processes(Path directory) throws Exception {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  Objects.requireNonNull(System.getProperty("java.class.path")),
                  CommitBenchmark.class.getName(),
                  directory.toString(),
                  "one")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }
    long sum = 0;
    for (Process each : all) {
      try (var out = each.inputReader()) {
        sum += Long.parseLong(out.readLine());
      }
    }
    return sum;
  }

  /** A disk whose every force takes 2 ms, as on the disks people have. */
  private static final class SlowDisk implements Disk {
    private static final long FORCE_NANOS = 2_000_000;
    private final Disk disk = Disk.real();

    @Override
    public OpenFile open(Path file) throws IOException {
      return new SlowFile(disk.open(file));
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
    public void force(Path directory) throws IOException {
      disk.force(directory);
    }
  }

  private record SlowFile(Disk.OpenFile file) implements Disk.OpenFile {
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
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public void force() {
      long end = System.nanoTime() + SlowDisk.FORCE_NANOS;
      for (long left = SlowDisk.FORCE_NANOS; left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
