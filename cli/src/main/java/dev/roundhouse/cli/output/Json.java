package dev.roundhouse.cli.output;

import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.backlog.IssueFileFix;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Correction;
import dev.roundhouse.core.ledger.Feedback;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.core.ledger.SubmissionReceipt;
import dev.roundhouse.core.ledger.UsageStatistics;
import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.orchestrator.AgentCatalog;
import dev.roundhouse.orchestrator.AttemptContent;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.gate.TestResults;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.run.GcReport;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.SyncReport;
import dev.roundhouse.orchestrator.schedule.Collision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders the output of each command as one JSON object for scripts. Keys are added, never renamed.
 * Pure.
 */
public final class Json {
  static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final JsonMapper LINE = JsonMapper.builder().build();

  private Json() {}

  /** Renders the issues of a backlog, their states, and the active run. */
  public static String of(StatusReport statusReport, Instant now) throws IOException {
    List<IssueStanding> selected =
        statusReport.plan().standings().stream().filter(IssueStanding::selected).toList();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("issues", selected.stream().map(Json::issue).toList());
    object.put("counts", counts(selected.stream().map(IssueStanding::status).toList()));
    object.put(
        "next",
        statusReport.plan().next().stream().map(each -> each.issue().id().value()).toList());
    object.put("run", statusReport.activeRun().map(Json::run).orElse(null));
    statusReport.currentRun().ifPresent(run -> used(object, statusReport, run));
    object.put("watch", statusReport.watcher().orElse(null));
    object.put("needsYou", statusReport.decisions(now).stream().map(NeedsYouText::json).toList());
    return JSON.writeValueAsString(object);
  }

  /** Adds what the current run has used, and its budget. */
  private static void used(Map<String, Object> object, StatusReport statusReport, RunRecord run) {
    UsageStatistics used = statusReport.usage(run);
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("run", run.id().value());
    usage.put("endedAt", text(run.endedAt()));
    usage.putAll(UsageJson.of(used.total()));
    usage.put("agents", UsageJson.agents(used));
    usage.put(
        "budget",
        UsageJson.share(statusReport.budget().share(Budget.Limit.RUN, used.total().charged())));
    object.put("used", usage);
  }

  /**
   * Renders what agents did and used.
   *
   * @param since the time from which on it counts
   */
  public static String of(UsageStatistics used, Optional<Instant> since) {
    return JSON.writeValueAsString(UsageJson.of(used, since));
  }

  /** Renders one issue in full, with the test results of its last attempt. */
  public static String of(IssueStanding standing, Optional<TestResults> tests) {
    return of(standing, tests, List.of());
  }

  /** Renders one issue in full, with the issues under way that change the same files. */
  public static String of(
      IssueStanding standing, Optional<TestResults> tests, List<Collision> overlaps) {
    Map<String, Object> object = issue(standing);
    object.put("overlaps", overlaps.stream().map(PlanJson::collision).toList());
    object.put("body", standing.issue().body());
    standing.record().ifPresent(record -> object.put("evidence", record.evidence()));
    object.put(
        "comments",
        standing.record().map(IssueRecord::feedback).map(Feedback::comments).orElse(null));
    object.put("tests", tests.orElse(null));
    object.put(
        "history",
        standing.record().map(IssueRecord::history).orElse(List.of()).stream()
            .map(Json::attempt)
            .toList());
    standing.record().ifPresent(record -> object.put("timings", new TreeMap<>(record.timings())));
    object.put(
        "corrections",
        standing.record().map(IssueRecord::corrections).orElse(List.of()).stream()
            .map(Json::correction)
            .toList());
    return JSON.writeValueAsString(object);
  }

  /** Renders the result of a run. */
  public static String of(RunReport report) {
    return JSON.writeValueAsString(ReportJson.of(report));
  }

  /** Renders the result of a run on one line. */
  public static String line(RunReport report) {
    return LINE.writeValueAsString(ReportJson.of(report));
  }

