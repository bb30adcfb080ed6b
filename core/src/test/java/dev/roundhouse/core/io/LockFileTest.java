package dev.roundhouse.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.Race;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One holder at a time, among threads and among processes. */
class LockFileTest {
  @TempDir Path directory;
  private Path path;
  private int counter;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("lock");
  }

  @Test
  void isFreeAgainWhenItsHolderClosesIt() throws IOException {
    LockFile one = new LockFile(path);
    LockFile other = new LockFile(path);
    try (LockFile.Held held = one.acquire(Patience.LIMIT)) {
      assertThat(held).isNotNull();
      assertThat(other.tryAcquire()).isEmpty();
      assertThatThrownBy(() -> other.acquire(Duration.ofMillis(20)))
          .isInstanceOf(LockTimeoutException.class)
          .hasMessageContaining(path.toString());
    }

    Optional<LockFile.Held> again = other.tryAcquire();

    assertThat(again).isPresent();
    again.get().close();
    again.get().close();
    assertThat(one.tryAcquire()).isPresent();
  }

  @Test
  void noUpdateIsLostAmongThreads() {
    Race.of(8)
        .run(
            () -> {
              for (int i = 0; i < 200; i++) {
                try (LockFile.Held held = new LockFile(path).acquire(Patience.LIMIT)) {
                  assertThat(held).isNotNull();
                  counter++;
                }
              }
              return 0;
            });

    assertThat(counter).isEqualTo(1600);
  }

  @Test
  void anotherProcessHoldsItAndItsDeathFreesIt() throws Exception {
    Process other = holder();
    try (BufferedReader out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("held");
      assertThat(new LockFile(path).tryAcquire()).isEmpty();

      other.destroyForcibly().waitFor();

      try (LockFile.Held held = new LockFile(path).acquire(Patience.LIMIT)) {
        assertThat(held).isNotNull();
      }
    }
  }

  @Test
  void aLockThatOtherCodeInThisJvmHoldsIsBusyAndNoError() throws IOException {
    Path path = directory.resolve("elsewhere");
    LockFile lock = new LockFile(path);
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock foreign = channel.lock();

      assertThat(lock.tryAcquire()).isEmpty();
      assertThatThrownBy(() -> lock.acquire(Duration.ofMillis(20)))
          .isInstanceOf(LockTimeoutException.class);

      foreign.release();
      lock.acquire(Patience.LIMIT).close();
    }
  }

  @Test
  void anInterruptWhileItIsHeldElsewhereNeitherClosesNorFreesIt() throws Exception {
    LockFile lock = new LockFile(path);
    try (LockFile.Held held = lock.acquire(Patience.LIMIT)) {
      assertThat(held).isNotNull();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> new LockFile(path).acquire(Duration.ofMillis(200)))
          .isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
      Process other = holder();
      try (BufferedReader out = other.inputReader()) {
        assertThat(out.readLine()).isEqualTo("busy");
      }
    }
    assertThat(lock.tryAcquire()).isPresent();
  }

  private Process holder() throws IOException {
    return ChildJvm.of(Holder.class, path.toString()).start();
  }

  /** Takes the lock and keeps it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String... args) throws Exception {
      boolean held = new LockFile(Path.of(args[0])).tryAcquire().isPresent();
      System.out.println(held ? "held" : "busy");
      if (held) {
        new CountDownLatch(1).await();
      }
    }
  }
}
