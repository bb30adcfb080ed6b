package dev.roundhouse.web;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.Correction;
import dev.roundhouse.core.ledger.Feedback;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.core.ledger.VerdictRecord;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** One issue: its text, its facts, its attempts, and what a person can do about it. */
final class IssueView {
  private final Orchestrator orchestrator;
  private final StatusReport statusReport;
  private final IssueStanding standing;
  private final Instant now;

  IssueView(
      Orchestrator orchestrator, StatusReport statusReport, IssueStanding standing, Instant now) {
    this.orchestrator = orchestrator;
    this.statusReport = statusReport;
    this.standing = standing;
    this.now = now;
  }

  /** Returns what a list shows of an issue. */
  static Map<String, Object> summary(IssueStanding standing) {
    Issue issue = standing.issue();
    Optional<IssueRecord> record = standing.record();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", issue.id().value());
    json.put("title", issue.title());
    json.put("type", issue.type().name());
    json.put("priority", issue.priority().toString());
    json.put("labels", issue.labels().stream().sorted().toList());
    json.put("status", standing.status());
    json.put("readiness", standing.readiness().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("reason", standing.reason());
    json.put("attempts", standing.attempts());
    json.put("version", record.map(IssueRecord::version).orElse(0L));
    json.put("commit", record.map(IssueRecord::landedCommit).orElse(null));
    json.put("updatedAt", record.map(each -> each.updatedAt().toString()).orElse(null));
    json.put("finishedAt", record.map(IssueRecord::finishedAt).map(Instant::toString).orElse(null));
    return json;
  }

  Map<String, Object> json() throws IOException {
    Issue issue = standing.issue();
    Optional<IssueRecord> record = standing.record();
    Map<String, Object> json = summary(standing);
    json.put("position", statusReport.view().position());
    json.put("path", issue.locator());
    json.put("html", SafeMarkdown.html(issue.body()));
    json.put("blockedBy", texts(issue.blockedBy()));
    json.put("dependsOn", texts(issue.dependsOn()));
    json.put("waitsFor", texts(standing.waitsFor()));
    json.put("followUps", texts(statusReport.followUps(issue.id())));
    json.put("decision", decision().map(each -> each.kind().word()).orElse(null));
    json.put("why", decision().map(Decision::why).orElse(standing.reason()));
    json.put("actions", actions());
    json.put("gate", gate());
    json.put("evidence", record.map(IssueRecord::evidence).orElse(""));
    json.put("tests", statusReport.testResults(standing).orElse(null));
    json.put("comments", record.map(IssueRecord::feedback).map(Feedback::comments).orElse(null));
    json.put("usage", HomeView.usage(record.map(IssueRecord::total).orElse(UsageSummary.NONE)));
    json.put("timings", record.map(each -> new TreeMap<>(each.timings())).orElse(new TreeMap<>()));
    json.put("history", history().stream().map(IssueView::attempt).toList());
    json.put(
        "corrections",
        record.map(IssueRecord::corrections).orElse(List.of()).stream()
            .map(IssueView::correction)
            .toList());
    return json;
  }

  private Optional<Decision> decision() {
    return statusReport.decisions(now).stream()
        .filter(each -> each.issue().equals(Optional.of(standing.issue().id())))
        .findFirst();
  }

  private List<AttemptSummary> history() {
    return standing.record().map(IssueRecord::history).orElse(List.of());
  }

  /** Returns the actions that make sense now; the ledger decides in the end. */
  private List<String> actions() {
    LifecycleStatus status =
        standing.record().map(IssueRecord::status).orElse(LifecycleStatus.OPEN);
    boolean isIdle = !status.isActive() && !status.isFinished();
    boolean isApprovable =
        decision()
            .filter(
                each -> each.kind() == Decision.Kind.LANDING || each.kind() == Decision.Kind.START)
            .isPresent();
    List<String> actions = new ArrayList<>();
    add(actions, "approve", isApprovable);
    add(actions, "send", isIdle && standing.attempts() > 0);
    add(actions, "refuse", isApprovable);
    add(actions, "retry", status.isResting() || status == LifecycleStatus.RETRY_WAIT);
    boolean isSetAside = status == LifecycleStatus.SKIPPED || status == LifecycleStatus.CANCELLED;
    add(actions, "skip", !isApprovable && isIdle && !isSetAside);
    add(actions, "cancel", status.isActive() && status != LifecycleStatus.LANDING);
    add(actions, "priority", isIdle);
    return actions;
  }

  private static void add(List<String> actions, String action, boolean isPossible) {
    if (isPossible) {
      actions.add(action);
    }
  }

  private Map<String, Object> gate() {
    Optional<VerdictRecord> verdict =
        standing
            .record()
            .map(IssueRecord::work)
            .map(AttemptWork::candidateTree)
            .flatMap(statusReport.view()::lastVerdict);
    boolean isRed =
        standing.record().filter(each -> each.status() == LifecycleStatus.REJECTED).isPresent();
    boolean isNone = !orchestrator.attemptContent().isGated() && verdict.isEmpty();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(
        "verdict",
        isNone
            ? "none"
            : isRed
                ? "red"
                : verdict.map(each -> each.green() ? "green" : "red").orElse("pending"));
    json.put("seconds", verdict.map(each -> each.millis() / 1000.0).orElse(null));
    json.put("at", verdict.map(each -> each.at().toString()).orElse(null));
    json.put("evidence", verdict.map(VerdictRecord::evidence).orElse(""));
    return json;
  }

  private static Map<String, Object> attempt(AttemptSummary each) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", each.number());
    json.put("at", each.at().toString());
    json.put("endedAt", Objects.toString(each.endedAt(), null));
    json.put("outcome", each.outcome());
    json.put("reason", each.reason());
    json.put("agent", each.agent());
    json.put("usage", HomeView.usage(each.total()));
    return json;
  }

  private static Map<String, Object> correction(Correction each) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("category", each.category());
    json.put("text", each.text());
    json.put("at", each.at().toString());
    return json;
  }

  private static List<String> texts(Collection<?> values) {
    return values.stream().map(Object::toString).toList();
  }

  /** Returns the state of {@code issue}. */
  static IssueStanding find(StatusReport statusReport, IssueId issue) throws ApiException {
    return statusReport
        .plan()
        .find(issue)
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "there is no issue " + issue, "it may have been renamed; see the board"));
  }
}
