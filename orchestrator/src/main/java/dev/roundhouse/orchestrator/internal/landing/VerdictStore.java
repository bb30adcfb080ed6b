package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.VerdictRecord;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.internal.context.Checkpoint;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.SuppliedFiles;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.internal.landing.QueueState.Built;
import dev.roundhouse.orchestrator.options.GateOptions;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Keeps gates' verdicts on trees, in memory and in the ledger. Only green and confirmed red are
 * kept in the ledger. Gates run in their own worktrees, each cleaned completely before: never more
 * at once than there are worktrees. Safe for use by any number of threads.
 */
final class VerdictStore {
  private static final Set<String> FAILED =
      Stream.of(
              LifecycleStatus.RETRY_WAIT,
              LifecycleStatus.REJECTED,
              LifecycleStatus.CONFLICTED,
              LifecycleStatus.FAILED)
          .map(LifecycleStatus::word)
          .collect(Collectors.toUnmodifiableSet());

  private final RunContext context;
  private final @Nullable Gate gate;
  private final SuppliedFiles supplied;
  private final BlockingDeque<String> free = new LinkedBlockingDeque<>(); // last used first
  private final Map<ObjectId, String> keys = new ConcurrentHashMap<>(); // the key of each judgement

  VerdictStore(RunContext context, @Nullable Gate gate) {
    this.context = context;
    this.gate = gate;
    GateOptions.Supplies supplies = context.options().gate().supplies();
    this.supplied = SuppliedFiles.of(context.repository(), supplies.copied(), supplies.linked());
    for (int i = 1; i <= context.options().landing().gates(); i++) {
      free.addLast("gate-" + i);
    }
  }

  boolean isTested() {
    return gate != null;
  }

  /**
   * Returns the known verdicts on {@code tree} without asking; without a gate every tree is green.
   */
  GateStatistics known(ObjectId tree) throws IOException {
    if (gate == null) {
      return GateStatistics.GREEN;
    }
    Optional<VerdictRecord> known =
        gate.cacheable() ? context.ledger().view().verdict(tree.name(), key()) : Optional.empty();
    return known.map(VerdictStore::statistics).orElse(GateStatistics.NONE);
  }

  private static GateStatistics statistics(VerdictRecord known) {
    if (known.green()) {
      return GateStatistics.GREEN;
    }
    String[] parts = known.evidence().split("\n", 2);
    return GateStatistics.confirmed(new Verdict.Red(parts[0], parts.length > 1 ? parts[1] : ""));
  }

  /** Returns a green verdict on {@code tree} if one is known without asking. */
  GateStatistics knownGreen(ObjectId tree) throws IOException {
    GateStatistics known = known(tree);
    return known.isGreen() ? known : GateStatistics.NONE;
  }

  /**
   * Asks the gate, whatever is known.
   *
   * @param stop completes when the gate must end at once, without a verdict
   */
  Verdict ask(ObjectId commit, ObjectId tree, Path log, CompletableFuture<Void> stop)
      throws IOException, InterruptedException {
    if (gate == null) {
      return new Verdict.Green();
    }
    String key = key();
    Verdict verdict = judge(gate, commit, log, stop);
    if (gate.cacheable() && key().equals(key)) { // an input may have changed meanwhile
      keys.put(tree, key);
    } else {
      keys.remove(tree);
    }
    return verdict;
  }

  /** Lets {@code gate} judge exactly the tree of {@code commit}, once a worktree is free. */
  private Verdict judge(Gate gate, ObjectId commit, Path log, CompletableFuture<Void> stop)
      throws IOException, InterruptedException {
    String name = free.take();
    try {
      if (stop.isDone()) {
        return new Verdict.Interrupted();
      }
      Directories.createPlain(log.resolveSibling("."));
      Worktree slot = context.pool().moveTo(context.pool().slot(name), commit);
      supplied.place(slot, true);
      return gate.judge(slot.path(), log, stop);
    } finally {
      free.addFirst(name);
    }
  }

