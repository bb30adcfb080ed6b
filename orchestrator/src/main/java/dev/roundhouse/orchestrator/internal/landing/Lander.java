package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Candidate;
import dev.roundhouse.orchestrator.internal.landing.QueueState.QueueItem;
import dev.roundhouse.orchestrator.internal.landing.Speculation.Decision;
import dev.roundhouse.orchestrator.options.LandingOptions;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the decisions of {@link Speculation}: everything that merges, moves refs and writes
 * into the ledger, in sequence, while gates run elsewhere. It holds the finished work that waits,
 * and the state of the queue. For the one thread that lands.
 */
final class Lander {
  private static final int ENOUGH = 4;

  private final RunContext context;
  private final Target target;
  private final Tools tools;
  private final RunningGates runningGates;
  private final BiConsumer<FinishedWork, LandingResult> answer;
  private final Map<AttemptId, FinishedWork> waiting = new LinkedHashMap<>(); // as it arrived
  private final Decision.Cases executor = new DecisionExecutor();
  private @Nullable QueueState line;
  private int landings = ENOUGH; // since the last alignment with the target

  /**
   * The tools of the thread that lands.
   *
   * @param candidates builds candidates
   * @param verdicts knows the verdicts of gates
   * @param targetSync keeps tip and target together
   * @param landing makes the landings
   */
  record Tools(
      CandidateBuilder candidates,
      VerdictStore verdicts,
      TargetSync targetSync,
      LandingTransaction landing) {}

  Lander(
      RunContext context,
      Tools tools,
      RunningGates runningGates,
      BiConsumer<FinishedWork, LandingResult> answer) {
    this.context = context;
    this.target = context.target();
    this.tools = tools;
    this.runningGates = runningGates;
    this.answer = answer;
  }

  /** Adds finished work to the queue; {@code rivals} is the number of others it conflicts with. */
  void offer(FinishedWork work, int rivals)
      throws IOException, InterruptedException, RefusedException {
    boolean first = waiting.isEmpty();
    waiting.put(work.attempt(), work);
    if (first) {
      align();
    }
    if (waiting.containsValue(work)) {
      boolean rejudge = tools.verdicts().isRejudged(work);
      QueueItem item =
          QueueItem.of(work.attempt(), work.endedAt(), work.issue().priority(), rejudge);
      line = line().arrive(item.against(rivals));
    }
    advance();
  }

  /** Takes the verdict of a gate on {@code tree}. */
  void judged(ObjectId tree, Verdict verdict, long millis)
      throws IOException, InterruptedException, RefusedException {
    QueueState before = line();
    QueueState after = before.ended(tree, verdict, millis);
    line = after;
    tools.verdicts().judged(before, after, tree, works());
    announce(tree, verdict);
    advance();
  }

  private void announce(ObjectId tree, Verdict verdict) throws IOException {
    boolean green = verdict instanceof Verdict.Green;
    if (!green && !(verdict instanceof Verdict.Red)) {
      return;
    }
    for (QueueItem each : line().items()) {
      if (each.candidate().filter(at -> at.tree().equals(tree)).isPresent()) {
        IssueId issue = work(each.id()).issue().id();
        context.publisher().publish(new RunEvent.Judged(issue, green));
      }
    }
  }

  /** Handles a gate that could not begin because objects of {@code tree} have vanished. */
  void vanished(ObjectId tree) throws IOException, InterruptedException, RefusedException {
    line = line().ended(tree, new Verdict.Interrupted(), 0).vanished(tree);
    advance();
  }

  /** Decides again: people may have cancelled something, or the run must stop. */
  void lookAgain() throws IOException, InterruptedException, RefusedException {
    LedgerView view = context.ledger().view();
    for (FinishedWork work : works()) {
      if (view.stopWanted(work.issue().id()).isPresent()) {
        leave(work, tools.landing().settle(work));
      }
    }
    advance();
  }

  /** Stops landing; waiting work stays a candidate. */
  void stopLanding(LandingResult why) throws IOException {
    runningGates.endAll();
    List<FinishedWork> left = works();
    waiting.clear();
    line = line().without(left.stream().map(FinishedWork::attempt).toList());
    left.forEach(each -> answer.accept(each, why));
  }

  private void advance() throws IOException, InterruptedException, RefusedException {
    List<Decision> decisions;
    do {
      if (context.interrupted().isDone()) {
        stopLanding(new LandingResult.Interrupted());
        return;
      }
      decisions = Speculation.decide(line());
      for (Decision each : decisions) {
        each.accept(executor);
      }
    } while (!decisions.isEmpty());
  }

  /** Returns the current queue; the first time, an empty one. */
  private QueueState line() throws IOException {
    QueueState now = line;
    if (now == null) {
      ObjectId tip = target.tip();
      now = QueueState.at(options(), tip, context.repository().objects().treeOf(tip));
      line = now;
    }
    return now;
  }

  /** Returns the options; candidates for branches are not built on each other. */
  private LandingOptions options() {
    LandingOptions options = context.options().landing();
    return context.options().form().branches() ? options.in(LandingOptions.Mode.SERIAL) : options;
  }

  private List<FinishedWork> works() {
    return List.copyOf(waiting.values());
  }

  private FinishedWork work(AttemptId id) {
    return Optional.ofNullable(waiting.get(id)).orElseThrow();
  }

  /** Removes {@code work} from the queue and answers it. */
  private void leave(FinishedWork work, LandingResult result) throws IOException {
    waiting.remove(work.attempt());
    line = line().without(List.of(work.attempt()));
    answer.accept(work, result);
  }

