package dev.roundhouse.orchestrator.internal.overlap;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.ChangedFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Examines every five seconds, on its own thread, the changes of running attempts, and probes them
 * for conflicts. It writes nothing in their worktrees and takes no lock there. Anything it misses
 * in one look it sees in the next: it never fails a run.
 *
 * <p>{@link #isDue}, {@link #look} and {@link #news} are for one thread.
 */
final class OverlapWatcher implements AutoCloseable {
  private static final Logger LOG = System.getLogger(OverlapWatcher.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final RunContext context;
  private final ChangedFiles changed;
  private final ConflictProbe probes;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread named = new Thread(work, "roundhouse-overlap");
            named.setDaemon(true);
            return named;
          });
  private final Queue<ObservedChanges> news = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private Instant next = Instant.MIN;

  OverlapWatcher(RunContext context, ConflictCounts rivals) {
    this.context = context;
    this.changed = new ChangedFiles(context.repository());
    this.probes = new ConflictProbe(context.repository(), context.publisher(), rivals);
  }

  /**
   * A running attempt to examine.
   *
   * @param slot the worktree's name
   * @param base the commit its agent began at
   */
  record Running(IssueId issue, AttemptId attempt, int number, String slot, ObjectId base) {}

  /** Tells whether it is time for a look. */
  boolean isDue() {
    return !looking.get() && !context.clock().instant().isBefore(next);
  }

  /** Examines {@code running}, beside {@code finished}, whose changes are known. */
  void look(List<Running> running, List<ObservedChanges> finished) {
    next = context.clock().instant().plus(INTERVAL);
    looking.set(true);
    thread.execute(
        () -> {
          try {
            see(running, new ArrayList<>(finished));
          } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
          } catch (IOException | RuntimeException unseen) { // the next look sees it
            LOG.log(Level.DEBUG, "cannot read what running attempts change", unseen);
          } finally {
            looking.set(false);
          }
        });
  }

  private void see(List<Running> running, List<ObservedChanges> all)
      throws IOException, InterruptedException {
    for (Running each : running) {
      Optional<Worktree> slot = context.pool().find(each.slot());
      if (slot.isPresent()) {
        ChangedFiles.Seen seen = changed.in(slot.get(), each.base());
        ObservedChanges sighting =
            new ObservedChanges(
                each.issue(),
                each.attempt(),
                each.number(),
                each.base(),
                seen.head(),
                seen.paths(),
                false);
        all.add(sighting);
        news.add(sighting);
      }
    }
    probes.probe(all);
  }

  /** Returns the next observation since the last call, if there is one. */
  Optional<ObservedChanges> news() {
    return Optional.ofNullable(news.poll());
  }

  /** Stops looking; a look that has begun is over, or nearly so. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }
}
