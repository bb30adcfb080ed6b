package dev.roundhouse.orchestrator.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.git.Repository;
import dev.roundhouse.orchestrator.git.Target;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.work.Failures;
import dev.roundhouse.orchestrator.work.FinishedWork;
import dev.roundhouse.orchestrator.work.RunContext;
import dev.roundhouse.orchestrator.work.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Lands one piece of work at a time: candidate on the tip, verdict on its tree, intention durable,
 * compare-and-swap, landing durable. For one thread at a time.
 */
final class Landing {
  private static final int PATIENCE = 3;

  private final RunContext context;
  private final Repository repository;
  private final Target target;
  private final CandidateBuilder builder;
  private final Verdicts verdicts;
  private final Alignment alignment;
  private final Intention intention;
  private final Branches branches;
  private Duration gateTook = Duration.ZERO;

  Landing(RunContext context, CandidateBuilder builder, Verdicts verdicts, Alignment alignment) {
    this.context = context;
    this.repository = context.repository();
    this.target = context.target();
    this.builder = builder;
    this.verdicts = verdicts;
    this.alignment = alignment;
    this.intention = new Intention(context);
    this.branches = new Branches(context, verdicts.isTested());
  }

  /** Lands {@code work}, or sends it back, or says why nothing can land now. */
  LandingResult land(FinishedWork work) throws IOException, InterruptedException, RefusedException {
    for (int round = 1; ; round++) {
      Optional<String> hold = alignment.align();
      if (hold.isPresent()) {
        return new LandingResult.Held(hold.get());
      }
      Optional<LandingResult> result = once(work, round >= PATIENCE);
      if (result.isPresent()) {
        return result.get();
      }
    }
  }

  /** One round; empty if the target moved meanwhile and the candidate must be built anew. */
  private Optional<LandingResult> once(FinishedWork work, boolean patienceIsOver)
      throws IOException, InterruptedException {
    if (context.ledger().view().stopWanted(work.issue().id()).isPresent()) {
      return Optional.of(intention.settle(work));
    }
    context.enter(work.issue().id(), Phase.MERGE);
    ObjectId tip = target.tip();
    CandidateBuilder.Built built = builder.build(work, tip);
    if (built instanceof CandidateBuilder.Built.Ready ready) {
      return gate(work, ready.candidate(), patienceIsOver);
    }
    if (built instanceof CandidateBuilder.Built.Conflicting conflict) {
      String reason =
          "conflicts with what landed before, in " + String.join(", ", conflict.paths());
      return back(work, LifecycleStatus.CONFLICTED, reason, "");
    }
    String reason = "its changes are on " + target.branch() + " already";
    Instant now = context.clock().instant();
    context
        .ledger()
        .commit(
            new Event.IssueRested(
                work.issue().id(), work.attempt(), LifecycleStatus.NO_CHANGE, reason, now));
    context
        .bulletin()
        .tell(new RunEvent.Returned(work.issue().id(), LifecycleStatus.NO_CHANGE, reason, ""));
    return Optional.of(new LandingResult.Returned());
  }

  private Optional<LandingResult> gate(
      FinishedWork work, Candidate candidate, boolean patienceIsOver)
      throws IOException, InterruptedException {
    context.done(Step.BUILT);
    keep(work, candidate);
    context.done(Step.KEPT);
    if (verdicts.isTested()) {
      context.enter(work.issue().id(), Phase.GATE);
    }
    Instant begun = context.clock().instant();
    Verdict verdict =
        verdicts.of(candidate.commit(), candidate.tree(), work.papers().resolve("gate.log"));
    gateTook = Duration.between(begun, context.clock().instant());
    context.tallies().timings().add(work.issue().id(), Phase.GATE.word(), gateTook);
    context.done(Step.JUDGED);
    if (verdict instanceof Verdict.Interrupted) {
      return Optional.of(new LandingResult.Interrupted());
    }
    if (verdict instanceof Verdict.Red red) {
      return back(work, LifecycleStatus.REJECTED, red.reason(), red.evidence());
    }
    if (verdict instanceof Verdict.Undecided undecided) {
      return back(work, LifecycleStatus.FAILED, undecided.reason(), undecided.evidence());
    }
    return !patienceIsOver && target.hasMoved() ? Optional.empty() : swap(work, candidate);
  }

  /** Puts the candidate behind a ref, so that no collection of garbage takes it. */
  private void keep(FinishedWork work, Candidate candidate) throws IOException {
    IssueId issue = work.issue().id();
    String ref = "refs/roundhouse/work/" + issue.key() + "/" + work.number() + "/candidate";
    ObjectId old = repository.resolve(ref).orElse(null);
    if (!repository.updateRef(ref, old, candidate.commit(), "roundhouse: candidate")) {
      throw new IOException("somebody else moved " + ref + "; run again");
    }
    context
        .ledger()
        .commit(
            new Event.CandidateBuilt(
                issue,
                work.attempt(),
                candidate.tip().name(),
                candidate.commit().name(),
                candidate.tree().name(),
                context.clock().instant()));
  }

  private Optional<LandingResult> swap(FinishedWork work, Candidate candidate)
      throws IOException, InterruptedException {
    IssueId issue = work.issue().id();
    context.enter(issue, Phase.LAND);
    Optional<LandingResult> unwanted = intention.declare(work, candidate);
    if (unwanted.isPresent()) {
      return unwanted;
    }
    context.done(Step.INTENDED);
    if (context.options().form().branches()) {
      return Optional.of(branches.leave(work, candidate));
    }
    String message = "roundhouse: land " + issue;
    if (!repository.updateRef(target.tipRef(), candidate.tip(), candidate.commit(), message)) {
      String reason = "the tip moved; building it again";
      Instant now = context.clock().instant();
      context.ledger().commit(new Event.LandingAbandoned(issue, work.attempt(), reason, now));
      return Optional.empty();
    }
    context.done(Step.SWAPPED);
    landed(work, candidate);
    return Optional.of(new LandingResult.Landed(issue));
  }

  private void landed(FinishedWork work, Candidate candidate)
      throws IOException, InterruptedException {
    Instant now = context.clock().instant();
    String commit = candidate.commit().name();
    IssueId issue = work.issue().id();
    List<Event> events = new ArrayList<>();
    events.add(new Event.IssueLanded(issue, work.attempt(), commit, candidate.marked(), now));
    long millis = Math.max(0, gateTook.toMillis());
    events.add(new Event.PhaseTimed(issue, work.attempt(), Phase.GATE.word(), millis, now));
    candidate.alsoMarked().forEach(id -> events.add(new Event.IssueMarked(id, commit, now)));
    context.ledger().commit(events.toArray(Event[]::new));
    context.bulletin().tell(new RunEvent.Landed(issue, commit, verdicts.isTested()));
    context.done(Step.LANDED);
    alignment.follow();
    context.done(Step.FOLLOWED);
  }

  private Optional<LandingResult> back(
      FinishedWork work, LifecycleStatus rest, String reason, String evidence) throws IOException {
    new Failures(context).record(work.issue().id(), work.attempt(), rest, reason, evidence);
    return Optional.of(new LandingResult.Returned());
  }
}
