package dev.roundhouse.orchestrator.process;

import dev.roundhouse.core.ledger.ProcessStamp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A process and everything it started: what is in its session, and what carries its token, wherever
 * that has gone. Ended by identity, never by name. Safe for use by any number of threads.
 */
final class ProcessTree {
  /** The variable that carries the token. */
  static final String TOKEN = "ROUNDHOUSE_TOKEN";

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final Duration INSIST = Duration.ofSeconds(10);

  private final ProcessStamp leader;
  private final String setting;

  ProcessTree(ProcessStamp leader) {
    this(leader, TOKEN + "=" + leader.token());
  }

  /** What is in the session of {@code leader}, and what carries {@code setting}. */
  ProcessTree(ProcessStamp leader, String setting) {
    this.leader = leader;
    this.setting = setting;
  }

  /** Whether nothing of it runs. */
  boolean isGone() throws IOException {
    return members().isEmpty();
  }

  /**
   * Asks all of it to end, waits for as long as {@code grace}, then ends what is left.
   *
   * @return whether nothing of it runs any more
   */
  boolean end(Duration grace) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      signal(ProcessHandle::destroy);
      if (waitUntilGone(grace, handle -> {})) {
        return true;
      }
      return waitUntilGone(INSIST, ProcessHandle::destroyForcibly);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean waitUntilGone(Duration limit, Consumer<ProcessHandle> meanwhile)
      throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!members().isEmpty()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      signal(meanwhile);
      LockSupport.parkNanos(PAUSE);
    }
    return true;
  }

  private void signal(Consumer<ProcessHandle> how) throws IOException {
    for (Proc.Entry member : members()) {
      ProcessHandle.of(member.pid())
          .filter(handle -> Proc.entry(member.pid()).equals(Optional.of(member)))
          .ifPresent(how);
    }
  }

  private List<Proc.Entry> members() throws IOException {
    long self = ProcessHandle.current().pid();
    boolean sessionIsOurs =
        Proc.entry(leader.pid())
            .map(entry -> entry.startTicks() == leader.startTicks())
            .orElse(true);
    return Proc.entries().stream()
        .filter(each -> each.pid() != self && each.startTicks() >= leader.startTicks())
        .filter(
            each ->
                (sessionIsOurs && each.session() == leader.pid())
                    || Proc.carries(each.pid(), setting))
        .toList();
  }
}
