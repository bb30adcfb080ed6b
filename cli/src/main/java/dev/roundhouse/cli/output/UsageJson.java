package dev.roundhouse.cli.output;

import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.StepUsage;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.core.ledger.UsageStatistics;
import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.orchestrator.options.Budget;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Renders what agents used as JSON for scripts. What was stated is at {@code usage}; an estimate of
 * the rest, if a budget made one, at {@code assumed}. Pure.
 */
final class UsageJson {
  private UsageJson() {}

  /** Returns the statistics, each table as a list of rows. */
  static Map<String, Object> of(UsageStatistics used, Optional<Instant> since) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("since", since.map(Instant::toString).orElse(null));
    object.put("total", of(used.total()));
    object.put("agents", rows("agent", used.byAgent()));
    object.put("types", rows("type", used.byType()));
    object.put("days", rows("day", used.byDay()));
    return object;
  }

  /** Returns what each agent did and used. */
  static List<Map<String, Object>> agents(UsageStatistics used) {
    return rows("agent", used.byAgent());
  }

  private static List<Map<String, Object>> rows(String key, Map<String, UsageSummary> rows) {
    return rows.entrySet().stream()
        .map(
            each -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put(key, each.getKey().isEmpty() ? null : each.getKey());
              row.putAll(of(each.getValue()));
              return row;
            })
        .toList();
  }

  static Map<String, Object> of(UsageSummary used) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("landed", used.landed());
    object.put("attempts", used.attempts());
    put(object, used);
    return object;
  }

  /** Adds the keys {@code millis}, {@code usage} and {@code assumed}. */
  static void put(Map<String, Object> object, UsageSummary used) {
    object.put("millis", used.time().toMillis());
    object.put("usage", usage(used.usage()));
    object.put("assumed", used.assumed().equalsNone() ? null : usage(used.assumed()));
  }

  /** Adds what an attempt used, in total and by step. */
  static void put(Map<String, Object> object, AttemptSummary attempt) {
    object.put("agent", attempt.agent());
    object.put("session", attempt.session().orElse(null));
    put(object, attempt.total());
    object.put("steps", attempt.steps().stream().map(UsageJson::step).toList());
  }

  private static Map<String, Object> step(StepUsage step) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("agent", step.agent());
    object.put("session", step.session());
    put(object, step.total());
    object.put("at", step.at().toString());
    return object;
  }

  private static Map<String, Object> usage(Usage usage) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("inputTokens", usage.inputTokens());
    object.put("outputTokens", usage.outputTokens());
    object.put("costUsd", usage.costUsd());
    return object;
  }

  /** Returns how much of a limit is spent and left, in the unit that it has; null for no limit. */
  static @Nullable Map<String, Object> share(Optional<Budget.Share> share) {
    if (share.isEmpty()) {
      return null;
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("unit", share.get().limit().tokens() ? "tokens" : "usd");
    object.put("limit", share.get().limit().value());
    object.put("spent", share.get().spent().value());
    object.put("left", share.get().left().value());
    return object;
  }
}
