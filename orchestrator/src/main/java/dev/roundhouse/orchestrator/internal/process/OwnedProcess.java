package dev.roundhouse.orchestrator.internal.process;

import dev.roundhouse.core.ledger.ProcessIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child process that waits to be released, if the host supports that, and is ended with
 * everything it started. Safe for use by any number of threads.
 */
public final class OwnedProcess {
  private final Process process;
  private final ProcessIdentity identity;
  private final OutputPump output;
  private final Host host;
  private final DescendantPoller poller;
  private final Descendants descendants;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  /**
   * Creates an owned process, whose end is awaited on its own thread: the JDK's {@code onExit}
   * needs the common pool, which an embedding program may keep busy for as long as it likes.
   */
  OwnedProcess(
      Process process,
      ProcessIdentity identity,
      OutputPump output,
      Host host,
      DescendantPoller poller) {
    this.process = process;
    this.identity = identity;
    this.output = output;
    this.host = host;
    this.poller = poller;
    this.descendants = OrphanedProcesses.descendants(host, identity);
    poller.watch(descendants);
    output.start();
    Thread waiter = new Thread(this::await, "roundhouse-process-" + identity.pid());
    waiter.setDaemon(true);
    waiter.start();
  }

  private void await() {
    try {
      exit.complete(process.waitFor());
    } catch (InterruptedException nobodyDoes) {
      exit.completeExceptionally(nobodyDoes);
    }
  }

  /** Returns its identity; to be made durable before {@link #go}. */
  public ProcessIdentity identity() {
    return identity;
  }

  /**
   * Releases it to run the command. Without this it never does, unless the host cannot hold it
   * back.
   *
   * @throws IOException if it is gone already
   */
  public void go() throws IOException {
    output.restartClock();
    if (!host.holdsBack()) {
      return;
    }
    try (OutputStream in = process.getOutputStream()) {
      in.write("go\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Tells whether {@code process} was seen to be started by it, or by one of its descendants. */
  boolean knows(ProcessEntry process) {
    return descendants.isKnown(process);
  }

  /** Returns the time since its last output, or since {@link #go} if that is shorter. */
  public Duration quiet() {
    return output.quiet();
  }

  /** Returns its future exit code; 128 and the signal's number if a signal ended it. */
  public CompletableFuture<Integer> onExit() {
    return exit.copy();
  }

  /**
   * Releases it to run the command, waits, and ends it with everything it started.
   *
   * @param limits its time limits
   * @param interrupted completes when it must be ended at once
   * @param grace the time it has to end when it is asked to
   * @throws IOException if it could not be started or not be ended
   * @throws InterruptedException if the calling thread was interrupted; it has been ended
   */
  public ProcessEnding run(TimeLimits limits, CompletableFuture<Void> interrupted, Duration grace)
      throws IOException, InterruptedException {
    try {
      go();
      return await(limits, interrupted);
    } finally {
      end(grace);
    }
  }

  private ProcessEnding await(TimeLimits limits, CompletableFuture<Void> interrupted)
      throws InterruptedException {
    long begun = System.nanoTime();
    CompletableFuture<Object> either = CompletableFuture.anyOf(exit, interrupted);
    while (true) {
      Duration left = limits.whole().minusNanos(System.nanoTime() - begun);
      Optional<Duration> idleLeft = limits.idle().map(idle -> idle.minus(output.quiet()));
      if (hasCompleted(either, idleLeft.filter(idle -> idle.compareTo(left) < 0).orElse(left))) {
        return exit.isDone()
            ? new ProcessEnding.Exited(exit.join())
            : new ProcessEnding.Interrupted();
      }
      if (System.nanoTime() - begun >= limits.whole().toNanos()) {
        return new ProcessEnding.TimedOut(limits.whole());
      }
      Optional<Duration> exceeded =
          limits.idle().filter(idle -> output.quiet().compareTo(idle) >= 0);
      if (exceeded.isPresent()) {
        return new ProcessEnding.Idle(exceeded.get());
      }
    }
  }

  private static boolean hasCompleted(CompletableFuture<Object> future, Duration within)
      throws InterruptedException {
    try {
      future.get(Math.max(0, within.toNanos()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (ExecutionException broken) {
      throw new IllegalStateException("a process cannot be waited for", broken.getCause());
    }
  }

  /**
   * Ends it and everything it started, including processes it left behind when it ended by itself:
   * first politely, then, after {@code grace}, by force. Nothing of it runs when this returns, and
   * all its output is in its log.
   *
   * @throws IOException if something of it cannot be ended
   */
  public void end(Duration grace) throws IOException {
    process.getOutputStream().close();
    try {
      if (!new ProcessTree(host, identity, descendants).end(grace)) {
        throw new IOException(
            "cannot end every process of the command started as "
                + identity.pid()
                + "; end them by hand");
      }
    } finally {
      poller.leave(descendants);
      output.finish();
    }
  }
}
