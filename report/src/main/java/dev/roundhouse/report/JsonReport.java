package dev.roundhouse.report;

import dev.roundhouse.core.ledger.Correction;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.report.RunHistory.Fate;
import dev.roundhouse.report.RunHistory.GateVerdict;
import dev.roundhouse.report.RunHistory.Link;
import dev.roundhouse.report.RunHistory.Span;
import dev.roundhouse.report.RunHistory.WorkedAttempt;
import dev.roundhouse.report.RunHistory.WorkedIssue;
import dev.roundhouse.report.RunSummary.Share;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a report as JSON for programs, of the form that docs/schemas/report.schema.json describes.
 * Within a version, members are only added.
 */
final class JsonReport {
  static final int VERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonReport() {}

  static String of(RunHistory history) {
    RunSummary summary = RunSummary.of(history);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", VERSION);
    object.put("run", run(history));
    object.put("summary", summary(history, summary));
    object.put("decisions", history.decisions().stream().map(JsonReport::decision).toList());
    object.put("issues", history.issues().stream().map(JsonReport::issue).toList());
    object.put("notStarted", history.untouched().stream().map(JsonReport::untouched).toList());
    object.put("gates", history.gates().stream().map(JsonReport::gate).toList());
    object.put(
        "dependencies",
        history.links().stream()
            .sorted(Comparator.comparing(Link::first).thenComparing(Link::then))
            .map(each -> Map.of("first", each.first().value(), "then", each.then().value()))
            .toList());
    return JSON.writeValueAsString(object) + "\n";
  }

  private static Map<String, Object> run(RunHistory history) {
    RunRecord run = history.run();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", run.id().value());
    object.put("state", history.state().word());
    object.put("outcome", run.outcome());
    object.put("target", run.target());
    object.put("agent", String.join(" ", run.agent()));
    object.put("gate", run.gate().isEmpty() ? null : String.join(" ", run.gate()));
    object.put("workers", run.workers());
    object.put("startedAt", run.startedAt().toString());
    object.put("until", history.until().toString());
    object.put("millis", history.elapsed().toMillis());
    object.put("detailed", history.detailed());
    object.put("from", history.range().map(RunHistory.CommitRange::from).orElse(null));
    object.put("to", history.range().map(RunHistory.CommitRange::to).orElse(null));
    return object;
  }

  private static Map<String, Object> summary(RunHistory history, RunSummary summary) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("landed", history.landed().size());
    object.put("total", share(summary.total()));
    for (Fate each : Fate.values()) {
      object.put(each.word() + "Work", share(summary.of(each)));
    }
    Map<String, Object> agents = new LinkedHashMap<>();
    summary.byAgent().forEach((name, share) -> agents.put(name, share(share)));
    object.put("agents", agents);
    object.put("gateMillis", summary.gate().toMillis());
    object.put("gateMillisInVain", summary.gateInVain().toMillis());
    object.put("corrections", summary.corrections());
    object.put("flakes", history.issues().stream().mapToInt(WorkedIssue::flakes).sum());
    return object;
  }

  private static Map<String, Object> share(Share share) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("attempts", share.attempts());
    object.put("millis", share.time().toMillis());
    object.putAll(used(share.used()));
    return object;
  }

  private static Map<String, Object> used(UsageSummary used) {
    Usage all = used.charged();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("inputTokens", all.inputTokens());
    object.put("outputTokens", all.outputTokens());
    object.put("costUsd", all.costUsd());
    object.put("estimated", !used.assumed().equalsNone());
    return object;
  }

  private static Map<String, Object> decision(Decision decision) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", decision.kind().word());
    object.put("subject", decision.subject());
    object.put("title", decision.title());
    object.put("since", decision.since().map(Instant::toString).orElse(null));
    object.put("why", decision.why());
    object.put("command", decision.command());
    return object;
  }

  private static Map<String, Object> issue(WorkedIssue issue) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", issue.id().value());
    object.put("title", issue.title());
    object.put("type", issue.type());
    object.put("outcome", issue.outcome());
    object.put("fate", issue.fate().word());
    object.put("commit", issue.commit().orElse(null));
    object.put("millis", issue.length().toMillis());
    object.put("flakes", issue.flakes());
    object.put("corrections", issue.corrections().stream().map(JsonReport::correction).toList());
    object.put("attempts", issue.attempts().stream().map(JsonReport::attempt).toList());
    return object;
  }

  private static Map<String, Object> correction(Correction correction) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("category", correction.category());
    object.put("text", correction.text());
    return object;
  }

  private static Map<String, Object> attempt(WorkedAttempt attempt) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("number", attempt.number());
    object.put("id", attempt.id().value());
    object.put("slot", attempt.slot());
    object.put("agent", attempt.agent());
    object.put("from", attempt.from().toString());
    object.put("to", attempt.to().toString());
    object.put("outcome", attempt.outcome());
    object.put("fate", attempt.fate().word());
    object.put("reason", attempt.reason());
    object.put("evidence", attempt.evidence());
    object.put("used", used(attempt.used()));
    object.put("phases", attempt.spans().stream().map(JsonReport::span).toList());
    return object;
  }

  private static Map<String, Object> span(Span span) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("phase", span.stage().word());
    object.put("from", span.from().toString());
    object.put("millis", span.length().toMillis());
    return object;
  }

  private static Map<String, Object> untouched(IssueStanding standing) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", standing.issue().id().value());
    object.put("title", standing.issue().title());
    object.put("type", standing.issue().type().name());
    object.put("status", standing.status());
    object.put("reason", standing.reason());
    return object;
  }

  private static Map<String, Object> gate(GateVerdict verdict) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("issue", verdict.issue().map(Object::toString).orElse(null));
    object.put("from", verdict.from().toString());
    object.put("to", verdict.to().toString());
    object.put("green", verdict.green());
    object.put("landed", verdict.used());
    return object;
  }
}
