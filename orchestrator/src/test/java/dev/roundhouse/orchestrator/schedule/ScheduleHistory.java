package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.journal.MemoryJournal;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.Claims;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IllegalTransitionException;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.IssueStopRequest;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.orchestrator.options.Limits;
import dev.roundhouse.orchestrator.options.OrderOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One random life of a run: a graph, workers, limits, durations, failures, people who change their
 * minds, crashes. The scheduler, the ledger and the limits are the real ones; only what agents and
 * gates would do is made up. Everything follows from the seed. After each step {@link
 * ScheduleOracle} looks.
 */
final class ScheduleHistory {
  private static final int MOST_STEPS = 600;
  private static final ProcessIdentity OWNER = new ProcessIdentity("boot", "ns", 1, 1, "token");

  private final long seed;
  private final Random random;
  private final List<Issue> backlog;
  private final int workers;
  private final int attempts;
  private final Limits limits;
  private final OrderOptions options;
  private final Selection selection;
  private final MemoryJournal journal = new MemoryJournal();
  private final Map<IssueId, Instant> working = new TreeMap<>();
  private final Map<IssueId, Instant> landing = new TreeMap<>();
  private final SchedulePeople people;
  private final OverlapHistory overlaps;
  private ScheduleOracle oracle;
  private Ledger ledger;
  private Scheduler scheduler;
  private ReadyQueue queue;
  private Claims claims;
  private RunId run = RunId.fresh();
  private Instant now = Instant.parse("2026-01-02T00:00:00Z");
  private int step;
  private @Nullable Instant wakeAt;

  ScheduleHistory(long seed) throws IOException {
    this.seed = seed;
    this.random = new Random(seed);
    this.backlog = new ArrayList<>(RandomBacklog.of(random));
    this.workers = 1 + random.nextInt(8);
    this.attempts = 1 + random.nextInt(3);
    this.limits =
        random.nextBoolean()
            ? Limits.NONE
            : new Limits(Map.of("BUG", 1 + random.nextInt(2)), Map.of("db", 1), Map.of());
    this.options =
        new OrderOptions(Duration.ofMinutes(30 + random.nextInt(300)), random.nextInt(4) == 0);
    this.selection =
        random.nextInt(4) > 0
            ? Selection.all()
            : new Selection(Set.of(), Set.of("T-3"), Set.of(), Set.of(), Set.of(), 0);
    this.people = new SchedulePeople(random, backlog);
    this.overlaps = new OverlapHistory(random);
    begin();
  }

  /** A process starts, and knows nothing but what the ledger says. */
  private void begin() throws IOException {
    ledger = Ledger.over(journal);
    run = RunId.fresh();
    commit(new Event.RunStarted(run, "main", List.of(), List.of(), workers, OWNER, now));
    scheduler = Scheduler.of(backlog, selection, options, ledger.view());
    queue = scheduler.queue();
    claims = new Claims(ledger, run, () -> now);
    oracle = new ScheduleOracle(scheduler, options, limits, workers);
    overlaps.begin();
  }

  /** Lives it; how many attempts there were. */
  int play() throws IOException {
    try {
      int starts = 0;
      for (step = 0; step < MOST_STEPS; step++) {
        starts += startWhatCan();
        LedgerView view = ledger.view();
        oracle.look(view, queue, working.keySet());
        if (!isGoing()) {
          oracle.lookAtTheEnd(view, working.keySet());
          return starts;
        }
        if (step < MOST_STEPS / 4 && random.nextInt(6) == 0) {
          people.change(ledger, scheduler, now);
          view = ledger.view();
          stopUnwanted(view);
        } else if (step < MOST_STEPS / 4 && random.nextInt(12) == 0) {
          refile(view);
        } else if (step < MOST_STEPS / 4 && random.nextInt(40) == 0) {
          crash();
        } else {
          advance();
        }
        landCandidates();
      }
      throw new AssertionError("it does not come to an end");
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError(
          "seed "
              + seed
              + ", step "
              + step
              + ": "
              + broken.getMessage()
              + " (again with -Dschedule.seed="
              + seed
              + ")",
          broken);
    }
  }

  /** Somebody edits a file, and the run takes it over. */
  private void refile(LedgerView view) {
    Refiling edit = Refiling.any(random, backlog, view);
    edit.apply(backlog);
    scheduler = scheduler.with(backlog, selection, edit.keepsShape());
    if (edit.keepsShape()) {
      queue.refile(List.of(edit.issue()));
    } else {
      queue = scheduler.queue();
    }
    oracle = new ScheduleOracle(scheduler, options, limits, workers);
  }

  private boolean isGoing() {
    return !working.isEmpty() || !landing.isEmpty() || wakeAt != null;
  }

  private int startWhatCan() throws IOException {
    LedgerView view = ledger.view();
    int started = 0;
    wakeAt = null;
    overlaps.look();
    for (IssueStanding each : queue.next(view)) {
      if (working.size() == workers) {
        break;
      }
      Instant later = each.record().map(IssueRecord::notBefore).orElse(null);
      if (later != null && later.isAfter(now)) {
        wakeAt = wakeAt == null || later.isBefore(wakeAt) ? later : wakeAt;
      } else if (!overlaps.defers(each.issue().id()) && limits.admit(as(each.issue()), inWork())) {
        overlaps.start(each.issue().id());
        start(each);
        started++;
      }
    }
    return started;
  }

