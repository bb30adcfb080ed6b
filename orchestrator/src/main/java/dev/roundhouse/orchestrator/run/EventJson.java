package dev.roundhouse.orchestrator.run;

import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.core.ledger.UsageSummary;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders events as lines of JSON, as docs/schemas/events.schema.json describes them. Keys and
 * kinds are added, never renamed. Pure.
 */
final class EventJson {
  private static final int VERSION = 1;
  private static final JsonMapper LINE = JsonMapper.builder().build();

  private static final Map<Class<?>, Kind<?>> KINDS =
      List.of(
              new Kind<>("started", RunEvent.Started.class, EventJson::started),
              new Kind<>("base-gated", RunEvent.BaseGated.class, EventJson::baseGated),
              new Kind<>("backlog-changed", RunEvent.BacklogChanged.class, EventJson::changed),
              new Kind<>("noticed", RunEvent.Noticed.class, EventJson::noticed),
              new Kind<>("claimed", RunEvent.Claimed.class, EventJson::claimed),
              new Kind<>("entered", RunEvent.Entered.class, EventJson::entered),
              new Kind<>("returned", RunEvent.Returned.class, EventJson::returned),
              new Kind<>("discarded", RunEvent.Discarded.class, EventJson::discarded),
              new Kind<>("judged", RunEvent.Judged.class, EventJson::judged),
              new Kind<>("flaked", RunEvent.Flaked.class, EventJson::flaked),
              new Kind<>("follow-up-filed", RunEvent.FollowUpFiled.class, EventJson::filed),
              new Kind<>("landed", RunEvent.Landed.class, EventJson::landed),
              new Kind<>("branched", RunEvent.Branched.class, EventJson::branched),
              new Kind<>("target-followed", RunEvent.TargetFollowed.class, EventJson::followed),
              new Kind<>("target-waits", RunEvent.TargetWaits.class, EventJson::waits),
              new Kind<>("finished", RunEvent.Finished.class, EventJson::finished),
              new Kind<>("aborted", RunEvent.Aborted.class, EventJson::aborted))
          .stream()
          .collect(Collectors.toUnmodifiableMap(Kind::type, kind -> kind));

  private EventJson() {}

  /**
   * One kind of event.
   *
   * @param word its name in the stream
   * @param type its type
   * @param fields adds its own keys
   */
  private record Kind<E extends RunEvent>(
      String word, Class<E> type, BiConsumer<E, Map<String, @Nullable Object>> fields) {
    void put(RunEvent event, Map<String, @Nullable Object> object) {
      fields.accept(type.cast(event), object);
    }
  }

  /** Renders {@code event}, the {@code number}th of its stream, without a line end. */
  static String line(RunEvent event, long number, Instant at, Optional<RunId> run) {
    Kind<?> kind = Objects.requireNonNull(KINDS.get(event.getClass()));
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("v", VERSION);
    object.put("seq", number);
    object.put("time", at.toString());
    object.put("kind", kind.word());
    object.put("run", run.map(RunId::value).orElse(null));
    kind.put(event, object);
    return LINE.writeValueAsString(object);
  }

  private static void started(RunEvent.Started event, Map<String, @Nullable Object> object) {
    object.put("target", event.target());
    object.put("agent", event.agent());
    object.put("gate", event.gate().orElse(null));
    object.put("workers", event.workers());
    object.put("ready", event.ready());
    object.put("blocked", event.blocked());
    object.put("findings", findings(event.findings()));
  }

  private static void baseGated(RunEvent.BaseGated event, Map<String, @Nullable Object> object) {
    object.put("target", event.target());
    object.put("log", event.log().map(Object::toString).orElse(null));
  }

  private static void changed(RunEvent.BacklogChanged event, Map<String, @Nullable Object> object) {
    object.put("added", ids(event.added()));
    object.put("changed", ids(event.changed()));
    object.put("gone", ids(event.gone()));
    object.put("findings", findings(event.findings()));
  }

  private static void noticed(RunEvent.Noticed event, Map<String, @Nullable Object> object) {
    object.put("warning", event.warning());
    object.put("message", event.message());
  }

