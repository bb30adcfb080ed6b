package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One process of the stress: four threads that claim, update, cancel and read until the process is
 * killed. What a commit that returned did is printed, a line each.
 */
final class StressWorker {
  /** The first two issues are only ever changed together. */
  static final IssueId LEFT = new IssueId("pair-left");

  static final IssueId RIGHT = new IssueId("pair-right");
  private static final int THREADS = 4;

  private final Ledger ledger;
  private final Claims claims;
  private final PrintStream out;
  private final int issues;
  private volatile boolean over;

  StressWorker(Ledger ledger, Claims claims, PrintStream out, int issues) {
    this.ledger = ledger;
    this.claims = claims;
    this.out = out;
    this.issues = issues;
  }

  static IssueId issue(int number) {
    return new IssueId("T-" + number);
  }

  /** What counts the updates of an issue. */
  static int counter(LedgerView view, IssueId issue) {
    return view.issue(issue)
        .map(record -> record.wishes().edit().title())
        .map(Integer::parseInt)
        .orElse(0);
  }

  private static Event counted(IssueId issue, int value) {
    IssueEdit edit = new IssueEdit(null, Integer.toString(value), null, null, null);
    return new Event.IssueEdited(issue, ChangeId.fresh(), edit, InstantSource.system().instant());
  }

  /** One update more of every one of {@code which}, in one step. */
  static Function<LedgerView, List<Event>> update(IssueId... which) {
    return view ->
        List.of(which).stream().map(each -> counted(each, counter(view, each) + 1)).toList();
  }

  /** Opens the ledger in the first argument, as the run of the second. */
  public static void main(String... args) throws Exception {
    Ledger ledger = Ledger.open(Path.of(args[0]), InstantSource.system());
    RunId run = new RunId(args[1]);
    int issues = Integer.parseInt(args[2]);
    ProcessIdentity self =
        new ProcessIdentity("boot", "ns", ProcessHandle.current().pid(), 0, args[1]);
    ledger.commit(
        new Event.RunStarted(
            run, "main", List.of(), List.of(), THREADS, self, InstantSource.system().instant()));
    Claims claims = new Claims(ledger, run, InstantSource.system());
    StressWorker worker = new StressWorker(ledger, claims, System.out, issues);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < THREADS; i++) {
      var unused = threads.submit(worker::workForEver);
    }
  }

  /** Works until the process is killed, or {@link #end} is called. */
  @Nullable Void workForEver() throws IOException {
    Random random = new Random();
    while (!over) {
      step(random);
    }
    return null;
  }

  void end() {
    over = true;
  }

  private void step(Random random) throws IOException {
    IssueId issue = issue(random.nextInt(issues));
    switch (random.nextInt(5)) {
      case 0 -> {
        ledger.commit(update(LEFT, RIGHT));
        say("pair");
      }
      case 1 -> {
        ledger.commit(update(issue));
        say("update");
      }
      case 2 -> cancelAndRetry(issue);
      case 3 -> look();
      default -> claim(issue);
    }
  }

  private void claim(IssueId issue) throws IOException {
    Optional<IssueRecord> got = claims.claim(issue, WorkerId.fresh(), "w1");
    if (got.isPresent()) {
      AttemptId attempt = Objects.requireNonNull(got.get().claim()).attempt();
      say("claim " + issue + " " + got.get().attempts());
      ledger.commit(
          new Event.AttemptReleased(issue, attempt, "done", InstantSource.system().instant()));
    }
  }

  private void cancelAndRetry(IssueId issue) throws IOException {
    PlanChange change = new PlanChange(ChangeId.fresh(), InstantSource.system().instant());
    try {
      ledger.commit(change.putAside(issue, LifecycleStatus.CANCELLED, "no"));
      ledger.commit(new Event.IssueRetried(issue, InstantSource.system().instant()));
    } catch (IllegalTransitionException somebodyElseWasFirst) {
      say("told");
    }
  }

  private void look() throws IOException {
    LedgerView view = ledger.view();
    if (counter(view, LEFT) != counter(view, RIGHT)) {
      say("TORN " + view.position());
    }
  }

  private void say(String line) {
    out.println(line);
  }
}
