package dev.roundhouse.contracts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Several threads that begin at once, and waits that end. Stateless. */
final class Runners {
  /** The longest time anything in a contract may take. */
  static final Duration LIMIT = Duration.ofMinutes(2);

  private static final long GLANCE_NANOS = 5_000_000;
  private static final long PAUSE_NANOS = 100_000_000;

  private Runners() {}

  /**
   * Starts what {@code each} returns for 0, 1, … on {@code count} threads, and returns the results.
   */
  static <T> List<T> run(int count, IntFunction<Callable<T>> each) throws Exception {
    CyclicBarrier start = new CyclicBarrier(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Callable<T> work = each.apply(i);
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(result(future));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns what {@code future} ends with; fails if it does not end. */
  static <T> T result(Future<T> future) throws Exception {
    try {
      return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Exception cause ? cause : failed;
    } catch (TimeoutException never) {
      throw new AssertionError("it has not ended within " + LIMIT, never);
    }
  }

  /** Lets a tenth of a second pass. */
  static void pause() {
    long end = System.nanoTime() + PAUSE_NANOS;
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Waits until {@code future} has ended, but no longer than {@code limit}. */
  static void awaitAtMost(Duration limit, Future<?> future) {
    long end = System.nanoTime() + limit.toNanos();
    while (!future.isDone() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  /** Waits until {@code file} exists; fails if it never does. */
  static void await(Path file) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(file)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(file + " does not exist after " + LIMIT);
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }
}
