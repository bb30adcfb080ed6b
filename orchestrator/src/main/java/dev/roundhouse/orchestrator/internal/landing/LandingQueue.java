package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.backlog.LiveBacklog;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.run.BaseReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.ToIntFunction;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Lands finished work. It is an actor: every message is handled on the one thread that lands, one
 * after the other, while gates run on their own threads.
 *
 * <p>{@link #hold} and {@link #sync} are for one thread, before the queue is opened and after all
 * offered work was answered; {@link #offer}, {@link #lookAgain} and {@link #close} for any.
 */
public final class LandingQueue {
  private final RunContext context;
  private final VerdictStore verdicts;
  private final TargetSync targetSync;
  private final DoneMarks marks;
  private final Lander.Tools tools;
  private final LandingNotifier notifier;
  private final ToIntFunction<IssueId> rivals;
  private @Nullable Open open;

  /**
   * Creates a queue for one run.
   *
   * @param gate judges candidates, several at once, or null to land untested
   * @param backlog finds the issues that can get their done mark later
   * @param rivals the number of others under way that an issue is known to conflict with
   */
  public LandingQueue(
      RunContext context, @Nullable Gate gate, LiveBacklog backlog, ToIntFunction<IssueId> rivals) {
    this.context = context;
    this.rivals = rivals;
    MergeWorktree mergeWorktree = new MergeWorktree(context);
    this.verdicts = new VerdictStore(context, gate);
    CandidateIntegrity candidateIntegrity = new CandidateIntegrity(context.repository());
    GatedTipUpdate gatedTipUpdate = new GatedTipUpdate(context, verdicts, candidateIntegrity);
    this.targetSync = new TargetSync(context, mergeWorktree, gatedTipUpdate);
    this.marks = new DoneMarks(context, backlog, gatedTipUpdate);
    this.notifier = new LandingNotifier(context, backlog);
    LandingTransaction landing =
        new LandingTransaction(context, verdicts.isTested(), targetSync, notifier);
    CandidateBuilder candidates =
        new CandidateBuilder(context, marks, mergeWorktree, candidateIntegrity);
    this.tools = new Lander.Tools(candidates, verdicts, targetSync, landing);
  }

  /** Receives the results of offered work, on the thread that lands. */
  public interface Listener {
    /** Takes the result for {@code work}; it stays a candidate if the result says so. */
    void ended(FinishedWork work, LandingResult result);

    /**
     * Takes the failure of git, the ledger, the file system or a gate, or the loss of landed work
     * from the target: nothing more lands, and offered work is not answered any more and stays a
     * candidate. The next start of a run finds out from the refs what has landed.
     */
    void broke(Throwable fault);
  }

  /**
   * Opens the queue.
   *
   * @param lander runs one task at a time, in order
   * @param gates runs as many tasks at once as there are gates
   */
  public void open(Executor lander, Executor gates, Listener listener) {
    open = new Open(lander, gates, listener);
  }

  /** Queues {@code work} for landing in its turn; answered once. */
  public void offer(FinishedWork work) {
    int against = rivals.applyAsInt(work.issue().id());
    send(lander -> lander.offer(work, against));
  }

  /** Makes the queue check again for requests of people and for a stop at once. */
  public void lookAgain() {
    send(Lander::lookAgain);
  }

  /** Stops landing; gates end without a verdict, and waiting work stays a candidate. */
  public void close() {
    send(lander -> lander.stopLanding(new LandingResult.Interrupted()));
  }

  private void send(Message message) {
    Open now = open;
    if (now == null) {
      throw new IllegalStateException("the landing queue is not open");
    }
    now.send(message);
  }

  /** Notifies the source of issues of earlier landings that it has not received. */
  public void notifyUnreceived() throws IOException {
    notifier.notifyUnreceived();
  }

  /** Waits until the source of issues was notified of everything that landed. */
  public void awaitReceipts() throws InterruptedException {
    notifier.close();
  }

  /** Leaves the landings that the source of issues has not received to the next run. */
  public void stopNotifying() {
    notifier.giveUp();
  }

  /**
   * Brings all commits of the target into the tip.
   *
   * @return the reason why nothing can land until a person acts, or empty
   * @throws RefusedException if the target lost landed work, or is gone
   */
  public Optional<String> hold() throws IOException, InterruptedException, RefusedException {
    return targetSync.align();
  }

  /**
   * Judges the tip, unless it is known to be green, so that a gate that cannot pass costs no agent.
   *
   * @param stop completes when the verdict is no longer needed
   * @return the reason why nothing may start, or empty
   */
  public Optional<String> objectionToBase(CompletableFuture<Void> stop)
      throws IOException, InterruptedException {
    return new BaseGateCheck(context, verdicts).objection(stop);
  }

  /**
   * Judges the commit that a run would start from, once, unless it is known to be green.
   *
   * @param stop completes when the verdict is no longer needed
   */
  public BaseReport judgeBase(CompletableFuture<Void> stop)
      throws IOException, InterruptedException {
    return new BaseGateCheck(context, verdicts).once(stop);
  }

  /**
   * Brings tip and target together as far as possible, and adds done marks that were missing and
   * are possible now.
   *
   * @return the reason why the target is not at the tip, or empty if it is
   * @throws RefusedException if the target lost landed work, or is gone
   */
  public Optional<String> sync() throws IOException, InterruptedException, RefusedException {
    Optional<String> behind = targetSync.sync();
    return marks.landLate() ? targetSync.sync() : behind;
  }

  /** A task for the thread that lands. */
  private interface Message {
    void to(Lander lander) throws Throwable;
  }

  /** The state of the queue while it is open. */
  private final class Open implements RunningGates.Listener {
    private final Executor thread;
    private final Listener listener;
    private final RunningGates runningGates;
    private final Lander lander;
    private boolean broken; // only touched on the thread that lands

    Open(Executor thread, Executor gates, Listener listener) {
      this.thread = thread;
      this.listener = listener;
      this.runningGates = new RunningGates(context, verdicts, gates, this);
      this.lander = new Lander(context, tools, runningGates, listener::ended);
    }

    void send(Message message) {
      try {
        thread.execute(() -> hear(message));
      } catch (RejectedExecutionException dismissed) {
        runningGates.endAll(); // no listener is left
      }
    }

    private void hear(Message message) {
      if (broken) {
        return;
      }
      try {
        message.to(lander);
      } catch (Throwable fault) { // the landing thread: the dispatcher answers for every fault
        broken = true;
        runningGates.endAll();
        listener.broke(fault);
      }
    }

    @Override
    public void judged(ObjectId tree, Verdict verdict, long millis) {
      send(to -> to.judged(tree, verdict, millis));
    }

    @Override
    public void vanished(ObjectId tree) {
      send(to -> to.vanished(tree));
    }

    @Override
    public void broke(Throwable fault) {
      send(
          to -> {
            throw fault;
          });
    }
  }
}
