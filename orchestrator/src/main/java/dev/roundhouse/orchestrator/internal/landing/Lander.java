package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Candidate;
import dev.roundhouse.orchestrator.internal.landing.QueueState.QueueItem;
import dev.roundhouse.orchestrator.internal.landing.Speculation.Decision;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Carries out the decisions of {@link Speculation}: everything that merges, moves refs and writes
 * into the ledger, in sequence, while gates run elsewhere. For the one thread that lands.
 */
final class Lander {
  private static final int ENOUGH = 4;

  private final RunContext context;
  private final Target target;
  private final LandingTools landingTools;
  private final RunningGates runningGates;
  private final CandidateBuilder candidates;
  private final VerdictStore verdicts;
  private final WaitingWork waiting;
  private final Decision.Cases executor = new DecisionExecutor();
  private int landings = ENOUGH; // since the last alignment with the target

  Lander(
      RunContext context,
      LandingTools landingTools,
      RunningGates runningGates,
      BiConsumer<FinishedWork, LandingResult> answer) {
    this.context = context;
    this.target = context.target();
    this.landingTools = landingTools;
    this.runningGates = runningGates;
    this.candidates = landingTools.candidates();
    this.verdicts = landingTools.verdicts();
    this.waiting = new WaitingWork(context, answer);
  }

  /** Adds finished work to the queue; {@code rivals} is the number of others it conflicts with. */
  void offer(FinishedWork work, int rivals)
      throws IOException, InterruptedException, RefusedException {
    boolean first = waiting.all().isEmpty();
    waiting.add(work);
    if (first) {
      align();
    }
    if (waiting.all().contains(work)) {
      QueueItem item =
          QueueItem.of(
              work.attempt(), work.endedAt(), work.issue().priority(), verdicts.isAfresh(work));
      waiting.now(line().arrive(item.against(rivals)));
    }
    advance();
  }

  /** Takes the verdict of a gate on {@code tree}. */
  void judged(ObjectId tree, Verdict verdict, long millis)
      throws IOException, InterruptedException, RefusedException {
    QueueState before = line();
    waiting.now(before.ended(tree, verdict, millis));
    verdicts.judged(before, line(), tree, waiting.all());
    advance();
  }

  /** Decides again: people may have cancelled something, or the run must stop. */
  void lookAgain() throws IOException, InterruptedException, RefusedException {
    LedgerView view = context.ledger().view();
    for (FinishedWork work : waiting.all()) {
      if (view.stopWanted(work.issue().id()).isPresent()) {
        waiting.leave(work, landingTools.landing().settle(work));
      }
    }
    advance();
  }

  /** Stops landing; waiting work stays a candidate. */
  void putDown(LandingResult why) throws IOException {
    runningGates.endAll();
    waiting.leaveAll(why);
  }

  private void advance() throws IOException, InterruptedException, RefusedException {
    List<Decision> decisions;
    do {
      if (context.interrupted().isDone()) {
        putDown(new LandingResult.Interrupted());
        return;
      }
      decisions = Speculation.decide(line());
      for (Decision each : decisions) {
        each.accept(executor);
      }
    } while (!decisions.isEmpty());
  }

  private void build(Decision.Build build, FinishedWork work)
      throws IOException, InterruptedException {
    Built built = candidates.build(work, build.base());
    if (built instanceof Built.Vanished) {
      vanished(build, work);
    } else {
      waiting.now(line().built(build.item(), build.base(), built, verdicts.known(built)));
    }
  }

  /** Handles lost objects, either of the work or of the candidate below it. */
  private void vanished(Decision.Build build, FinishedWork work)
      throws IOException, InterruptedException {
    Optional<Candidate> below =
        line().items().stream()
            .flatMap(each -> each.candidate().stream())
            .filter(each -> each.commit().equals(build.base()))
            .findFirst();
    if (below.isPresent() && candidates.isWhole(work)) {
      waiting.now(line().vanished(below.get().tree()));
    } else {
      candidates.requireTip();
      waiting.leave(work, new RejectionRecorder(context).vanished(work));
    }
  }

  /** Handles a gate that could not begin because objects of {@code tree} have vanished. */
  void vanished(ObjectId tree) throws IOException, InterruptedException, RefusedException {
    waiting.now(line().ended(tree, new Verdict.Interrupted(), 0).vanished(tree));
    advance();
  }

  private void abandon(ObjectId tree) throws IOException {
    runningGates.end(tree);
    waiting.now(line().abandoned(tree));
  }

  private QueueState line() throws IOException {
    return waiting.line();
  }

  private FinishedWork work(AttemptId id) {
    return waiting.work(id);
  }

