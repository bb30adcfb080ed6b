package dev.roundhouse.cli.output;

import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.AttemptContent.ChangedFile;
import dev.roundhouse.orchestrator.AttemptContent.Changes;
import dev.roundhouse.orchestrator.AttemptContent.Since;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.Decision.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders what needs a person, with the work to decide about, as JSON for scripts. Pure. */
public final class ReviewJson {
  private ReviewJson() {}

  /**
   * Renders {@code decisions} as one object.
   *
   * @param items what there is of each of them
   */
  public static String of(List<Decision> decisions, List<Optional<ReviewItem>> items) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int i = 0; i < decisions.size(); i++) {
      Map<String, Object> object = NeedsYouText.json(decisions.get(i));
      items.get(i).ifPresent(item -> add(object, item));
      all.add(object);
    }
    return Json.JSON.writeValueAsString(Map.of("needsYou", all));
  }

  private static void add(Map<String, Object> object, ReviewItem item) {
    object.put("version", item.version());
    object.put("attempt", item.record().attempts());
    object.put("gate", gate(item));
    object.put("evidence", item.record().evidence());
    object.put("from", item.changes().map(Changes::from).orElse(null));
    object.put("to", item.changes().flatMap(Changes::to).orElse(null));
    object.put("files", item.files().stream().map(ReviewJson::file).toList());
    object.put("sinceLastLook", item.since().map(since -> since(since, item)).orElse(null));
  }

  /** Returns {@code green}, {@code red}, {@code pending}, or null where no gate judges. */
  private static @Nullable String gate(ReviewItem item) {
    LifecycleStatus status = item.record().status();
    if (status == LifecycleStatus.REJECTED) {
      return "red";
    }
    boolean isJudged = item.isGated() || item.verdict().isPresent();
    if (!isJudged || item.decision().kind() != Kind.LANDING) {
      return null;
    }
    return status == LifecycleStatus.AWAITING_APPROVAL ? "green" : "pending";
  }

  private static Map<String, Object> since(Since since, ReviewItem item) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("merged", since.isMerged());
    object.put("files", item.sinceFiles().stream().map(ReviewJson::file).toList());
    return object;
  }

  private static Map<String, Object> file(ChangedFile file) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("path", file.path());
    object.put("status", file.status());
    object.put("added", file.added());
    object.put("removed", file.removed());
    return object;
  }
}
