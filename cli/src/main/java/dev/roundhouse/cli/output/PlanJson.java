package dev.roundhouse.cli.output;

import dev.roundhouse.core.backlog.GoalGroup;
import dev.roundhouse.core.backlog.PathPattern;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.QueuePosition;
import dev.roundhouse.orchestrator.PlanReport;
import dev.roundhouse.orchestrator.schedule.Collision;
import dev.roundhouse.orchestrator.schedule.Forecast;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders the prediction of a run as JSON for scripts, with times in seconds from now. Keys are
 * added, never renamed. Pure.
 */
public final class PlanJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private PlanJson() {}

  /** Returns the plan as one object. */
  public static String of(PlanReport planReport) {
    Forecast forecast = planReport.forecast();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("at", planReport.at().toString());
    object.put("makespan", forecast.makespan().toSeconds());
    object.put("total", forecast.total().toSeconds());
    object.put("criticalPath", ids(forecast.criticalPath()));
    object.put("criticalTime", forecast.criticalTime().toSeconds());
    object.put("issues", forecast.slots().stream().map(PlanJson::slot).toList());
    object.put("unplanned", forecast.unplanned().stream().map(PlanJson::unplanned).toList());
    object.put("overlaps", forecast.keptApart().stream().map(PlanJson::apart).toList());
    object.put("groups", planReport.groups().stream().map(PlanJson::group).toList());
    return JSON.writeValueAsString(object);
  }

  private static Map<String, Object> slot(Forecast.Slot slot) {
    QueuePosition place = slot.rank().place();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", slot.issue().id().value());
    object.put("title", slot.issue().title());
    object.put("worker", slot.worker());
    object.put("start", slot.start().toSeconds());
    object.put("end", slot.end().toSeconds());
    object.put("estimate", slot.estimate().time().toSeconds());
    object.put("estimatedBy", slot.estimate().source().name().toLowerCase(Locale.ROOT));
    object.put("samples", slot.estimate().samples());
    object.put("priority", place.priority().toString());
    object.put("interval", slot.rank().interval());
    object.put("path", place.chain());
    object.put("why", slot.why());
    object.put("waitsFor", ids(slot.standing().waitsFor()));
    return object;
  }

  private static Map<String, Object> apart(Forecast.KeptApart each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", each.issue().value());
    object.putAll(collision(each.collision()));
    object.put("deferred", each.deferred());
    return object;
  }

  static Map<String, Object> collision(Collision collision) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("with", collision.with().value());
    object.put("paths", collision.paths().stream().map(PathPattern::text).toList());
    return object;
  }

  private static Map<String, Object> unplanned(Forecast.Unplanned each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", each.standing().issue().id().value());
    object.put("title", each.standing().issue().title());
    object.put("status", each.standing().status());
    object.put("reason", each.standing().reason());
    object.put("chain", ids(each.chain()));
    return object;
  }

  private static Map<String, Object> group(GoalGroup group) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", group.name());
    object.put("mode", group.sequential() ? "sequential" : "parallel");
    object.put("optional", group.optional());
    object.put("after", group.after());
    object.put("issues", ids(group.issues()));
    return object;
  }

  private static List<String> ids(Collection<IssueId> ids) {
    return ids.stream().map(IssueId::value).toList();
  }
}
