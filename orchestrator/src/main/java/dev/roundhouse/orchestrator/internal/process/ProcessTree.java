package dev.roundhouse.orchestrator.internal.process;

import dev.roundhouse.core.ledger.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A process and everything it started: its descendants, the processes in its session, and those
 * that carry its token, wherever they have moved, as far as the host reports. Ended by identity,
 * never by name. Safe for use by any number of threads.
 */
final class ProcessTree {
  /** The variable that carries the token. */
  static final String TOKEN = "ROUNDHOUSE_TOKEN";

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final Duration INSIST = Duration.ofSeconds(10);

  private final Host host;
  private final ProcessIdentity leader;
  private final String setting;
  private final Descendants descendants;

  ProcessTree(Host host, ProcessIdentity leader, Descendants descendants) {
    this(host, leader, TOKEN + "=" + leader.token(), descendants);
  }

  /**
   * Creates the tree of {@code descendants}, the processes in the session of {@code leader}, and
   * those that carry {@code setting}.
   */
  ProcessTree(Host host, ProcessIdentity leader, String setting, Descendants descendants) {
    this.host = host;
    this.leader = leader;
    this.setting = setting;
    this.descendants = descendants;
  }

  /** Tells whether none of its processes runs. */
  boolean isGone() throws IOException {
    return members().isEmpty();
  }

  /**
   * Asks all of its processes to end, waits for {@code grace}, then ends those that are left.
   *
   * @return true if none of them runs any more
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
    for (ProcessEntry member : members()) {
      ProcessHandle.of(member.pid())
          .filter(handle -> host.entry(member.pid()).filter(member::isSame).isPresent())
          .ifPresent(how);
    }
  }

  private List<ProcessEntry> members() throws IOException {
    long self = ProcessHandle.current().pid();
    List<ProcessEntry> all = host.entries();
    descendants.look(all);
    boolean sessionIsOurs =
        host.entry(leader.pid()).map(entry -> entry.start() == leader.startTicks()).orElse(true);
    return all.stream()
        .filter(each -> each.pid() != self)
        .filter(each -> descendants.isKnown(each) || isMarked(each, sessionIsOurs))
        .toList();
  }

  private boolean isMarked(ProcessEntry process, boolean sessionIsOurs) {
    return process.start() >= leader.startTicks()
        && ((sessionIsOurs && process.session() == leader.pid())
            || host.carries(process.pid(), setting));
  }
}
