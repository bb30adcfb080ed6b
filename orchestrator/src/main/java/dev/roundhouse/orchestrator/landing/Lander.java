package dev.roundhouse.orchestrator.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.git.Target;
import dev.roundhouse.orchestrator.landing.CandidateBuilder.Built;
import dev.roundhouse.orchestrator.run.LandingOptions;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.work.FinishedWork;
import dev.roundhouse.orchestrator.work.RunContext;
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
 * Carries out what {@link Speculation} decides: all that merges, moves refs and writes into the
 * ledger, in sequence, while gates run elsewhere. For the one thread that lands.
 */
final class Lander {
  private static final int ENOUGH = 4;

  private final RunContext context;
  private final Target target;
  private final Workbench bench;
  private final Gating gating;
  private final Trying trying;
  private final BiConsumer<FinishedWork, LandingResult> answer;
  private final Map<AttemptId, FinishedWork> works = new LinkedHashMap<>();
  private @Nullable Line line;
  private int landings = ENOUGH; // since the target was taken in

  /**
   * What it works with.
   *
   * @param builder builds candidates
   * @param verdicts knows what gates have said
   * @param alignment keeps tip and target together
   * @param landing lands
   */
  record Workbench(
      CandidateBuilder builder, Verdicts verdicts, Alignment alignment, Landing landing) {}

  Lander(
      RunContext context,
      Workbench bench,
      Gating gating,
      BiConsumer<FinishedWork, LandingResult> answer) {
    this.context = context;
    this.target = context.target();
    this.bench = bench;
    this.gating = gating;
    this.trying = new Trying(context, bench);
    this.answer = answer;
  }

  private Line line() throws IOException {
    Line now = line;
    if (now == null) {
      ObjectId tip = target.tip();
      now = Line.at(options(), tip, context.repository().objects().treeOf(tip));
      line = now;
    }
    return now;
  }

  /** What is left on branches does not stand on each other. */
  private LandingOptions options() {
    LandingOptions options = context.options().landing();
    return context.options().form().branches() ? options.in(LandingOptions.Mode.SERIAL) : options;
  }

  /** Work is finished, and stands in line from now on. */
  void offer(FinishedWork work) throws IOException, InterruptedException, RefusedException {
    boolean first = works.isEmpty();
    works.put(work.attempt(), work);
    if (first) {
      align();
    }
    if (works.containsKey(work.attempt())) {
      line = line().arrive(trying.item(work));
    }
    advance();
  }

  /** A gate is done with {@code tree}. */
  void judged(ObjectId tree, Verdict verdict, long millis)
      throws IOException, InterruptedException, RefusedException {
    Line before = line();
    line = before.ended(tree, verdict, millis);
    trying.keep(before, line(), tree, works);
    advance();
  }

  /** Decides anew: people may have called something off, or the run is to stop. */
  void lookAgain() throws IOException, InterruptedException, RefusedException {
    LedgerView view = context.ledger().view();
    for (FinishedWork work : List.copyOf(works.values())) {
      if (view.stopWanted(work.issue().id()).isPresent()) {
        leave(work, new Intention(context).settle(work));
      }
    }
    advance();
  }

  /** Nothing lands any more; what waits stays a candidate. */
  void putDown(LandingResult why) throws IOException {
    gating.endAll();
    List<FinishedWork> left = List.copyOf(works.values());
    works.clear();
    line = line().without(left.stream().map(FinishedWork::attempt).toList());
    left.forEach(each -> answer.accept(each, why));
  }

