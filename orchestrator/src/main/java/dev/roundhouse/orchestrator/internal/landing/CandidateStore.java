package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Candidate;
import dev.roundhouse.orchestrator.internal.landing.QueueState.QueueItem;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Prepares work for landing: candidates are built and put behind refs, and gates' verdicts on them
 * are made durable. For the one thread that lands.
 */
final class CandidateStore {
  private static final Set<String> FAILED =
      Stream.of(
              LifecycleStatus.RETRY_WAIT,
              LifecycleStatus.REJECTED,
              LifecycleStatus.CONFLICTED,
              LifecycleStatus.FAILED)
          .map(LifecycleStatus::word)
          .collect(Collectors.toUnmodifiableSet());

  private final RunContext context;
  private final CandidateBuilder builder;
  private final VerdictStore verdicts;
  private final CandidateIntegrity candidateIntegrity;

  CandidateStore(RunContext context, LandingTools landingTools) {
    this.context = context;
    this.builder = landingTools.builder();
    this.verdicts = landingTools.verdicts();
    this.candidateIntegrity = landingTools.candidateIntegrity();
  }

  /** Returns the queue item of the work. */
  QueueItem item(FinishedWork work) throws IOException {
    Optional<IssueRecord> record = context.ledger().view().issue(work.issue().id());
    boolean afresh = record.filter(CandidateStore::isRetried).isPresent();
    return QueueItem.of(work.attempt(), work.endedAt(), work.issue().priority(), afresh);
  }

  /**
   * Tells whether a person had it retried: its last attempt failed, and no failure has counted
   * since.
   */
  private static boolean isRetried(IssueRecord record) {
    List<AttemptSummary> history = record.history();
    return record.failures() == 0
        && history.size() > 1
        && FAILED.contains(history.get(history.size() - 2).outcome());
  }

  /**
   * Builds the candidate of {@code work} on {@code base}, and keeps it. If another process
   * meanwhile deletes objects of it, or of its inputs, it is built again with the same id.
   */
  Built build(FinishedWork work, ObjectId base) throws IOException, InterruptedException {
    context.enter(work.issue().id(), Phase.MERGE);
    Optional<Built> built =
        candidateIntegrity.insist(() -> isWhole(work) && isWhole(base), () -> built(work, base));
    if (built.isEmpty()) {
      return new Built.Vanished();
    }
    if (built.get() instanceof Built.Ready) {
      context.done(Checkpoint.KEPT);
      context.enter(work.issue().id(), Phase.QUEUE);
    }
    return built.get();
  }

  /** Tries once to build; returns empty if the candidate is incomplete. */
  private Optional<Built> built(FinishedWork work, ObjectId base)
      throws IOException, InterruptedException {
    Built built = builder.build(work, base);
    if (!(built instanceof Built.Ready ready)) {
      return Optional.of(built);
    }
    context.done(Checkpoint.BUILT);
    keep(work, ready.candidate());
    return candidateIntegrity.isWhole(ready.candidate().commit(), base)
        ? Optional.of(built)
        : Optional.empty();
  }

  /** Tells whether {@code work} itself is complete. */
  boolean isWhole(FinishedWork work) throws IOException, InterruptedException {
    return context.repository().isWhole(List.of(work.head()), context.target().tip());
  }

  private boolean isWhole(ObjectId base) throws IOException, InterruptedException {
    return context.repository().isWhole(List.of(base), context.target().tip());
  }

  /** Fails if the tip is incomplete, which Roundhouse cannot repair. */
  void requireTip() throws IOException, InterruptedException {
    candidateIntegrity.requireWhole(context.target().tip());
  }

  /** Tells whether every object that lands with {@code entries} exists, and will stay. */
  boolean areWhole(List<LandingTransaction.Entry> entries)
      throws IOException, InterruptedException {
    ObjectId last = entries.get(entries.size() - 1).candidate().commit();
    return candidateIntegrity.willStay(last, entries.get(0).candidate().tip());
  }

  /** Creates a ref on the candidate, so that no garbage collection deletes it. */
  private void keep(FinishedWork work, Candidate candidate) throws IOException {
    IssueId issue = work.issue().id();
    String ref = KeptWork.refs(issue, work.number()) + "candidate";
    ObjectId old = context.repository().resolve(ref).orElse(null);
    if (!context.repository().updateRef(ref, old, candidate.commit(), "roundhouse: candidate")) {
      throw new IOException("another process moved " + ref + "; run again");
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

  /** Returns the known verdicts on the built tree, if one was built. */
  GateStatistics known(Built built) throws IOException {
    return built instanceof Built.Ready ready
        ? verdicts.known(ready.candidate().tree())
        : GateStatistics.NONE;
  }

  /** Makes a gate's new verdict on {@code tree} durable, and records its duration. */
  void keep(QueueState before, QueueState after, ObjectId tree, List<FinishedWork> works)
      throws IOException {
    GateStatistics statistics = after.of(tree);
    Optional<FinishedWork> work =
        after.items().stream()
            .filter(each -> each.candidate().filter(at -> at.tree().equals(tree)).isPresent())
            .findFirst()
            .flatMap(
                item ->
                    works.stream().filter(each -> each.attempt().equals(item.id())).findFirst());
    if (work.isPresent()) {
      Duration took = Duration.ofMillis(statistics.millis() - before.of(tree).millis());
      context.metrics().timings().add(work.get().issue().id(), Phase.GATE.word(), took);
    }
    if (statistics.isSettled() && !before.of(tree).isSettled()) {
      if (statistics.isGreen() || !tree.equals(after.tipTree())) {
        verdicts.keep(tree, statistics); // but red of the tip may be the machine's fault
      }
      if (statistics.isFlaky()) {
        flaked(tree, statistics, work);
      }
    }
    if (!statistics.equals(before.of(tree))) {
      context.done(Checkpoint.JUDGED);
    }
  }

  private void flaked(ObjectId tree, GateStatistics statistics, Optional<FinishedWork> of)
      throws IOException {
    context.metrics().flakes().add();
    String evidence = VerdictStore.evidence(statistics);
    if (of.isEmpty()) {
      context.publisher().warn("the gate is flaky: it failed and then passed on the tip");
      return;
    }
    FinishedWork work = of.get();
    IssueId issue = work.issue().id();
    context
        .ledger()
        .commit(
            new Event.FlakeSeen(
                issue,
                work.attempt(),
                tree.name(),
                verdicts.key(),
                evidence,
                context.clock().instant()));
    context.publisher().publish(new RunEvent.Flaked(issue, evidence));
  }

  /** Returns the log of the gate's output for {@code work}. */
  Path log(FinishedWork work) {
    return work.attemptDir().resolve("gate.log");
  }

  /** Returns the log of the gate's output for the tip itself. */
  Path baseLog() {
    return context.syncLog().resolveSibling("base-gate.log");
  }

  /** Returns the message that the tip itself does not pass. */
  String redBase(GateStatistics base) {
    Verdict said = base.objection();
    String reason =
        said instanceof Verdict.Red red
            ? red.reason()
            : said instanceof Verdict.Undecided undecided ? undecided.reason() : "";
    String branch = context.target().branch();
    String what = "what is on " + branch + " does not pass the gate ";
    String seen = reason + " (see " + baseLog() + "); ";
    return base.hasBeenGreen()
        ? what
            + "any more, although it did before: "
            + seen
            + "something the gate needs besides the files is broken or has changed; no issue is to"
            + " blame; fix it, then run again"
        : what + "by itself: " + seen + "fix " + branch + ", then run again";
  }
}
