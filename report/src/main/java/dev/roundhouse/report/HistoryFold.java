package dev.roundhouse.report;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import dev.roundhouse.core.graph.DependencyGraph;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.Correction;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import dev.roundhouse.report.RunHistory.CommitRange;
import dev.roundhouse.report.RunHistory.Fate;
import dev.roundhouse.report.RunHistory.GateVerdict;
import dev.roundhouse.report.RunHistory.Link;
import dev.roundhouse.report.RunHistory.State;
import dev.roundhouse.report.RunHistory.WorkedAttempt;
import dev.roundhouse.report.RunHistory.WorkedIssue;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the history of one run from the ledger: its view, and the events it still holds. */
final class HistoryFold {
  private static final String RECOVERED = "recovered";
  private static final String UNFINISHED = "unfinished";
  private static final Set<String> LANDED =
      Set.of(LifecycleStatus.LANDED.word(), LifecycleStatus.BRANCHED.word());
  private static final Set<String> OPEN =
      Set.of(LifecycleStatus.OPEN.word(), LifecycleStatus.AWAITING_APPROVAL.word(), UNFINISHED);

  private final StatusReport statusReport;
  private final RunRecord run;
  private final State state;
  private final Instant until;
  private final List<Event> events;
  private final Map<AttemptId, AttemptTrace> traces = new HashMap<>();
  private final ListMultimap<String, Event.GateJudged> verdicts = ArrayListMultimap.create();
  private final Map<AttemptId, Integer> flakes = new HashMap<>();

  private HistoryFold(StatusReport statusReport, RunRecord run, State state, Instant now)
      throws IOException {
    this.statusReport = statusReport;
    this.run = run;
    this.state = state;
    Instant latest = latest(statusReport, run, now);
    Instant first = first(statusReport, run, latest);
    List<Event> all =
        Ledger.events(
            statusReport.stateDir(),
            each -> !each.at().isBefore(first) && !each.at().isAfter(latest));
    this.until = state == State.CUT_OFF ? lastSign(all, run) : latest;
    this.events = all.stream().filter(each -> !each.at().isAfter(until)).toList();
    events.forEach(this::take);
  }

  static RunHistory of(StatusReport statusReport, RunId id, Instant now) throws IOException {
    RunRecord run =
        statusReport
            .view()
            .run(id)
            .orElseThrow(() -> new IllegalArgumentException("the ledger does not know " + id));
    boolean isActive = statusReport.activeRun().filter(each -> each.id().equals(id)).isPresent();
    boolean isOver = run.endedAt() != null && !run.outcome().equals(RECOVERED);
    State state = isOver ? State.ENDED : isActive ? State.RUNNING : State.CUT_OFF;
    return new HistoryFold(statusReport, run, state, now).history();
  }

  /** Returns the end of the run, or the time by which it must have been over. */
  private static Instant latest(StatusReport statusReport, RunRecord run, Instant now) {
    Instant end = run.endedAt();
    return end != null
        ? end
        : statusReport.view().runs().stream()
            .map(RunRecord::startedAt)
            .filter(each -> each.isAfter(run.startedAt()))
            .min(Comparator.naturalOrder())
            .orElse(now);
  }

  /** Returns the beginning of the earliest attempt that the run worked on or landed. */
  private static Instant first(StatusReport statusReport, RunRecord run, Instant latest) {
    return statusReport.view().issues().stream()
        .flatMap(each -> each.history().stream())
        .filter(each -> isPart(each, run, latest))
        .map(AttemptSummary::at)
        .min(Comparator.naturalOrder())
        .filter(each -> each.isBefore(run.startedAt()))
        .orElse(run.startedAt());
  }

  /** Tells whether the run made the attempt, or landed what an earlier one had made. */
  private static boolean isPart(AttemptSummary attempt, RunRecord run, Instant until) {
    Instant end = attempt.endedAt();
    boolean isLandedHere =
        end != null
            && LANDED.contains(attempt.outcome())
            && !end.isBefore(run.startedAt())
            && !end.isAfter(until);
    return attempt.run().equals(run.id()) || isLandedHere;
  }

