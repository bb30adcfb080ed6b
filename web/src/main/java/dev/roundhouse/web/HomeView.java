package dev.roundhouse.web;

import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.orchestrator.AttemptLogs;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent.Outlook;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person sees first: what needs them, what runs, what waits to land, what comes next and
 * what has landed. For one thread.
 */
final class HomeView {
  private static final int MOST_LANDED = 20;
  private static final int MOST_NEXT = 20;

  private final Orchestrator orchestrator;
  private final StatusReport statusReport;
  private final Instant now;

  HomeView(Orchestrator orchestrator, Instant now) throws IOException, RefusedException {
    this.orchestrator = orchestrator;
    this.statusReport = orchestrator.status();
    this.now = now;
  }

  Map<String, Object> json() throws IOException {
    Map<String, Object> home = new LinkedHashMap<>();
    home.put("position", statusReport.view().position());
    home.put("now", now.toString());
    home.put("project", Objects.toString(statusReport.checkout().getFileName(), ""));
    home.put("run", run());
    home.put("watch", statusReport.watcher().orElse(null));
    home.put("behind", statusReport.behind().orElse(null));
    home.put("needsYou", statusReport.decisions(now).stream().map(this::decision).toList());
    home.put("running", active(false).map(this::row).toList());
    home.put("queue", active(true).map(this::row).toList());
    List<IssueStanding> next = statusReport.plan().next();
    home.put("ready", next.size());
    home.put("next", next.stream().limit(MOST_NEXT).map(IssueView::summary).toList());
    home.put("landed", landed());
    Map<String, Integer> counts = new TreeMap<>();
    statusReport.plan().standings().forEach(each -> counts.merge(each.status(), 1, Integer::sum));
    home.put("counts", counts);
    return home;
  }

  private @Nullable Map<String, Object> run() throws IOException {
    Optional<RunRecord> current = statusReport.currentRun();
    if (current.isEmpty()) {
      return null;
    }
    RunRecord run = current.get();
    boolean isActive = statusReport.activeRun().isPresent();
    UsageSummary used = statusReport.usage(run).total();
    Optional<Outlook> outlook = orchestrator.outlook(statusReport);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", run.id().value());
    json.put("active", isActive);
    json.put("target", run.target());
    json.put("workers", run.workers());
    json.put("startedAt", run.startedAt().toString());
    json.put("endedAt", Objects.toString(run.endedAt(), null));
    json.put("hold", run.hold());
    json.put("landed", used.landed());
    json.put(
        "leftSeconds", outlook.flatMap(Outlook::left).map(left -> left.toSeconds()).orElse(null));
    json.put("usage", usage(used));
    json.put(
        "budget",
        statusReport
            .budget()
            .share(Budget.Limit.RUN, used.charged())
            .map(Object::toString)
            .orElse(null));
    return json;
  }

  /** Returns what agents used. */
  static Map<String, Object> usage(UsageSummary used) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("inputTokens", used.charged().inputTokens());
    json.put("outputTokens", used.charged().outputTokens());
    json.put("costUsd", used.charged().costUsd());
    json.put("estimated", !used.assumed().equalsNone());
    json.put("seconds", used.time().toSeconds());
    return json;
  }

  private Map<String, Object> decision(Decision decision) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", decision.kind().word());
    json.put("issue", decision.issue().map(Object::toString).orElse(null));
    json.put("subject", decision.subject());
    json.put("title", decision.title());
    json.put("since", decision.since().map(Instant::toString).orElse(null));
    json.put("why", decision.why());
    json.put(
        "version",
        decision.issue().flatMap(statusReport.view()::issue).map(IssueRecord::version).orElse(0L));
    return json;
  }

  private Stream<IssueStanding> active(boolean isQueued) {
    return statusReport.plan().standings().stream()
        .filter(each -> each.readiness() == Readiness.ACTIVE && each.record().isPresent())
        .filter(each -> isQueued == isFinished(record(each).status()))
        .sorted(Comparator.comparing(each -> since(record(each))));
  }

  private static IssueRecord record(IssueStanding standing) {
    return standing.record().orElseThrow();
  }

  private static boolean isFinished(LifecycleStatus status) {
    return status == LifecycleStatus.CANDIDATE || status == LifecycleStatus.LANDING;
  }

  private static Instant since(IssueRecord record) {
    AttemptWork work = record.work();
    return switch (record.status()) {
      case CANDIDATE ->
          work == null || work.endedAt() == null ? record.updatedAt() : work.endedAt();
      case WORKING -> Objects.requireNonNullElse(record.startedAt(), record.updatedAt());
      case CLAIMED -> Objects.requireNonNullElse(record.claimedAt(), record.updatedAt());
      default -> record.updatedAt();
    };
  }

  private Map<String, Object> row(IssueStanding standing) {
    IssueRecord record = record(standing);
    List<AttemptSummary> history = record.history();
    Optional<AttemptSummary> last =
        history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
    Optional<AttemptLogs> logs = last.map(each -> statusReport.logs(record.id(), each));
    String phase = phase(record, logs.map(AttemptLogs::gate));
    Map<String, Object> json = IssueView.summary(standing);
    json.put("slot", record.claim() == null ? "" : record.claim().slot());
    json.put("phase", standing.isInterrupted() ? "interrupted" : phase);
    json.put("since", since(record).toString());
    json.put("agent", last.map(AttemptSummary::agent).orElse(null));
    json.put(
        "line",
        logs.map(each -> phase.equals("gating") ? each.gate() : each.agent())
            .map(HomeView::lastLine)
            .orElse(""));
    return json;
  }

  private String phase(IssueRecord record, Optional<Path> gate) {
    return switch (record.status()) {
      case CLAIMED -> "prepare";
      case WORKING -> "agent";
      case CANDIDATE ->
          verdict(record).orElse(gate.filter(Files::exists).isPresent() ? "gating" : "waiting");
      default -> "landing";
    };
  }

  private Optional<String> verdict(IssueRecord record) {
    return Optional.ofNullable(record.work())
        .flatMap(work -> Optional.ofNullable(work.candidateTree()))
        .flatMap(statusReport.view()::lastVerdict)
        .filter(verdict -> !verdict.at().isBefore(record.updatedAt()))
        .map(verdict -> verdict.green() ? "green" : "red");
  }

  private static String lastLine(Path log) {
    try {
      return AttemptLogs.lastLine(log);
    } catch (IOException none) {
      return ""; // nothing was printed yet
    }
  }

  private List<Map<String, Object>> landed() {
    return statusReport.plan().standings().stream()
        .filter(each -> each.record().filter(HomeView::hasLanded).isPresent())
        .sorted(
            Comparator.comparing(
                    (IssueStanding each) -> record(each).finishedAt(),
                    Comparator.nullsFirst(Comparator.naturalOrder()))
                .reversed())
        .limit(MOST_LANDED)
        .map(IssueView::summary)
        .toList();
  }

  private static boolean hasLanded(IssueRecord record) {
    return record.status() == LifecycleStatus.LANDED && record.landedCommit() != null;
  }
}
