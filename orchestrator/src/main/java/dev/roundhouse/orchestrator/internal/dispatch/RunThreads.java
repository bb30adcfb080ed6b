package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.landing.LandingQueue;
import dev.roundhouse.orchestrator.internal.landing.LandingResult;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The threads of a run: workers, one that lands, and those of gates. Each piece of work is answered
 * by exactly one {@link DispatcherMessage}, unless the landing queue breaks, which is reported
 * once. Safe for use by any number of threads.
 */
final class RunThreads {
  private final ExecutorService workers;
  private final ExecutorService lander;
  private final ExecutorService gates;
  private final AttemptRunner attemptRunner;
  private final LandingQueue landings;
  private final Consumer<DispatcherMessage> answer;

  RunThreads(
      RunOptions options,
      AttemptRunner attemptRunner,
      LandingQueue landings,
      Consumer<DispatcherMessage> answer) {
    this.workers = Executors.newFixedThreadPool(options.workers(), named("roundhouse-worker-"));
    this.lander = Executors.newSingleThreadExecutor(named("roundhouse-landing-"));
    int most = options.landing().gates();
    this.gates = Executors.newFixedThreadPool(most, named("roundhouse-gate-"));
    this.attemptRunner = attemptRunner;
    this.landings = landings;
    this.answer = answer;
    landings.open(lander, gates, new LandingListener());
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Starts work on {@code issue}; {@code stop} ends it early. */
  void work(Issue issue, AttemptId attempt, int number, String slot, CompletableFuture<Void> stop) {
    run(() -> attemptRunner.work(issue, attempt, number, slot, stop));
  }

  /** Queues {@code work} for landing in its turn. */
  void land(FinishedWork work) {
    landings.offer(work);
  }

  /** Makes the landing queue check again for requests of people and for a stop at once. */
  void lookAgain() {
    landings.lookAgain();
  }

  /** Stops landing; waiting work is answered as interrupted. */
  void stopLanding() {
    landings.close();
  }

  private void run(Callable<DispatcherMessage> step) {
    workers.execute(
        () -> {
          DispatcherMessage signal;
          try {
            signal = step.call();
          } catch (Throwable fault) { // the worker loop: the dispatcher answers for every fault
            signal = new DispatcherMessage.Broke(false, fault);
          }
          answer.accept(signal);
        });
  }

  /**
   * Lets idle threads go; running ones are interrupted, and waited for at most {@code limit}.
   *
   * @return the kinds of threads of which some still run
   */
  List<String> dismiss(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Map<String, ExecutorService> all = new LinkedHashMap<>();
    all.put("workers", workers);
    all.put("gates", gates);
    all.put("the landing queue", lander);
    all.values().forEach(ExecutorService::shutdownNow);
    List<String> running = new ArrayList<>();
    for (Map.Entry<String, ExecutorService> each : all.entrySet()) {
      long left = Math.max(0, deadline - System.nanoTime());
      if (!each.getValue().awaitTermination(left, TimeUnit.NANOSECONDS)) {
        running.add(each.getKey());
      }
    }
    return running;
  }

  /** Receives the results of the landing queue. */
  private final class LandingListener implements LandingQueue.Listener {
    @Override
    public void ended(FinishedWork work, LandingResult result) {
      answer.accept(new DispatcherMessage.LandingEnded(work, result));
    }

    @Override
    public void broke(Throwable fault) {
      answer.accept(new DispatcherMessage.Broke(true, fault));
    }
  }
}