  /**
   * Renders the findings in a backlog of {@code issues} issues, and the fixes that were made or
   * would be made.
   */
  public static String of(List<Finding> findings, int issues, List<IssueFileFix> repaired) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("read", issues);
    object.put("findings", findings.stream().map(Json::finding).toList());
    object.put("mended", repaired.stream().flatMap(Json::changes).toList());
    return JSON.writeValueAsString(object);
  }

  /** Renders the result of bringing landed work to the target. */
  public static String of(SyncReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("target", report.target());
    object.put("tip", report.tip());
    object.put("synced", report.waiting().isEmpty());
    object.put("waiting", report.waiting().orElse(null));
    object.put("settled", report.settled());
    return JSON.writeValueAsString(object);
  }

  /** Renders a change of the plan. */
  public static String of(ChangeId change, List<IssueId> issues) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("change", change.value());
    object.put("issues", ids(issues));
    return JSON.writeValueAsString(object);
  }

  /** Renders a submission; {@code first} says that the receipt was not given before. */
  public static String of(SubmissionReceipt submitted, boolean first) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("issue", submitted.issue().value());
    object.put("at", submitted.at().toString());
    object.put("first", first);
    return JSON.writeValueAsString(object);
  }

  /** Renders an issue that was written into {@code file}. */
  public static String of(Issue issue, Path file) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("issue", issue.id().value());
    object.put("title", issue.title());
    object.put("type", issue.type().name());
    object.put("priority", issue.priority().toString());
    object.put("path", issue.locator());
    object.put("file", file.toString());
    return JSON.writeValueAsString(object);
  }

  /** Renders what an attempt has changed. */
  public static String of(
      AttemptContent.Changes changes, List<AttemptContent.ChangedFile> changedFiles) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("issue", changes.issue().value());
    object.put("attempt", changes.attempt());
    object.put("state", changes.state().name().toLowerCase(Locale.ROOT));
    object.put("from", changes.from());
    object.put("to", changes.to().orElse(null));
    object.put("worktree", text(changes.worktree().orElse(null)));
    object.put("files", changedFiles);
    return JSON.writeValueAsString(object);
  }

  /** Renders a directory in which a person can look at an attempt. */
  public static String of(AttemptContent.Place place) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("issue", place.issue().value());
    object.put("attempt", place.attempt());
    object.put("path", place.directory().toString());
    object.put("state", place.visit().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return JSON.writeValueAsString(object);
  }

  /** Renders the available agents. */
  public static String ofAgents(List<AgentCatalog.Known> known) {
    return JSON.writeValueAsString(Map.of("agents", known));
  }

  /** Renders the kept work. */
  public static String ofKept(List<KeptWork> kept) {
    return JSON.writeValueAsString(Map.of("kept", kept));
  }

  /** Renders what a garbage collection removed or would remove. */
  public static String of(GcReport report) {
    return JSON.writeValueAsString(report);
  }

  private static Map<String, Object> issue(IssueStanding each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", each.issue().id().value());
    object.put("title", each.issue().title());
    object.put("type", each.issue().type().name());
    object.put("priority", each.issue().priority().toString());
    object.put("status", each.status());
    object.put("attempts", each.attempts());
    object.put("path", each.issue().locator());
    object.put("blockedBy", ids(each.issue().blockedBy()));
    object.put("dependsOn", ids(each.issue().dependsOn()));
    object.put("readiness", each.readiness().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    object.put("waitsFor", ids(each.waitsFor()));
    object.put("reason", each.reason());
    object.put("labels", each.issue().labels().stream().sorted().toList());
    Optional<IssueRecord> record = each.record();
    object.put("commit", record.map(IssueRecord::landedCommit).orElse(null));
    object.put("failures", record.map(IssueRecord::failures).orElse(0));
    object.put("flakes", record.map(IssueRecord::flakes).orElse(0));
    object.put("version", record.map(IssueRecord::version).orElse(0L));
    UsageJson.put(object, record.map(IssueRecord::total).orElse(UsageSummary.NONE));
    object.put("createdAt", text(record.map(IssueRecord::createdAt).orElse(null)));
    object.put("updatedAt", text(record.map(IssueRecord::updatedAt).orElse(null)));
    object.put("claimedAt", text(record.map(IssueRecord::claimedAt).orElse(null)));
    object.put("startedAt", text(record.map(IssueRecord::startedAt).orElse(null)));
    object.put("finishedAt", text(record.map(IssueRecord::finishedAt).orElse(null)));
    object.put("origin", record.map(IssueRecord::enrolment).map(Json::origin).orElse(null));
    return object;
  }

  private static @Nullable Map<String, Object> origin(Submission submission) {
    Submission.Origin origin = submission.origin();
    if (origin == null) {
      return null;
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("issue", origin.issue().value());
    object.put("attempt", origin.number());
    object.put("file", origin.file());
    return object;
  }

  private static Map<String, Object> attempt(AttemptSummary each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("attempt", each.attempt().value());
    object.put("number", each.number());
    object.put("run", each.run().value());
    object.put("at", each.at().toString());
    object.put("endedAt", text(each.endedAt()));
    object.put("outcome", each.outcome());
    object.put("reason", each.reason());
    UsageJson.put(object, each);
    return object;
  }

  private static Map<String, Object> correction(Correction each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("attempt", each.attempt().value());
    object.put("category", each.category());
    object.put("text", each.text());
    object.put("at", each.at().toString());
    return object;
  }

  private static Stream<Map<String, Object>> changes(IssueFileFix fix) {
    return fix.changes().stream()
        .map(
            each ->
                Map.of(
                    "path", fix.path(),
                    "line", each.line(),
                    "removed", each.removed(),
                    "added", each.added()));
  }

  static Map<String, Object> finding(Finding each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("severity", each.severity().name().toLowerCase(Locale.ROOT));
    object.put("path", each.locator());
    object.put("line", each.line());
    object.put("message", each.message());
    object.put("hint", each.hint());
    object.put("issues", ids(each.issues()));
    object.put("ambiguous", each.ambiguous());
    return object;
  }

  private static Map<String, Object> run(RunRecord run) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", run.id().value());
    object.put("target", run.target());
    object.put("workers", run.workers());
    object.put("pid", run.owner().pid());
    object.put("startedAt", run.startedAt().toString());
    return object;
  }

  static Map<String, Integer> counts(Collection<String> statuses) {
    Map<String, Integer> counts = new TreeMap<>();
    statuses.forEach(each -> counts.merge(each, 1, Integer::sum));
    return counts;
  }

  private static List<String> ids(Collection<IssueId> ids) {
    return ids.stream().sorted().map(IssueId::value).toList();
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
