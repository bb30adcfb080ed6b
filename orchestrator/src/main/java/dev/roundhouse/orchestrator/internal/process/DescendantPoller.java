package dev.roundhouse.orchestrator.internal.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Polls which process is the child of which, on one thread that exists while there is something to
 * watch; a look that fails, in whatever way, is repeated. It takes at most a tenth of a processor.
 * Safe for use by any number of threads.
 */
final class DescendantPoller {
  private static final Logger LOG = System.getLogger(DescendantPoller.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int SHARE = 10;

  private final Host host;

  @GuardedBy("this")
  private final Set<Descendants> watched = new HashSet<>();

  @GuardedBy("this")
  private @Nullable Thread thread;

  DescendantPoller(Host host) {
    this.host = host;
  }

  /** Begins to watch {@code descendants}, until it is left or none of its processes runs. */
  synchronized void watch(Descendants descendants) {
    watched.add(descendants);
    if (thread == null) {
      thread = new Thread(this::look, "roundhouse-processes");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Stops watching {@code descendants}. */
  synchronized void leave(Descendants descendants) {
    watched.remove(descendants);
    if (watched.isEmpty() && thread != null) {
      LockSupport.unpark(thread);
    }
  }

  private void look() {
    for (List<Descendants> now = watched(); !now.isEmpty(); now = watched()) {
      long begun = System.nanoTime();
      try {
        List<ProcessEntry> all = host.entries(); // read after the processes to look for
        now.stream().filter(each -> !each.look(all)).forEach(this::leave);
      } catch (IOException | RuntimeException | Error untold) { // as good as not having looked
        LOG.log(Level.DEBUG, "the host did not report its processes; trying again", untold);
      }
      long cost = System.nanoTime() - begun;
      LockSupport.parkNanos(Math.max(PAUSE.toNanos(), SHARE * cost));
    }
  }

  /** Returns the watched processes; if there are none, the thread is no longer the one to poll. */
  private synchronized List<Descendants> watched() {
    if (watched.isEmpty()) {
      thread = null;
    }
    return List.copyOf(watched);
  }
}
