package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.ToIntFunction;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Lands finished work. It is an actor: whatever it is told is done on the one thread that lands,
 * one thing after the other, while gates run on threads of their own.
 *
 * <p>{@link #hold} and {@link #sync} are for one thread, before it is opened and after all it was
 * offered was answered; {@link #offer}, {@link #lookAgain} and {@link #close} for any.
 */
public final class LandingQueue {
  private final RunContext context;
  private final VerdictStore verdicts;
  private final TargetSync alignment;
  private final DoneMarks marks;
  private final LandingTools bench;
  private final ToIntFunction<IssueId> rivals;
  private @Nullable Open open;

  /**
   * A queue for one run.
   *
   * @param gate judges candidates, several at once, or null to land untested
   * @param issues the backlog
   * @param rivals with how many others under way an issue is known to conflict
   */
  public LandingQueue(
      RunContext context, @Nullable Gate gate, IssueLookup issues, ToIntFunction<IssueId> rivals) {
    this.context = context;
    this.rivals = rivals;
    MergeWorktree yard = new MergeWorktree(context);
    this.verdicts = new VerdictStore(context, gate);
    CandidateIntegrity existence = new CandidateIntegrity(context.repository());
    GatedTipUpdate trial = new GatedTipUpdate(context, verdicts, existence);
    this.alignment = new TargetSync(context, yard, trial);
    this.marks = new DoneMarks(context, issues, trial);
    LandingTransaction landing = new LandingTransaction(context, verdicts.isTested(), alignment);
    CandidateBuilder builder = new CandidateBuilder(context, marks, yard);
    this.bench = new LandingTools(builder, verdicts, alignment, landing, existence);
  }

  /** Hears what comes of what was offered, on the thread that lands. */
  public interface Listener {
    /** The queue is done with {@code work}; it stays a candidate where the result says so. */
    void ended(FinishedWork work, LandingResult result);

    /**
     * Git, the ledger, the file system or a gate failed, or the target lost landed work: nothing
     * more lands, what was offered is not answered any more and stays a candidate. The next start
     * of a run finds out from the refs what has landed.
     */
    void broke(Throwable fault);
  }

  /**
   * Opens it.
   *
   * @param lander runs one thing at a time, in order
   * @param gates runs as many things at once as there are gates
   */
  public void open(Executor lander, Executor gates, Listener listener) {
    open = new Open(lander, gates, listener);
  }

  /** Has {@code work} landed in its turn; answered once. */
  public void offer(FinishedWork work) {
    int against = rivals.applyAsInt(work.issue().id());
    tell(lander -> lander.offer(work, against));
  }

  /** Has it look whether people want otherwise, or the run is to stop at once. */
  public void lookAgain() {
    tell(Lander::lookAgain);
  }

  /** Has it land nothing more; gates end with no verdict, and what waits stays a candidate. */
  public void close() {
    tell(lander -> lander.putDown(new LandingResult.Interrupted()));
  }

  private void tell(Message message) {
    Open now = open;
    if (now == null) {
      throw new IllegalStateException("the landing queue is not open");
    }
    now.tell(message);
  }

  /**
   * Makes the tip hold what the target holds.
   *
   * @return why nothing can land until a person acts, or empty
   * @throws RefusedException if the target lost landed work, or is gone
   */
  public Optional<String> hold() throws IOException, InterruptedException, RefusedException {
    return alignment.align();
  }

  /**
   * Brings tip and target together as far as that goes, and marks done what landed without its mark
   * and can have it now.
   *
   * @return why the target is not at the tip, or empty if it is
   * @throws RefusedException if the target lost landed work, or is gone
   */
  public Optional<String> sync() throws IOException, InterruptedException, RefusedException {
    Optional<String> behind = alignment.sync();
    return marks.landLate() ? alignment.sync() : behind;
  }

  /** Something to be done on the thread that lands. */
  private interface Message {
    void to(Lander lander) throws Throwable;
  }

  /** The queue while it is open. */
  private final class Open implements RunningGates.Ear {
    private final Executor thread;
    private final Listener listener;
    private final RunningGates gating;
    private final Lander lander;
    private boolean broken; // only touched on the thread that lands

    Open(Executor thread, Executor gates, Listener listener) {
      this.thread = thread;
      this.listener = listener;
      this.gating = new RunningGates(context, verdicts, gates, this);
      this.lander = new Lander(context, bench, gating, listener::ended);
    }

    void tell(Message message) {
      try {
        thread.execute(() -> hear(message));
      } catch (RejectedExecutionException dismissed) {
        gating.endAll(); // nobody is left to hear it
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
        gating.endAll();
        listener.broke(fault);
      }
    }

    @Override
    public void judged(ObjectId tree, Verdict verdict, long millis) {
      tell(to -> to.judged(tree, verdict, millis));
    }

    @Override
    public void vanished(ObjectId tree) {
      tell(to -> to.vanished(tree));
    }

    @Override
    public void broke(Throwable fault) {
      tell(
          to -> {
            throw fault;
          });
    }
  }
}
