package dev.roundhouse.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.Race;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One holder at a time, among threads and among processes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LockFileTest {
  @TempDir Path directory;
  private Path path;
  private final List<Process> holders = new ArrayList<>();
  private int counter;

  @BeforeEach
  void choosePath() {
    path = directory.resolve("lock");
  }

  @AfterEach
  void endHolders() {
    holders.forEach(Process::destroyForcibly);
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

  @Test
  void aFileThatWasDeletedIsNotLockedAgainWhileAnotherProcessHoldsTheNewOne() throws Exception {
    new LockFile(path).acquire(Patience.LIMIT).close();
    Files.delete(path);
    Process other = holder();
    try (BufferedReader out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("held");

      assertThat(new LockFile(path).tryAcquire()).isEmpty();

      other.destroyForcibly().waitFor();
      new LockFile(path).acquire(Patience.LIMIT).close();
    }
  }

  @Test
  void aFileThatIsDeletedWhileItIsHeldStillExcludesTheThreadsOfThisJvm() throws Exception {
    try (LockFile.Held held = new LockFile(path).acquire(Patience.LIMIT)) {
      assertThat(held).isNotNull();
      Files.delete(path);

      assertThat(new LockFile(path).tryAcquire()).isEmpty();
    }
    assertThat(new LockFile(path).tryAcquire()).isPresent();
  }

  @Test
  void whoWaitsWhileTheFileIsDeletedLocksTheNewOne() throws Exception {
    Process other = holder();
    try (BufferedReader out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("held");
      assertThat(new LockFile(path).tryAcquire()).isEmpty();
      Files.delete(path);
      Process second = holder();
      try (BufferedReader its = second.inputReader()) {
        assertThat(its.readLine()).isEqualTo("held");
        other.destroyForcibly().waitFor();

        assertThat(new LockFile(path).tryAcquire()).isEmpty();

        second.destroyForcibly().waitFor();
        new LockFile(path).acquire(Patience.LIMIT).close();
      }
    }
  }

  @Test
  void theEndOfOneClassLoaderFreesNoLockOfAnother() throws Exception {
    try (AutoCloseable held = Objects.requireNonNull(acquireIn(loader()))) {
      WeakReference<ClassLoader> other = visitor();

      while (other.get() != null) { // the test's own limit ends what never ends
        System.gc();
        System.runFinalization();
      }

      Process process = holder();
      try (BufferedReader out = process.inputReader()) {
        assertThat(out.readLine()).isEqualTo("busy");
      }
      assertThat(held).isNotNull();
    }
    assertThat(new LockFile(path).tryAcquire()).isPresent();
  }

  /** Returns a class loader that is told that the lock is busy, and is then used by nobody. */
  private WeakReference<ClassLoader> visitor() throws Exception {
    ClassLoader loader = loader();
    assertThat(acquireIn(loader)).isNull();
    return new WeakReference<>(loader);
  }

  private static ClassLoader loader() throws IOException {
    List<URL> classPath = new ArrayList<>();
    String all = Objects.requireNonNull(System.getProperty("java.class.path"));
    for (String each : Splitter.on(File.pathSeparatorChar).split(all)) {
      classPath.add(Path.of(each).toUri().toURL());
    }
    return new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** Tries to acquire the lock with the classes of {@code loader}; null if it is busy. */
  private @Nullable AutoCloseable acquireIn(ClassLoader loader) throws Exception {
    Class<?> type = loader.loadClass(LockFile.class.getName());
    Object lock = type.getConstructor(Path.class).newInstance(path);
    Optional<?> held = (Optional<?>) type.getMethod("tryAcquire").invoke(lock);
    return (AutoCloseable) held.orElse(null);
  }

  private Process holder() throws IOException {
    Process holder = ChildJvm.of(Holder.class, path.toString()).start();
    holders.add(holder);
    return holder;
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