  private void judge(Decision.Judge judge) throws IOException {
    Path log = verdicts.baseLog();
    if (judge.item().isPresent()) {
      FinishedWork work = work(judge.item().get());
      context.enter(work.issue().id(), Phase.GATE);
      log = verdicts.log(work);
    }
    waiting.now(line().began(judge.tree()));
    runningGates.start(judge, judge.item().map(this::work).map(each -> each.issue().id()), log);
  }

  /**
   * Lands the items. Merging the user's commits makes every speculation void, so a few items land
   * before the target is examined again: a user who commits all the time does not keep work from
   * landing.
   */
  private void land(List<AttemptId> ids)
      throws IOException, InterruptedException, RefusedException {
    if (target.isRewritten() || (landings >= ENOUGH && target.hasMoved())) {
      align();
      return;
    }
    List<LandingTransaction.Entry> entries = new ArrayList<>();
    for (AttemptId id : ids) {
      Candidate candidate = line().item(id).flatMap(QueueItem::candidate).orElseThrow();
      entries.add(
          new LandingTransaction.Entry(work(id), candidate, line().of(candidate.tree()).millis()));
    }
    if (!candidates.areWhole(entries)) {
      for (LandingTransaction.Entry each : entries) {
        waiting.now(line().vanished(each.candidate().tree()));
      }
      return;
    }
    if (context.options().form().branches()) {
      branch(entries.get(0));
      return;
    }
    LandingTransaction.Outcome outcome = landingTools.landing().land(entries);
    if (outcome instanceof LandingTransaction.Outcome.Unwanted unwanted) {
      for (Map.Entry<FinishedWork, LandingResult> each : unwanted.results().entrySet()) {
        waiting.leave(each.getKey(), each.getValue());
      }
    } else if (outcome instanceof LandingTransaction.Outcome.Moved) {
      look();
    } else {
      landed(ids);
    }
  }

  private void branch(LandingTransaction.Entry entrant) throws IOException, InterruptedException {
    LandingResult result = landingTools.landing().branch(entrant);
    if (result instanceof LandingResult.Held) {
      putDown(result);
    } else {
      landings++;
      waiting.leave(entrant.work(), result);
    }
  }

  private void landed(List<AttemptId> ids) throws IOException {
    landings += ids.size();
    waiting.now(line().landed(ids));
    for (AttemptId id : ids) {
      FinishedWork work = work(id);
      waiting.leave(work, new LandingResult.Landed(work.issue().id()));
    }
  }

  private void sendBack(Decision.Return back) throws IOException {
    FinishedWork work = work(back.item());
    QueueItem item = line().item(back.item()).orElseThrow();
    new RejectionRecorder(context).send(work, item, line());
    waiting.now(line().returned(back.item(), back.why().isByGate()));
    waiting.leave(work, new LandingResult.Returned());
  }

  private void hold(GateStatistics base)
      throws IOException, InterruptedException, RefusedException {
    if (target.hasMoved()) {
      align();
      return;
    }
    putDown(new LandingResult.Held(verdicts.redBase(base)));
  }

  /** Merges the user's commits on the target; nothing lands if that is impossible. */
  private void align() throws IOException, InterruptedException, RefusedException {
    landings = 0;
    for (ObjectId tree : line().gates().keySet()) {
      abandon(tree); // the tip is about to move; the merge needs a gate itself
    }
    Optional<String> hold = landingTools.targetSync().align();
    if (hold.isPresent()) {
      putDown(new LandingResult.Held(hold.get()));
    } else {
      look();
    }
  }

  private void look() throws IOException {
    ObjectId tip = target.tip();
    ObjectId tree = context.repository().objects().treeOf(tip);
    waiting.now(line().moved(tip, tree));
    if (line().of(tree).isOpen()) {
      waiting.now(line().knowing(tree, verdicts.knownGreen(tree)));
    }
  }

  /** Carries out each kind of decision. */
  private final class DecisionExecutor implements Decision.Cases {
    @Override
    public void build(Decision.Build build) throws IOException, InterruptedException {
      Lander.this.build(build, work(build.item()));
    }

    @Override
    public void judge(Decision.Judge judge) throws IOException {
      Lander.this.judge(judge);
    }

    @Override
    public void abandon(Decision.Abandon abandon) throws IOException {
      Lander.this.abandon(abandon.tree());
    }

    @Override
    public void land(Decision.Land land)
        throws IOException, InterruptedException, RefusedException {
      Lander.this.land(land.items());
    }

    @Override
    public void sendBack(Decision.Return back) throws IOException {
      Lander.this.sendBack(back);
    }

    @Override
    public void hold(Decision.Hold hold)
        throws IOException, InterruptedException, RefusedException {
      Lander.this.hold(hold.base());
    }

    @Override
    public void outage(Decision.Outage outage) throws IOException {
      putDown(new LandingResult.Held(outage.reason()));
    }
  }
}