  /** Merges the user's commits on the target; nothing lands if that is impossible. */
  private void align() throws IOException, InterruptedException, RefusedException {
    landings = 0;
    for (ObjectId tree : line().gates().keySet()) {
      abandonGate(tree); // the tip is about to move; the merge needs a gate itself
    }
    Optional<String> hold = tools.targetSync().align();
    if (hold.isPresent()) {
      stopLanding(new LandingResult.Held(hold.get()));
    } else {
      look();
    }
  }

  private void look() throws IOException {
    ObjectId tip = target.tip();
    ObjectId tree = context.repository().objects().treeOf(tip);
    QueueState moved = line().moved(tip, tree);
    line = moved.of(tree).isOpen() ? moved.knowing(tree, tools.verdicts().knownGreen(tree)) : moved;
  }

  private void abandonGate(ObjectId tree) throws IOException {
    runningGates.end(tree);
    line = line().abandoned(tree);
  }

  /** Handles lost objects, either of the work or of the candidate below it. */
  private void vanished(Decision.Build build) throws IOException, InterruptedException {
    FinishedWork work = work(build.item());
    Optional<Candidate> below =
        line().items().stream()
            .flatMap(each -> each.candidate().stream())
            .filter(each -> each.commit().equals(build.base()))
            .findFirst();
    if (below.isPresent() && tools.candidates().isWhole(work)) {
      line = line().vanished(below.get().tree());
    } else {
      tools.candidates().requireTip();
      leave(work, new RejectionRecorder(context).vanished(work));
    }
  }

  private void landAll(List<LandingTransaction.Entry> entries)
      throws IOException, InterruptedException {
    LandingTransaction.Outcome outcome = tools.landing().land(entries);
    if (outcome instanceof LandingTransaction.Outcome.Unwanted unwanted) {
      for (Map.Entry<FinishedWork, LandingResult> each : unwanted.results().entrySet()) {
        leave(each.getKey(), each.getValue());
      }
    } else if (outcome instanceof LandingTransaction.Outcome.Moved) {
      look();
    } else {
      landed(entries.stream().map(each -> each.work().attempt()).toList());
    }
  }

  private void landed(List<AttemptId> ids) throws IOException {
    landings += ids.size();
    line = line().landed(ids);
    for (AttemptId id : ids) {
      FinishedWork work = work(id);
      leave(work, new LandingResult.Landed(work.issue().id()));
    }
  }

  private void branch(LandingTransaction.Entry entry) throws IOException, InterruptedException {
    LandingResult result = tools.landing().branch(entry);
    if (result instanceof LandingResult.Held) {
      stopLanding(result);
    } else {
      landings++;
      leave(entry.work(), result);
    }
  }

  /** Carries out each kind of decision. */
  private final class DecisionExecutor implements Decision.Cases {
    @Override
    public void build(Decision.Build build) throws IOException, InterruptedException {
      Built built = tools.candidates().build(work(build.item()), build.base());
      if (built instanceof Built.Vanished) {
        vanished(build);
      } else {
        line = line().built(build.item(), build.base(), built, tools.verdicts().known(built));
      }
    }

    @Override
    public void judge(Decision.Judge judge) throws IOException {
      Path log = tools.verdicts().baseLog();
      if (judge.item().isPresent()) {
        FinishedWork work = work(judge.item().get());
        log = tools.verdicts().log(work);
        context.enter(work.issue().id(), Phase.GATE, log);
      }
      line = line().began(judge.tree());
      Optional<IssueId> issue = judge.item().map(id -> work(id).issue().id());
      runningGates.start(judge, issue, log);
    }

    @Override
    public void abandon(Decision.Abandon abandon) throws IOException {
      abandonGate(abandon.tree());
    }

    /**
     * Lands the items. Merging the user's commits makes every speculation void, so a few items land
     * before the target is examined again: a user who commits all the time does not keep work from
     * landing.
     */
    @Override
    public void land(Decision.Land land)
        throws IOException, InterruptedException, RefusedException {
      if (target.isRewritten() || (landings >= ENOUGH && target.hasMoved())) {
        align();
        return;
      }
      List<LandingTransaction.Entry> entries = new ArrayList<>();
      for (AttemptId id : land.items()) {
        Candidate candidate = line().item(id).flatMap(QueueItem::candidate).orElseThrow();
        long millis = line().of(candidate.tree()).millis();
        entries.add(new LandingTransaction.Entry(work(id), candidate, millis));
      }
      if (!tools.candidates().areWhole(entries)) {
        for (LandingTransaction.Entry each : entries) {
          line = line().vanished(each.candidate().tree());
        }
      } else if (context.options().form().branches()) {
        branch(entries.get(0));
      } else {
        landAll(entries);
      }
    }

    @Override
    public void sendBack(Decision.Return back) throws IOException {
      FinishedWork work = work(back.item());
      QueueItem item = line().item(back.item()).orElseThrow();
      new RejectionRecorder(context).send(work, item, line());
      line = line().returned(back.item(), back.why().isByGate());
      leave(work, new LandingResult.Returned());
    }

    @Override
    public void hold(Decision.Hold hold)
        throws IOException, InterruptedException, RefusedException {
      if (target.hasMoved()) {
        align();
      } else {
        stopLanding(new LandingResult.Held(tools.verdicts().redBase(hold.base())));
      }
    }

    @Override
    public void outage(Decision.Outage outage) throws IOException {
      stopLanding(new LandingResult.Held(outage.reason()));
    }
  }
}