  private void start(IssueStanding each) throws IOException {
    IssueId id = each.issue().id();
    oracle.lookAtStart(each, ledger.view(), working.keySet());
    IssueRecord claimed =
        claims
            .claim(id, WorkerId.fresh(), "w")
            .orElseThrow(() -> new AssertionError(id + " could not be claimed"));
    Claim claim = Objects.requireNonNull(claimed.claim());
    commit(new Event.AgentStarted(id, claim.attempt(), "base", OWNER, now));
    working.put(id, now.plusSeconds(1 + random.nextInt(7200)));
  }

  private List<Limits.Working> inWork() throws IOException {
    Map<IssueId, Issue> issues = EffectiveIssues.byId(backlog, ledger.view());
    return working.keySet().stream()
        .flatMap(id -> Stream.ofNullable(issues.get(id)))
        .map(ScheduleHistory::as)
        .toList();
  }

  static Limits.Working as(Issue issue) {
    return new Limits.Working(issue, "agent");
  }

  /** Time goes on to whatever happens next. */
  private void advance() throws IOException {
    Optional<Instant> next =
        Stream.of(working.values().stream(), landing.values().stream(), Stream.ofNullable(wakeAt))
            .flatMap(each -> each)
            .min(Comparator.naturalOrder());
    working.keySet().forEach(overlaps::change);
    now = next.filter(now::isBefore).orElse(now);
    for (IssueId each : due(working)) {
      working.remove(each);
      end(each);
    }
    for (IssueId each : due(landing)) {
      landing.remove(each);
      land(each);
    }
  }

  private List<IssueId> due(Map<IssueId, Instant> times) {
    return times.entrySet().stream()
        .filter(each -> !each.getValue().isAfter(now))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void end(IssueId id) throws IOException {
    overlaps.over(id);
    IssueRecord record = record(id);
    AttemptId attempt = Objects.requireNonNull(record.claim()).attempt();
    if (random.nextInt(10) < 7) {
      commit(new Event.AttemptEnded(id, attempt, 0, "head", now));
    } else if (random.nextInt(4) == 0) {
      commit(new Event.IssueRested(id, attempt, LifecycleStatus.NO_CHANGE, "nothing", now));
    } else {
      boolean again = record.failures() + 1 < attempts;
      LifecycleStatus next = again ? LifecycleStatus.RETRY_WAIT : LifecycleStatus.FAILED;
      Instant backoff = random.nextBoolean() ? null : now.plusSeconds(random.nextInt(900));
      commit(
          new Event.AttemptFailed(
              id, attempt, "why", "", next, LifecycleStatus.FAILED, backoff, now));
    }
  }

  private void land(IssueId id) throws IOException {
    overlaps.over(id);
    IssueRecord record = record(id);
    AttemptId attempt = Objects.requireNonNull(record.claim()).attempt();
    IssueStopRequest stop = record.wishes().stop();
    if (stop != null) {
      commit(new Event.IssueRested(id, attempt, stop.next(), stop.reason(), now));
    } else if (record.wishes().approval() != null) {
      commit(new Event.CandidateHeld(id, attempt, now));
    } else {
      commit(
          new Event.LandingIntended(id, attempt, "main", "old", "new", true, now),
          new Event.IssueLanded(id, attempt, "new", true, now));
    }
  }

  private void landCandidates() throws IOException {
    ledger.view().issues().stream()
        .filter(each -> each.status() == LifecycleStatus.CANDIDATE)
        .filter(each -> !landing.containsKey(each.id()))
        .forEach(
            each -> {
              landing.put(each.id(), now.plusSeconds(random.nextInt(600)));
              overlaps.waits(each.id());
            });
  }

  private void stopUnwanted(LedgerView view) throws IOException {
    for (IssueId each : List.copyOf(working.keySet())) {
      IssueStopRequest stop = view.stopWanted(each).orElse(null);
      if (stop != null) {
        working.remove(each);
        overlaps.over(each);
        AttemptId attempt = Objects.requireNonNull(record(each).claim()).attempt();
        commit(new Event.IssueRested(each, attempt, stop.next(), stop.reason(), now));
      }
    }
  }

  private void crash() throws IOException {
    working.clear();
    landing.clear();
    ledger = Ledger.over(journal);
    for (IssueRecord each : List.copyOf(ledger.view().issues())) {
      Claim claim = each.claim();
      boolean held =
          each.status() == LifecycleStatus.CLAIMED || each.status() == LifecycleStatus.WORKING;
      if (held && claim != null) {
        commit(new Event.AttemptReleased(each.id(), claim.attempt(), "its holder is dead", now));
      }
    }
    commit(new Event.RunEnded(run, "dead", now));
    begin();
  }

  private IssueRecord record(IssueId id) throws IOException {
    return ledger.view().issue(id).orElseThrow();
  }

  private void commit(Event... events) throws IOException {
    try {
      ledger.commit(events);
    } catch (IllegalTransitionException impossible) {
      throw new AssertionError("the ledger refused a step of the model", impossible);
    }
  }

  static <T> T any(Random random, List<T> of) {
    return new ArrayList<>(of).get(random.nextInt(of.size()));
  }
}
