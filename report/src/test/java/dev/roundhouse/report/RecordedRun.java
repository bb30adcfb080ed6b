package dev.roundhouse.report;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run in the ledger of a real repository, written event by event as a run would write it, second
 * by second from {@link #START} on.
 */
final class RecordedRun {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final ProcessIdentity GONE =
      new ProcessIdentity("a boot before", "pid:[1]", 1, 1, "t");

  private final GitFixture git;
  private final List<Event> events = new ArrayList<>();
  private final Map<IssueId, Integer> attempts = new HashMap<>();
  private int landings;
  final RunId id;

  RecordedRun(Path directory) {
    this(directory, RunId.fresh(), 2);
  }

  RecordedRun(Path directory, RunId id, int workers) {
    this.id = id;
    git = GitFixture.in(directory);
    events.add(
        new Event.RunStarted(
            id, "main", List.of("claude"), List.of("make check"), workers, GONE, at(0)));
  }

  static Instant at(double second) {
    return START.plusMillis(Math.round(second * 1000));
  }

  /** Writes the file of an issue; {@code more} are lines of front matter. */
  RecordedRun issue(String name, String title, String... more) {
    String extra = more.length == 0 ? "" : String.join("\n", more) + "\n";
    String quoted = title.replace("\\", "\\\\").replace("\"", "\\\"");
    git.write(
        "issues/" + name + ".md",
        "---\nid: "
            + name
            + "\nstatus: open\n"
            + extra
            + "title: \""
            + quoted
            + "\"\n---\n\nText.\n");
    return this;
  }

  /** An agent works from one second to another, in a slot. */
  AttemptId work(String name, String slot, double from, double to) {
    return work(name, slot, from, to, new Usage(1000, 100, new BigDecimal("0.25")));
  }

  /** An agent works from one second to another, in a slot, and uses something. */
  AttemptId work(String name, String slot, double from, double to, Usage usage) {
    IssueId issue = new IssueId(name);
    AttemptId attempt = AttemptId.fresh();
    int number = attempts.merge(issue, 1, Integer::sum);
    events.add(
        new Event.AttemptClaimed(issue, attempt, number, id, WorkerId.fresh(), slot, at(from)));
    events.add(new Event.AgentStarted(issue, attempt, "base", null, "claude", at(from + 1)));
    events.add(
        new Event.PhaseTimed(issue, attempt, "agent", Math.round((to - from - 1) * 1000), at(to)));
    events.add(
        new Event.UsageReported(
            issue, attempt, usage, null, null, Math.round((to - from - 1) * 1000), at(to)));
    return attempt;
  }

  /** The agent's work waits to land, is built and judged, and lands or not. */
  void judge(String name, AttemptId attempt, double built, double judged, boolean isGreen) {
    IssueId issue = new IssueId(name);
    String tree = "tree-of-" + attempt;
    events.add(new Event.AttemptEnded(issue, attempt, 0, "head", at(built - 1)));
    events.add(new Event.CandidateBuilt(issue, attempt, "tip", "candidate", tree, at(built)));
    long millis = Math.round((judged - built) * 1000);
    events.add(new Event.GateJudged(tree, "key", isGreen, "", millis, at(judged)));
    if (isGreen) {
      String before = commit(landings++);
      events.add(
          new Event.LandingIntended(
              issue, attempt, "main", before, commit(landings), true, at(judged + 0.5)));
      events.add(new Event.IssueLanded(issue, attempt, commit(landings), true, at(judged + 1)));
    }
  }

  /** The commit that the tip is at after so many landings. */
  static String commit(int number) {
    return String.format(Locale.ROOT, "%07x%033x", 0xc702e66 + number * 0x1a2b3c5, number);
  }

  void fail(
      String name,
      AttemptId attempt,
      LifecycleStatus kind,
      String reason,
      String evidence,
      double at) {
    events.add(
        new Event.AttemptFailed(
            new IssueId(name), attempt, reason, evidence, kind, kind, null, at(at)));
  }

  void retry(
      String name,
      AttemptId attempt,
      LifecycleStatus kind,
      String reason,
      String evidence,
      double at) {
    events.add(
        new Event.AttemptFailed(
            new IssueId(name),
            attempt,
            reason,
            evidence,
            LifecycleStatus.RETRY_WAIT,
            kind,
            null,
            at(at)));
  }

  void add(Event event) {
    events.add(event);
  }

  RecordedRun end(double at) {
    events.add(new Event.RunEnded(id, "finished", at(at)));
    return this;
  }

  Path stateDir() {
    return git.root().resolve(".git/roundhouse");
  }

  /** Writes what was recorded since the last time. */
  Ledger open() throws IOException {
    Ledger ledger = Ledger.open(stateDir(), InstantSource.system());
    ledger.commit(events.toArray(Event[]::new));
    events.clear();
    return ledger;
  }

  RunHistory history() throws IOException, RefusedException {
    return history(at(100_000));
  }

  RunHistory history(Instant now) throws IOException, RefusedException {
    git.commitAll("backlog");
    open().close();
    return again(now);
  }

  /** Reads the history of another run. */
  RunHistory of(RunId run) throws IOException, RefusedException {
    return RunHistory.of(git.orchestrator().build().status(), run, at(100_000));
  }

  /** Reads the history once more. */
  RunHistory again(Instant now) throws IOException, RefusedException {
    return RunHistory.of(git.orchestrator().build().status(), id, now);
  }
}
