package dev.roundhouse.orchestrator;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.orchestrator.landing.LandingQueue;
import dev.roundhouse.orchestrator.work.FinishedWork;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The threads of a run: workers, and one that lands. Each call is answered by exactly one {@link
 * Signal}. Safe for use by any number of threads.
 */
final class Crew {
  private final ExecutorService workers;
  private final ExecutorService lander;
  private final Workshop workshop;
  private final LandingQueue landings;
  private final Consumer<Signal> answer;

  Crew(int size, Workshop workshop, LandingQueue landings, Consumer<Signal> answer) {
    this.workers = Executors.newFixedThreadPool(size, named("roundhouse-worker-"));
    this.lander = Executors.newSingleThreadExecutor(named("roundhouse-landing-"));
    this.workshop = workshop;
    this.landings = landings;
    this.answer = answer;
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Has {@code issue} worked; {@code stop} ends that early. */
  void work(Issue issue, AttemptId attempt, int number, String slot, CompletableFuture<Void> stop) {
    run(
        workers,
        false,
        () ->
            new Signal.WorkEnded(
                issue.id(), slot, workshop.work(issue, attempt, number, slot, stop)));
  }

  void land(FinishedWork work) {
    run(lander, true, () -> new Signal.LandingEnded(landings.land(work)));
  }

  private void run(ExecutorService pool, boolean landing, Callable<Signal> step) {
    pool.execute(
        () -> {
          Signal signal;
          try {
            signal = step.call();
          } catch (Throwable fault) { // the worker loop: the dispatcher answers for every fault
            signal = new Signal.Broke(landing, fault);
          }
          answer.accept(signal);
        });
  }

  /** Lets idle threads go; what runs is interrupted and waited for. */
  void dismiss() throws InterruptedException {
    workers.shutdownNow();
    lander.shutdownNow();
    workers.awaitTermination(1, TimeUnit.MINUTES);
    lander.awaitTermination(1, TimeUnit.MINUTES);
  }
}