  private void leave(FinishedWork work, LandingResult result) throws IOException {
    works.remove(work.attempt());
    line = line().without(List.of(work.attempt()));
    answer.accept(work, result);
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
        carryOut(each);
      }
    } while (!decisions.isEmpty());
  }

  private void carryOut(Decision decision)
      throws IOException, InterruptedException, RefusedException {
    if (decision instanceof Decision.Build build) {
      FinishedWork work = work(build.item());
      Built built = trying.build(work, build.base());
      line = line().built(build.item(), build.base(), built, trying.known(built));
    } else if (decision instanceof Decision.Judge judge) {
      judge(judge);
    } else if (decision instanceof Decision.Abandon abandon) {
      abandon(abandon.tree());
    } else if (decision instanceof Decision.Land land) {
      land(land.items());
    } else if (decision instanceof Decision.Return back) {
      sendBack(back);
    } else if (decision instanceof Decision.Hold hold) {
      hold(hold.base());
    }
  }

  private void abandon(ObjectId tree) throws IOException {
    gating.end(tree);
    line = line().abandoned(tree);
  }

  private FinishedWork work(AttemptId id) {
    return Optional.ofNullable(works.get(id)).orElseThrow();
  }

  private void judge(Decision.Judge judge) throws IOException {
    Path log = trying.baseLog();
    if (judge.item().isPresent()) {
      FinishedWork work = work(judge.item().get());
      context.enter(work.issue().id(), Phase.GATE);
      log = trying.log(work);
    }
    line = line().began(judge.tree());
    gating.start(judge, judge.item().map(this::work).map(each -> each.issue().id()), log);
  }

  /**
   * What is taken in makes every guess void, so a few land before the target is looked at again:
   * somebody who commits all the time does not keep us from landing.
   */
  private void land(List<AttemptId> ids)
      throws IOException, InterruptedException, RefusedException {
    if (landings >= ENOUGH && target.hasMoved()) {
      align();
      return;
    }
    List<Entrant> entrants = new ArrayList<>();
    for (AttemptId id : ids) {
      Candidate candidate = line().item(id).flatMap(Item::candidate).orElseThrow();
      entrants.add(new Entrant(work(id), candidate, line().of(candidate.tree()).millis()));
    }
    if (context.options().form().branches()) {
      branch(entrants.get(0));
      return;
    }
    Landing.Outcome outcome = bench.landing().land(entrants);
    if (outcome instanceof Landing.Outcome.Unwanted unwanted) {
      for (Map.Entry<FinishedWork, LandingResult> each : unwanted.results().entrySet()) {
        leave(each.getKey(), each.getValue());
      }
    } else if (outcome instanceof Landing.Outcome.Moved) {
      look();
    } else {
      landed(ids);
    }
  }

  private void branch(Entrant entrant) throws IOException, InterruptedException {
    LandingResult result = bench.landing().branch(entrant);
    if (result instanceof LandingResult.Held) {
      putDown(result);
    } else {
      leave(entrant.work(), result);
    }
  }

  private void landed(List<AttemptId> ids) throws IOException {
    landings += ids.size();
    line = line().landed(ids);
    for (AttemptId id : ids) {
      FinishedWork work = work(id);
      works.remove(id);
      answer.accept(work, new LandingResult.Landed(work.issue().id()));
    }
  }

  private void sendBack(Decision.Return back) throws IOException {
    FinishedWork work = work(back.item());
    Item item = line().item(back.item()).orElseThrow();
    Optional<String> want = SendingBack.want(item, line());
    if (want.isPresent()) {
      putDown(new LandingResult.Held(want.get())); // nobody's work is to blame
      return;
    }
    new SendingBack(context).send(work, item, line());
    line = line().returned(back.item(), back.why().isByGate());
    leave(work, new LandingResult.Returned());
  }

  private void hold(Trials base) throws IOException, InterruptedException, RefusedException {
    if (target.hasMoved()) {
      align();
      return;
    }
    putDown(new LandingResult.Held(trying.redBase(base)));
  }

  /** Takes in what was committed to the target; nothing lands if that cannot be. */
  private void align() throws IOException, InterruptedException, RefusedException {
    landings = 0;
    for (ObjectId tree : line().gates().keySet()) {
      abandon(tree); // the tip is about to move; what is taken in needs a gate itself
    }
    Optional<String> hold = bench.alignment().align();
    if (hold.isPresent()) {
      putDown(new LandingResult.Held(hold.get()));
    } else {
      look();
    }
  }

  private void look() throws IOException {
    ObjectId tip = target.tip();
    ObjectId tree = context.repository().objects().treeOf(tip);
    line = line().moved(tip, tree);
    if (line().of(tree).isOpen()) {
      line = line().knowing(tree, bench.verdicts().knownGreen(tree));
    }
  }
}