  private static void claimed(RunEvent.Claimed event, Map<String, @Nullable Object> object) {
    object.put("issue", event.issue().value());
    object.put("title", event.title());
    object.put("attempt", event.attempt().value());
    object.put("number", event.number());
    object.put("slot", event.slot());
  }

  private static void entered(RunEvent.Entered event, Map<String, @Nullable Object> object) {
    object.put("issue", event.issue().value());
    object.put("phase", event.phase().word());
    object.put("log", event.log().map(Object::toString).orElse(null));
  }

  private static void returned(RunEvent.Returned event, Map<String, @Nullable Object> object) {
    object.put("issue", event.issue().value());
    object.put("status", event.next().word());
    object.put("reason", event.reason());
    object.put("evidence", event.evidence());
    object.put("notBefore", event.notBefore().map(Instant::toString).orElse(null));
  }

  private static void discarded(RunEvent.Discarded event, Map<String, @Nullable Object> object) {
    object.put("issue", event.issue().value());
  }

  private static void judged(RunEvent.Judged event, Map<String, @Nullable Object> object) {
    object.put("issue", event.issue().value());
    object.put("green", event.green());
  }

  private static void flaked(RunEvent.Flaked event, Map<String, @Nullable Object> object) {
    object.put("issue", event.issue().value());
    object.put("evidence", event.evidence());
  }

  private static void filed(RunEvent.FollowUpFiled event, Map<String, @Nullable Object> object) {
    object.put("issue", event.issue().value());
    object.put("followUp", event.followUp().value());
    object.put("title", event.title());
    object.put("held", event.held());
  }

  private static void landed(RunEvent.Landed event, Map<String, @Nullable Object> object) {
    object.put("issue", event.issue().value());
    object.put("commit", event.commit());
    object.put("tested", event.tested());
  }

  private static void branched(RunEvent.Branched event, Map<String, @Nullable Object> object) {
    object.put("issue", event.issue().value());
    object.put("branch", event.branch());
    object.put("commit", event.commit());
    object.put("remote", event.remote().orElse(null));
    object.put("tested", event.tested());
  }

  private static void followed(
      RunEvent.TargetFollowed event, Map<String, @Nullable Object> object) {
    object.put("target", event.target());
    object.put("commit", event.commit());
  }

  private static void waits(RunEvent.TargetWaits event, Map<String, @Nullable Object> object) {
    object.put("target", event.target());
    object.put("reason", event.reason());
  }

  private static void finished(RunEvent.Finished event, Map<String, @Nullable Object> object) {
    RunReport report = event.report();
    object.put("target", report.target());
    object.put("ending", report.ending().word());
    object.put("complete", report.isComplete());
    object.put("note", report.note());
    object.put("from", report.from());
    object.put("tip", report.tip());
    object.put("waiting", report.waiting().orElse(null));
    object.put("tested", report.tested());
    object.put("landed", report.landed());
    object.put("counts", counts(report));
    object.put("flakes", report.flakes());
    object.put("millis", report.elapsed().toMillis());
    object.put("used", used(report.usage().total()));
  }

  private static void aborted(RunEvent.Aborted event, Map<String, @Nullable Object> object) {
    object.put("reason", event.reason());
  }

  private static Map<String, Integer> counts(RunReport report) {
    Map<String, Integer> counts = new TreeMap<>();
    report.issues().forEach(each -> counts.merge(each.status(), 1, Integer::sum));
    return counts;
  }

  private static Map<String, Object> used(UsageSummary summary) {
    Usage usage = summary.usage();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("attempts", summary.attempts());
    object.put("inputTokens", usage.inputTokens());
    object.put("outputTokens", usage.outputTokens());
    object.put("costUsd", usage.costUsd());
    return object;
  }

  private static List<Map<String, Object>> findings(List<Finding> findings) {
    return findings.stream().map(EventJson::finding).toList();
  }

  private static Map<String, Object> finding(Finding each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("severity", each.severity().name().toLowerCase(Locale.ROOT));
    object.put("path", each.locator());
    object.put("line", each.line());
    object.put("message", each.message());
    object.put("hint", each.hint());
    object.put("issues", ids(each.issues()));
    return object;
  }

  private static List<String> ids(Collection<IssueId> ids) {
    return ids.stream().map(IssueId::value).sorted().toList();
  }
}
