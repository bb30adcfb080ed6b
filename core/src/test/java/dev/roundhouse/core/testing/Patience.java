package dev.roundhouse.core.testing;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for what must come, however busy the machine is: the one limit that keeps a test from
 * hanging for ever. It is no statement about speed.
 */
public final class Patience {
  /** The limit in seconds, for annotations. */
  public static final long SECONDS = 300;

  /** The limit. */
  public static final Duration LIMIT = Duration.ofSeconds(SECONDS);

  private Patience() {}

  /** Begins a sentence such as {@code await().until(condition)}. */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(LIMIT);
  }

  /** Waits until {@code process} has ended, and returns its exit code; kills it at the limit. */
  public static int exitCode(Process process) throws InterruptedException {
    try {
      if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw new AssertionError(process + " has not ended within " + LIMIT);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Waits for what {@code future} comes to. */
  public static <T> T result(Future<T> future) throws InterruptedException, ExecutionException {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("nothing has come within " + LIMIT, late);
    }
  }
}
