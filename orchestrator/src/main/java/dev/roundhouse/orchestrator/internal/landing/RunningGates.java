package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.landing.Speculation.Decision;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The gates under way, each on its own thread, and the means to end them. Safe for use by any
 * number of threads.
 */
final class RunningGates {
  private final RunContext context;
  private final VerdictStore verdicts;
  private final Executor threads;
  private final Listener ear;
  private final Map<ObjectId, UnderWay> underWay = new ConcurrentHashMap<>();

  /**
   * One gate.
   *
   * @param of the issue whose candidate it judges, or empty for the tip itself
   * @param stop ends it
   */
  private record UnderWay(Optional<IssueId> of, CompletableFuture<Void> stop) {}

  /** Receives the results of gates, on the thread that lands. */
  interface Listener {
    void judged(ObjectId tree, Verdict verdict, long millis);

    /** Takes the news that objects of {@code tree} have vanished, so that no gate can judge it. */
    void vanished(ObjectId tree);

    void broke(Throwable fault);
  }

  RunningGates(RunContext context, VerdictStore verdicts, Executor threads, Listener ear) {
    this.context = context;
    this.verdicts = verdicts;
    this.threads = threads;
    this.ear = ear;
    var unused = context.interrupted().thenRun(this::endAll);
  }

  /** Starts a gate; a tree is judged by one gate at a time. */
  void start(Decision.Judge what, Optional<IssueId> of, Path log) {
    CompletableFuture<Void> stop = new CompletableFuture<>();
    underWay.put(what.tree(), new UnderWay(of, stop));
    if (context.interrupted().isDone()) {
      stop.complete(null);
    }
    threads.execute(() -> judge(what.commit(), what.tree(), log, stop));
  }

  private void judge(ObjectId commit, ObjectId tree, Path log, CompletableFuture<Void> stop) {
    long begun = context.clock().millis();
    try {
      Optional<Verdict> answer = ask(commit, tree, log, stop);
      underWay.remove(tree);
      if (answer.isEmpty()) {
        ear.vanished(tree);
        return;
      }
      Verdict verdict = answer.get();
      ear.judged(tree, verdict, Math.max(0, context.clock().millis() - begun));
    } catch (Throwable fault) { // the gate's thread: the thread that lands answers for every fault
      underWay.remove(tree);
      ear.broke(fault);
    }
  }

  /** Returns the gate's verdict; empty if objects are missing. */
  private Optional<Verdict> ask(
      ObjectId commit, ObjectId tree, Path log, CompletableFuture<Void> stop)
      throws IOException, InterruptedException {
    ObjectId tip = context.target().tip();
    if (!isWhole(commit, tip)) {
      return Optional.empty();
    }
    try {
      return Optional.of(verdicts.ask(commit, tree, log, stop));
    } catch (IOException failed) {
      if (isWhole(commit, tip)) {
        throw failed;
      }
      return Optional.empty();
    }
  }

  private boolean isWhole(ObjectId commit, ObjectId tip) throws IOException, InterruptedException {
    return context.repository().isWhole(List.of(commit), tip);
  }

  /** Ends the gate on {@code tree} soon, without a verdict but with a notification. */
  void end(ObjectId tree) {
    UnderWay gate = underWay.get(tree);
    if (gate != null) {
      gate.stop().complete(null);
      gate.of().ifPresent(issue -> context.publisher().publish(new RunEvent.Discarded(issue)));
    }
  }

  /** Ends all gates. */
  void endAll() {
    underWay.values().forEach(each -> each.stop().complete(null));
  }
}
