package dev.roundhouse.cli.output;

import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.AttemptLogs;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RunEvent.Outlook;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what the live view shows of a run from the ledger and the logs, as another process sees
 * them. Immutable.
 */
final class LiveViewReader {
  private static final List<Readiness> TO_COME =
      List.of(Readiness.ACTIVE, Readiness.READY, Readiness.AFTER);

  private final StatusReport statusReport;
  private final Optional<RunRecord> active;
  private final LiveViewState.Counts counts;
  private final Optional<Outlook> outlook;
  private final Instant seenAt;

  private LiveViewReader(StatusWatch.Seen seen, Optional<RunRecord> active, Instant seenAt) {
    this.statusReport = seen.statusReport();
    this.outlook = seen.outlook();
    this.seenAt = seenAt;
    this.active = active;
    this.counts = active.map(this::counts).orElse(new LiveViewState.Counts(0, 0, 0));
  }

  /** Returns the picture of what was {@code seen} at {@code seenAt}. */
  static LiveViewReader of(StatusWatch.Seen seen, Instant seenAt) throws IOException {
    return new LiveViewReader(seen, seen.statusReport().activeRun(), seenAt);
  }

  private LiveViewState.Counts counts(RunRecord run) {
    int landed = 0;
    int failed = 0;
    int toCome = 0;
    for (IssueStanding each : statusReport.plan().standings()) {
      boolean isOurs = last(each).filter(attempt -> attempt.run().equals(run.id())).isPresent();
      if (TO_COME.contains(each.readiness())) {
        toCome += each.selected() ? 1 : 0;
      } else if (isOurs && each.record().filter(record -> isDone(record.status())).isPresent()) {
        landed++;
      } else if (isOurs && each.readiness() == Readiness.RESTING) {
        failed++;
      }
    }
    return new LiveViewState.Counts(landed, landed + failed + toCome, failed);
  }

  private static boolean isDone(LifecycleStatus status) {
    return status == LifecycleStatus.LANDED || status == LifecycleStatus.BRANCHED;
  }

  private static Optional<AttemptSummary> last(IssueStanding standing) {
    return standing
        .record()
        .map(IssueRecord::history)
        .filter(history -> !history.isEmpty())
        .map(history -> history.get(history.size() - 1));
  }

  /**
   * Returns the picture at {@code now}.
   *
   * @param lastLine returns the last line of a log; empty if there is none
   */
  LiveViewState at(Instant now, Function<Path, String> lastLine) {
    List<IssueStanding> atWork = new ArrayList<>();
    List<IssueStanding> finished = new ArrayList<>();
    if (active.isPresent()) {
      statusReport.plan().standings().stream()
          .filter(each -> each.readiness() == Readiness.ACTIVE && each.record().isPresent())
          .forEach(each -> (isQueued(each) ? finished : atWork).add(each));
    }
    atWork.sort(Comparator.comparing(each -> slotNumber(each)));
    finished.sort(Comparator.comparing(each -> since(each)));
    List<LiveViewState.Row> queue = new ArrayList<>();
    finished.forEach(each -> queue.add(row(each, "q" + (queue.size() + 1), now, lastLine)));
    return new LiveViewState(
        active.map(RunRecord::target).orElse(""),
        counts,
        atWork.stream().map(each -> row(each, slot(each), now, lastLine)).toList(),
        queue,
        outlook.flatMap(ahead -> LiveViewState.left(ahead, seenAt, now)),
        perHour(now),
        outlook.map(Outlook::spent).orElse(Usage.NONE),
        outlook.flatMap(Outlook::limit),
        StopSignal.Level.NONE,
        active.isPresent() ? "" : idle(),
        Optional.of("q or Ctrl-C: end" + (active.isPresent() ? "; the run goes on" : "")));
  }

  private String idle() {
    long resting = statusReport.plan().count(Readiness.RESTING);
    long ready = statusReport.plan().next().size();
    String attention = resting == 0 ? "" : " · " + resting + " at rest ('roundhouse status')";
    return "no run is active · " + Plural.of(ready, "issue") + " ready" + attention;
  }

  private Optional<Double> perHour(Instant now) {
    double hours =
        active.map(run -> Duration.between(run.startedAt(), now).toSeconds() / 3600.0).orElse(0.0);
    return counts.landed() < 2 || hours < 1 / 60.0
        ? Optional.empty()
        : Optional.of(counts.landed() / hours);
  }

  private static IssueRecord record(IssueStanding standing) {
    return standing.record().orElseThrow();
  }

  private static boolean isQueued(IssueStanding standing) {
    LifecycleStatus status = record(standing).status();
    return status == LifecycleStatus.CANDIDATE || status == LifecycleStatus.LANDING;
  }

  private static String slot(IssueStanding standing) {
    Claim claim = record(standing).claim();
    return claim == null ? "" : claim.slot();
  }

  private static int slotNumber(IssueStanding standing) {
    String digits = slot(standing).replaceAll("\\D", "");
    return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
  }

  /** Returns the time its present phase began, as far as that is on record. */
  private static Instant since(IssueStanding standing) {
    IssueRecord record = record(standing);
    AttemptWork work = record.work();
    return switch (record.status()) {
      case CANDIDATE ->
          work == null || work.endedAt() == null ? record.updatedAt() : work.endedAt();
      case WORKING -> Objects.requireNonNullElse(record.startedAt(), record.updatedAt());
      case CLAIMED -> Objects.requireNonNullElse(record.claimedAt(), record.updatedAt());
      default -> record.updatedAt();
    };
  }

  /** Returns the verdict on the present candidate of an issue, once there is one. */
  private Optional<String> verdict(IssueRecord record) {
    return Optional.ofNullable(record.work())
        .flatMap(work -> Optional.ofNullable(work.candidateTree()))
        .flatMap(statusReport.view()::lastVerdict)
        .filter(verdict -> !verdict.at().isBefore(record.updatedAt()))
        .map(verdict -> verdict.green() ? "green" : "red");
  }

  private LiveViewState.Row row(
      IssueStanding standing, String place, Instant now, Function<Path, String> lastLine) {
    Optional<AttemptLogs> logs =
        last(standing).map(each -> statusReport.logs(standing.issue().id(), each));
    LifecycleStatus status = record(standing).status();
    Optional<Path> gate = logs.map(AttemptLogs::gate).filter(Files::exists);
    String word =
        switch (status) {
          case CLAIMED -> "prepare";
          case WORKING -> "agent";
          case CANDIDATE ->
              verdict(record(standing)).orElse(gate.isPresent() ? "gating" : "waiting");
          default -> "landing";
        };
    Optional<Path> log =
        status == LifecycleStatus.WORKING
            ? logs.map(AttemptLogs::agent)
            : gate.filter(file -> word.equals("gating"));
    String line = log.map(lastLine).orElse("");
    String note = line.isEmpty() ? standing.issue().title() : line;
    String again = standing.attempts() > 1 ? "attempt " + standing.attempts() + " · " : "";
    Duration elapsed = Duration.between(since(standing), now);
    return new LiveViewState.Row(
        place,
        standing.issue().id().value(),
        word,
        RunState.style(word),
        elapsed.isNegative() ? Duration.ZERO : elapsed,
        again + note);
  }
}
