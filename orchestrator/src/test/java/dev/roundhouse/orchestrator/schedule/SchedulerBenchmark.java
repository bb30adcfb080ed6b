package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.journal.MemoryJournal;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.orchestrator.options.OrderOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * How long it takes to decide what starts next, after one more issue has landed: planned afresh,
 * and kept change by change; with three random blockers an issue, a tenth of them soft.
 */
final class SchedulerBenchmark {
  private static final Instant BEGUN = Instant.parse("2026-01-02T00:00:00Z");

  private SchedulerBenchmark() {}

  /** Measures and prints; the sizes may be named. */
  public static void main(String... args) throws IOException {
    if (args.length > 0) {
      for (String each : args) {
        measure(Integer.parseInt(each));
      }
      return;
    }
    for (int count : new int[] {1_000, 1_000, 10_000, 100_000}) {
      measure(count);
    }
  }

  private static void measure(int count) throws IOException {
    Ledger ledger = Ledger.over(new MemoryJournal());
    RunId run = RunId.fresh();
    ProcessIdentity owner = new ProcessIdentity("b", "n", 1, 1, "t");
    ledger.commit(new Event.RunStarted(run, "main", List.of(), List.of(), 1, owner, BEGUN));
    Scheduler scheduler =
        Scheduler.of(backlog(count), Selection.all(), OrderOptions.DEFAULT, ledger.view());
    ReadyQueue queue = scheduler.queue();
    long begun = cpu();
    first(queue, ledger.view());
    long filled = cpu() - begun;
    int rounds = Math.min(2_000, count);
    long kept = 0;
    long afresh = 0;
    int plans = 0;
    for (int i = 0; i < rounds; i++) {
      LedgerView view = ledger.view();
      long asked = cpu();
      IssueStanding next = first(queue, view);
      kept += cpu() - asked;
      if (i % (rounds / 10) == 0) {
        long again = cpu();
        scheduler.plan(view).next();
        afresh += cpu() - again;
        plans++;
      }
      land(ledger, run, next.issue().id(), owner);
    }
    System.out.printf(
        Locale.ROOT,
        "%,8d issues: filled in %,6d ms; a decision %,6.1f us of CPU kept, %,9.1f us afresh%n",
        count,
        filled / 1_000_000,
        kept / 1e3 / rounds,
        afresh / 1e3 / plans);
  }

  /** What this thread has used, so that others on the machine do not count. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static IssueStanding first(ReadyQueue queue, LedgerView view) {
    Iterator<IssueStanding> next = queue.next(view).iterator();
    return next.next();
  }

  private static void land(Ledger ledger, RunId run, IssueId id, ProcessIdentity owner)
      throws IOException {
    AttemptId attempt = AttemptId.fresh();
    ledger.commit(
        new Event.AttemptClaimed(id, attempt, 1, run, WorkerId.fresh(), "w1", BEGUN),
        new Event.AgentStarted(id, attempt, "base", owner, BEGUN),
        new Event.AttemptEnded(id, attempt, 0, "head", BEGUN),
        new Event.LandingIntended(id, attempt, "main", "old", "new", true, BEGUN),
        new Event.IssueLanded(id, attempt, "new", true, BEGUN));
  }

  private static List<Issue> backlog(int count) {
    Random random = new Random(7);
    List<Issue> issues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Set<IssueId> hard = new HashSet<>();
      Set<IssueId> soft = new HashSet<>();
      for (int e = 0; e < 3 && i > 0; e++) {
        (random.nextInt(10) == 0 ? soft : hard).add(RandomBacklog.id(random.nextInt(i)));
      }
      issues.add(
          Issue.builder(RandomBacklog.id(i))
              .title("t")
              .priority(new Priority(random.nextInt(5)))
              .blockedBy(hard)
              .dependsOn(soft)
              .locator("p")
              .build());
    }
    return issues;
  }
}