  /** Returns the time of the last event that a run causes and its recovery does not. */
  private static Instant lastSign(List<Event> events, RunRecord run) {
    return events.stream()
        .filter(
            each ->
                each instanceof Event.AttemptClaimed
                    || each instanceof Event.AgentStarted
                    || each instanceof Event.CandidateBuilt
                    || each instanceof Event.GateJudged
                    || each instanceof Event.LandingIntended
                    || each instanceof Event.TargetSynced
                    || each instanceof Event.RunBeat)
        .map(Event::at)
        .filter(each -> each.isAfter(run.startedAt()))
        .max(Comparator.naturalOrder())
        .orElse(run.startedAt());
  }

  private void take(Event event) {
    if (event instanceof Event.GateJudged judged) {
      verdicts.put(judged.tree(), judged);
    } else if (event instanceof Event.FlakeSeen seen) {
      flakes.merge(seen.attempt(), 1, Integer::sum);
    }
    AttemptId attempt = attempt(event);
    if (attempt != null) {
      traces.computeIfAbsent(attempt, id -> new AttemptTrace()).take(event);
    }
  }

  private static @Nullable AttemptId attempt(Event event) {
    if (event instanceof Event.OfAttempt of) {
      return of.attempt();
    }
    if (event instanceof Event.AttemptClaimed claimed) {
      return claimed.attempt();
    }
    return event instanceof Event.PhaseTimed timed ? timed.attempt() : null;
  }

  private RunHistory history() throws IOException {
    List<WorkedIssue> issues =
        statusReport.view().issues().stream()
            .flatMap(each -> worked(each).stream())
            .sorted(Comparator.comparing(each -> each.attempts().get(0).from()))
            .toList();
    List<IssueStanding> untouched = untouched(issues);
    return new RunHistory(
        run,
        state,
        until,
        !traces.isEmpty() || issues.isEmpty(),
        issues,
        untouched,
        gates(),
        range(issues),
        statusReport.decisions(until),
        links(issues, untouched));
  }

  private Optional<WorkedIssue> worked(IssueRecord record) {
    List<AttemptSummary> mine =
        record.history().stream().filter(each -> isPart(each, run, until)).toList();
    if (mine.isEmpty()) {
      return Optional.empty();
    }
    List<WorkedAttempt> attempts = mine.stream().map(each -> worked(record, each)).toList();
    Set<AttemptId> ids = new HashSet<>();
    attempts.forEach(each -> ids.add(each.id()));
    List<Correction> corrections =
        record.corrections().stream().filter(each -> ids.contains(each.attempt())).toList();
    WorkedAttempt last = attempts.get(attempts.size() - 1);
    Optional<Issue> issue = issue(record.id());
    return Optional.of(
        new WorkedIssue(
            record.id(),
            issue.map(Issue::title).orElse(""),
            issue.map(each -> each.type().name()).orElse(""),
            last.outcome(),
            last.fate(),
            last.fate() == Fate.LANDED
                ? Optional.ofNullable(record.landedCommit())
                : Optional.empty(),
            attempts,
            corrections,
            ids.stream().mapToInt(each -> flakes.getOrDefault(each, 0)).sum()));
  }

  private Optional<Issue> issue(IssueId id) {
    return statusReport.plan().find(id).map(IssueStanding::issue);
  }

  private WorkedAttempt worked(IssueRecord record, AttemptSummary attempt) {
    Instant end = attempt.endedAt();
    boolean isOver = end != null && !end.isAfter(until);
    Instant to = isOver ? Objects.requireNonNull(end) : until;
    boolean isLast = attempt.number() == record.attempts();
    AttemptTrace trace = traces.getOrDefault(attempt.attempt(), new AttemptTrace());
    String outcome = isOver ? outcome(attempt, trace) : UNFINISHED;
    String known = trace.evidence().isEmpty() && isLast ? record.evidence() : trace.evidence();
    Instant from = attempt.at().isAfter(to) ? to : attempt.at();
    return new WorkedAttempt(
        attempt.attempt(),
        record.id(),
        attempt.number(),
        trace.slot(),
        Objects.requireNonNullElse(attempt.agent(), ""),
        from,
        to,
        outcome,
        fate(outcome),
        isOver ? attempt.reason() : "",
        isOver && fate(outcome) == Fate.DISCARDED ? known : "",
        attempt.total(),
        trace.spans(from, to, verdicts));
  }

