package dev.roundhouse.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories are made by as many as want them, and never in the place of something else. */
class DirectoriesTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 500;

  @TempDir Path temporary;

  @Test
  void allWhoMakeOneAtOnceHaveIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier together = new CyclicBarrier(THREADS);
    List<Future<Path>> made = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      made.add(
          threads.submit(
              () -> {
                Path last = temporary;
                for (int round = 0; round < ROUNDS; round++) {
                  together.await();
                  last = Directories.create(temporary.resolve("d" + round));
                }
                return last;
              }));
    }

    for (Future<Path> each : made) {
      assertThat(each.get()).isDirectory();
    }
    threads.shutdown();
  }

  @Test
  void aFileInTheWayIsNamedAndLeftAlone() throws IOException {
    Path file = Files.writeString(temporary.resolve("taken"), "mine");

    assertThatThrownBy(() -> Directories.create(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is in the way");

    assertThat(file).hasContent("mine");
  }
}
