package dev.roundhouse.cli.output;

import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Renders the result of a run as JSON for scripts. Pure. */
final class ReportJson {
  private ReportJson() {}

  static Map<String, Object> of(RunReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("run", report.run().value());
    object.put("target", report.target());
    object.put("ending", report.ending().word());
    object.put("complete", report.isComplete());
    object.put("note", report.note());
    object.put("tested", report.tested());
    object.put("from", report.from());
    object.put("tip", report.tip());
    object.put("synced", report.waiting().isEmpty());
    object.put("waiting", report.waiting().orElse(null));
    object.put("landed", report.landed());
    object.put("millis", report.elapsed().toMillis());
    object.put("timings", new TreeMap<>(report.timings()));
    object.put("corrections", new TreeMap<>(report.corrections()));
    object.put("flakes", report.flakes());
    object.put("used", UsageJson.of(report.usage().total()));
    object.put("agents", UsageJson.agents(report.usage()));
    object.put("issues", report.issues().stream().map(ReportJson::result).toList());
    object.put("unread", report.unread().stream().map(Json::finding).toList());
    object.put("counts", Json.counts(report.issues().stream().map(IssueResult::status).toList()));
    return object;
  }

  private static Map<String, Object> result(IssueResult each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", each.id().value());
    object.put("title", each.title());
    object.put("status", each.status());
    object.put("attempts", each.attempts());
    object.put("reason", each.reason());
    object.put("commit", each.commit().orElse(null));
    object.put("landedNow", each.landedNow());
    object.put("settled", each.isSettled());
    return object;
  }
}