  /** Returns how the attempt ended, even if its issue was tried again. */
  private static String outcome(AttemptSummary attempt, AttemptTrace trace) {
    boolean isTriedAgain = attempt.outcome().equals(LifecycleStatus.RETRY_WAIT.word());
    return isTriedAgain
        ? trace.failedAs().orElse(LifecycleStatus.FAILED).word()
        : attempt.outcome();
  }

  private static Fate fate(String outcome) {
    if (LANDED.contains(outcome)) {
      return Fate.LANDED;
    }
    return OPEN.contains(outcome) ? Fate.OPEN : Fate.DISCARDED;
  }

  private List<IssueStanding> untouched(List<WorkedIssue> issues) {
    Set<IssueId> touched = new HashSet<>();
    issues.forEach(each -> touched.add(each.id()));
    return statusReport.plan().standings().stream()
        .filter(each -> each.selected() && !touched.contains(each.issue().id()))
        .filter(each -> each.readiness() != Readiness.SETTLED)
        .filter(each -> each.readiness() != Readiness.EPIC)
        .toList();
  }

  private List<GateVerdict> gates() {
    Map<String, IssueId> owners = new HashMap<>();
    Set<String> landed = new HashSet<>();
    Map<AttemptId, String> last = new HashMap<>();
    for (Event each : events) {
      if (each instanceof Event.CandidateBuilt built) {
        owners.put(built.tree(), built.issue());
        last.put(built.attempt(), built.tree());
      } else if (each instanceof Event.IssueLanded of) {
        landed.add(last.getOrDefault(of.attempt(), ""));
      } else if (each instanceof Event.IssueBranched of) {
        landed.add(last.getOrDefault(of.attempt(), ""));
      }
    }
    List<GateVerdict> gates = new ArrayList<>();
    for (Event each : events) {
      if (each instanceof Event.GateJudged judged && !judged.at().isBefore(run.startedAt())) {
        Optional<IssueId> owner = Optional.ofNullable(owners.get(judged.tree()));
        gates.add(
            new GateVerdict(
                owner,
                judged.at().minusMillis(judged.millis()),
                judged.at(),
                judged.green(),
                owner.isEmpty() || landed.contains(judged.tree())));
      }
    }
    return gates;
  }

  private Optional<CommitRange> range(List<WorkedIssue> issues) {
    Set<IssueId> landed = new HashSet<>();
    issues.stream()
        .filter(each -> each.fate() == Fate.LANDED)
        .forEach(each -> landed.add(each.id()));
    String from = null;
    String to = null;
    for (Event each : events) {
      if (each instanceof Event.LandingIntended intended
          && !each.at().isBefore(run.startedAt())
          && landed.contains(intended.issue())) {
        from = from == null ? intended.oldTip() : from;
        to = intended.newTip();
      }
    }
    return from == null || to == null
        ? rangeOfRecords(issues)
        : Optional.of(new CommitRange(from, to));
  }

  /** Returns the range from what is on record of each issue's last attempt. */
  private Optional<CommitRange> rangeOfRecords(List<WorkedIssue> issues) {
    List<AttemptWork> landings =
        issues.stream()
            .filter(each -> each.fate() == Fate.LANDED)
            .sorted(Comparator.comparing(each -> each.last().to()))
            .flatMap(each -> statusReport.view().issue(each.id()).stream())
            .flatMap(each -> Stream.ofNullable(each.work()))
            .filter(each -> each.oldTip() != null && each.newTip() != null)
            .toList();
    return landings.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CommitRange(
                Objects.requireNonNull(landings.get(0).oldTip()),
                Objects.requireNonNull(landings.get(landings.size() - 1).newTip())));
  }

  private Set<Link> links(List<WorkedIssue> issues, List<IssueStanding> untouched) {
    Set<IssueId> shown = new HashSet<>();
    issues.forEach(each -> shown.add(each.id()));
    untouched.forEach(each -> shown.add(each.issue().id()));
    DependencyGraph graph = statusReport.plan().graph();
    Set<Link> links = new HashSet<>();
    for (IssueId each : shown) {
      Stream.concat(graph.blockers(each).stream(), graph.softBlockers(each).stream())
          .filter(shown::contains)
          .forEach(first -> links.add(new Link(first, each)));
    }
    return links;
  }
}
