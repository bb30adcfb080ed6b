package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.backlog.Landing;
import dev.roundhouse.core.backlog.LandingReceiver;
import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Notifies the source of issues of what has landed, one landing at a time and beside everything
 * else. A landing counts as received once the ledger says so; the next run notifies the source of
 * any other one again. A call that takes too long is the last one of the run, since there is no way
 * to end it for sure. Safe for use by any number of threads.
 */
final class LandingNotifier {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final RunContext context;
  private final LiveBacklog issues;
  private final Duration limit;
  private final Optional<LandingReceiver> receiver;
  private final ExecutorService queue;
  private volatile boolean givenUp;

  LandingNotifier(RunContext context, LiveBacklog issues) {
    this(context, issues, LIMIT);
  }

  /** Creates a notifier with another time limit for each call. */
  LandingNotifier(RunContext context, LiveBacklog issues, Duration limit) {
    this.context = context;
    this.issues = issues;
    this.limit = limit;
    this.receiver = context.backlog().landingReceiver();
    this.queue = Executors.newSingleThreadExecutor(work -> daemon("roundhouse-notices", work));
    var unused = context.interrupted().thenRun(this::giveUp);
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Notifies of every landing that the ledger does not know to be received. */
  void notifyUnreceived() throws IOException {
    if (receiver.isPresent()) {
      notify(
          context.ledger().view().issues().stream()
              .filter(IssueRecord::awaitsReceipt)
              .map(IssueRecord::id)
              .toList());
    }
  }

  /** Notifies of the landings of {@code landed}, which are durable; returns at once. */
  void notify(List<IssueId> landed) {
    receiver.ifPresent(to -> landed.forEach(id -> submit(() -> call(id, to))));
  }

  private void submit(Runnable work) {
    try {
      queue.execute(work);
    } catch (RejectedExecutionException givenUp) {
      return; // the next run does it
    }
  }

  /** Waits until the source was notified of every landing, or the run is interrupted. */
  void close() throws InterruptedException {
    queue.shutdown();
    try {
      var unused = queue.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } finally {
      giveUp();
    }
  }

  /** Notifies of nothing more. */
  void giveUp() {
    givenUp = true;
    queue.shutdownNow();
  }

  private void call(IssueId id, LandingReceiver to) {
    if (givenUp) {
      return;
    }
    try {
      LedgerView view = context.ledger().view();
      IssueRecord record = view.issue(id).filter(IssueRecord::awaitsReceipt).orElse(null);
      if (record != null && hasReceived(to, issue(id), landing(view, record))) {
        String commit = String.valueOf(record.landedCommit());
        Instant now = context.clock().instant();
        context.ledger().commit(new Event.LandingReceived(id, commit, now));
      }
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      warn(id, FileErrors.describe(cause));
    } catch (IOException | RuntimeException failed) {
      warn(id, FileErrors.describe(failed));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the issue; only its id is known if the source does not list it any more. */
  private Issue issue(IssueId id) throws IOException {
    return issues.find(id).orElseGet(() -> Issue.builder(id).title(id.value()).build());
  }

  /** Calls the receiver on a thread of its own; returns false if its time was up. */
  private boolean hasReceived(LandingReceiver to, Issue issue, Landing landing)
      throws ExecutionException, InterruptedException {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread call = daemon("roundhouse-notice-" + issue.id(), () -> call(to, issue, landing, answer));
    call.start();
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      givenUp = true;
      warn(issue.id(), "it took longer than " + limit.toSeconds() + " s");
      return false;
    } finally {
      if (!answer.isDone()) {
        call.interrupt();
      }
    }
  }

  private static void call(
      LandingReceiver to, Issue issue, Landing landing, CompletableFuture<Boolean> answer) {
    try {
      to.landed(issue, landing);
      answer.complete(true);
    } catch (Throwable fault) { // on a thread of its own: whoever waits for the answer reports it
      answer.completeExceptionally(fault);
    }
  }

  private Landing landing(LedgerView view, IssueRecord record) {
    Instant at = record.finishedAt() == null ? record.updatedAt() : record.finishedAt();
    String target =
        view.runs().stream()
            .filter(run -> !run.target().isEmpty() && !run.startedAt().isAfter(at))
            .max(Comparator.comparing(RunRecord::startedAt))
            .map(RunRecord::target)
            .orElse(context.target().branch());
    return new Landing(
        String.valueOf(record.landedCommit()),
        target,
        at,
        record.history().get(record.history().size() - 1).attempt());
  }

  private void warn(IssueId id, String why) {
    context
        .publisher()
        .warn(
            id
                + " has landed, but the backlog could not be notified: "
                + why
                + "; the next run tries again");
  }
}