  /** Asks the gate unless the tree is known to be green; red is confirmed by a second run. */
  Verdict of(ObjectId commit, ObjectId tree, Path log) throws IOException, InterruptedException {
    if (knownGreen(tree).isGreen()) {
      return new Verdict.Green();
    }
    GateStatistics statistics = GateStatistics.NONE;
    Verdict verdict;
    do {
      long begun = context.clock().millis();
      verdict = ask(commit, tree, log, context.interrupted());
      statistics = statistics.and(verdict, Math.max(0, context.clock().millis() - begun));
    } while (verdict instanceof Verdict.Red && !statistics.isSettled());
    keep(tree, statistics);
    return statistics.isFlaky() ? new Verdict.Green() : verdict;
  }

  /** Makes settled verdicts durable: green, or confirmed red. */
  void keep(ObjectId tree, GateStatistics statistics) throws IOException {
    String key = keys.remove(tree);
    if (key != null && (statistics.isGreen() || statistics.isConfirmedRed())) {
      context
          .ledger()
          .commit(
              new Event.GateJudged(
                  tree.name(),
                  key,
                  statistics.isGreen(),
                  statistics.isGreen() ? "" : evidence(statistics),
                  statistics.millis(),
                  context.clock().instant()));
    }
  }

  /** Returns the objection to a tree: one line, then the evidence. */
  static String evidence(GateStatistics statistics) {
    return statistics.objection() instanceof Verdict.Red red
        ? red.reason() + "\n" + red.evidence()
        : "";
  }

  /**
   * Returns the key of everything besides the tree that a verdict depends on; empty without a gate.
   */
  String key() throws IOException {
    if (gate == null || supplied.isEmpty()) {
      return gate == null ? "" : gate.key();
    }
    return gate.key() + " " + supplied.state();
  }

  /** Returns the known verdicts on the built tree, if one was built. */
  GateStatistics known(Built built) throws IOException {
    return built instanceof Built.Ready ready
        ? known(ready.candidate().tree())
        : GateStatistics.NONE;
  }

  /** Makes a gate's new verdict on {@code tree} durable, and records its duration. */
  void judged(QueueState before, QueueState after, ObjectId tree, List<FinishedWork> works)
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
        keep(tree, statistics); // but red of the tip may be the machine's fault
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
    if (of.isEmpty()) {
      flakyBase();
      return;
    }
    context.metrics().flakes().add();
    String evidence = evidence(statistics);
    FinishedWork work = of.get();
    IssueId issue = work.issue().id();
    context
        .ledger()
        .commit(
            new Event.FlakeSeen(
                issue, work.attempt(), tree.name(), key(), evidence, context.clock().instant()));
    context.publisher().publish(new RunEvent.Flaked(issue, evidence));
  }

  /** Counts and reports that the gate failed and then passed on the tip. */
  void flakyBase() {
    context.metrics().flakes().add();
    context.publisher().warn("the gate is flaky: it failed and then passed on the tip");
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
  String redBase(GateStatistics base) throws IOException, InterruptedException {
    Verdict verdict = base.objection();
    String reason =
        verdict instanceof Verdict.Red red
            ? red.reason()
            : verdict instanceof Verdict.Undecided undecided ? undecided.reason() : "";
    String branch = context.target().branch();
    String seen = reason + " (see " + baseLog() + "); ";
    return base.hasBeenGreen()
        ? branch
            + " no longer passes the gate, although its files are the same: "
            + seen
            + "something else that the gate needs is broken or has changed, and no issue is to"
            + " blame; fix it, then run again"
        : branch + " itself does not pass the gate: " + seen + missing() + "fix it, then run again";
  }

  /** Names what git ignores, so that the gates' worktrees lack it; empty if there is nothing. */
  String missing() throws IOException, InterruptedException {
    List<Path> slots = new ArrayList<>();
    for (Worktree each : context.pool().existing()) {
      if (WorktreePool.isGate(each.name())) {
        slots.add(each.path());
      }
    }
    return new MissingFiles(context.repository(), slots).advice(context.options());
  }

  /** Tells whether a person wants {@code work} judged again, whatever was red before. */
  boolean isRejudged(FinishedWork work) throws IOException {
    Optional<IssueRecord> record = context.ledger().view().issue(work.issue().id());
    return record.filter(VerdictStore::isRetried).isPresent();
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
}
