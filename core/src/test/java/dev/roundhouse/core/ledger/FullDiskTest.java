package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roundhouse.core.io.Disk;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.QuietLogs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file system that is really full, from any act of a ledger's life on: nothing acknowledged is
 * lost, nothing is there in halves, and once there is room it goes on. Needs the right to mount.
 */
@ExtendWith(QuietLogs.class)
class FullDiskTest {
  private static final int PAGE = 4096;
  private static final int MOST_FREE_PAGES = 3;

  @TempDir Path root;
  private Path small;
  private boolean mounted;

  @BeforeEach
  void mountASmallFileSystem() throws Exception {
    small = Files.createDirectory(root.resolve("small"));
    String place = small.toString();
    mounted = isDone("mount", "-t", "tmpfs", "-o", "size=2m", "roundhouse-test", place);
    assumeTrue(mounted, "a small file system cannot be mounted here, which takes root on Linux");
  }

  /** Lazily: this process keeps lock files open in it. */
  @AfterEach
  void unmountIt() throws Exception {
    if (mounted) {
      assertThat(isDone("umount", "-l", small.toString())).isTrue();
    }
  }

  private static boolean isDone(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return Patience.exitCode(process) == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  @Test
  void fromAnyActOnAFullFileSystemLosesNothing() throws IOException {
    int failures = 0;
    boolean wholeLife = false;
    for (int act = 0; !wholeLife; act++) {
      for (int free = 0; free <= MOST_FREE_PAGES; free++) {
        Path directory = small.resolve("life-" + act + "-" + free);
        Told told = new Told();
        wholeLife = live(directory, act, free, told);
        Files.deleteIfExists(filler());
        told.wasTrue("full from act " + act + ", pages free: " + free, Aftermath.of(directory));
        assertThat(told.failures()).allMatch(each -> each.contains("No space left"));
        failures += told.failures().size();
        empty(directory);
      }
    }
    assertThat(failures).isGreaterThan(100);
  }

  private Path filler() {
    return small.resolve("filler");
  }

  /** Whether it was over before the file system was full. */
  private boolean live(Path directory, int fullFrom, int free, Told told) throws IOException {
    int number = 0;
    try (LedgerLife life = new LedgerLife(directory, Disk.real())) {
      for (LedgerLife.Act each : life.acts()) {
        if (number == fullFrom) {
          fill(free);
        }
        told.succeeds(each);
        number++;
      }
    }
    return number <= fullFrom;
  }

  private void fill(int free) throws IOException {
    Path held = small.resolve("held");
    Files.write(held, new byte[free * PAGE]);
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(new byte[PAGE]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    Files.delete(held);
  }

  private static void empty(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Files.delete(each);
      }
    }
  }
}
