package dev.roundhouse.orchestrator.config;

import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.orchestrator.options.AccountHold;
import dev.roundhouse.orchestrator.options.AgentSteps;
import dev.roundhouse.orchestrator.options.Backoff;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.options.Limits;
import dev.roundhouse.orchestrator.options.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the part of the configuration about agents. Pure. */
final class AgentsConfig {
  private AgentsConfig() {}

  static List<Route> routes(ConfigValue value) {
    return value.values().stream().map(each -> each.read(AgentsConfig::route)).toList();
  }

  private static Route route(ConfigValue value) {
    Map<String, ConfigValue> route = value.object("agent", "type", "label", "priority", "attempt");
    if (!route.containsKey("agent")) {
      throw value.wrong("a route needs 'agent', the agent for these issues");
    }
    return new Route(
        route.get("agent").text(),
        Optional.ofNullable(route.get("type")).map(ConfigValue::text).map(IssueType::new),
        Optional.ofNullable(route.get("label")).map(ConfigValue::text),
        Optional.ofNullable(route.get("priority")).map(AgentsConfig::priority),
        Optional.ofNullable(route.get("attempt")).map(ConfigValue::number).orElse(1));
  }

  private static Priority priority(ConfigValue value) {
    return Priority.parse(value.text())
        .orElseThrow(() -> value.wrong("must be P0 to P9, not '" + value.text() + "'"));
  }

  static AgentSteps steps(ConfigValue value) {
    Map<String, ConfigValue> steps = value.object("validate", "implement", "repair");
    return new AgentSteps(
        Optional.ofNullable(steps.get("validate")).map(AgentsConfig::step),
        Optional.ofNullable(steps.get("implement"))
            .map(AgentsConfig::step)
            .orElse(AgentSteps.StepOptions.NONE),
        Optional.ofNullable(steps.get("repair")).map(AgentsConfig::step));
  }

  private static AgentSteps.StepOptions step(ConfigValue value) {
    Map<String, ConfigValue> step = value.object("agent", "prompt");
    return new AgentSteps.StepOptions(
        Optional.ofNullable(step.get("agent")).map(ConfigValue::text),
        Optional.ofNullable(step.get("prompt")).map(ConfigValue::text));
  }

  static Limits limits(ConfigValue value) {
    Map<String, ConfigValue> limits = value.object("type", "label", "agent");
    return new Limits(
        counts(limits.get("type")), counts(limits.get("label")), counts(limits.get("agent")));
  }

  private static Map<String, Integer> counts(@Nullable ConfigValue value) {
    Map<String, Integer> counts = new TreeMap<>();
    if (value != null) {
      value.object().forEach((name, most) -> counts.put(name, most.number()));
    }
    return counts;
  }

  static Backoff backoff(ConfigValue value) {
    Map<String, ConfigValue> parts = value.object("first", "longest");
    Duration first = duration(parts, "first", Backoff.DEFAULT.first());
    return new Backoff(first, duration(parts, "longest", longer(first, Backoff.DEFAULT.longest())));
  }

  static AccountHold accountHold(ConfigValue value) {
    Map<String, ConfigValue> parts = value.object("shortest", "longest");
    Duration shortest = duration(parts, "shortest", AccountHold.DEFAULT.shortest());
    Duration longest = duration(parts, "longest", longer(shortest, AccountHold.DEFAULT.longest()));
    return new AccountHold(shortest, longest);
  }

  private static Duration duration(Map<String, ConfigValue> parts, String key, Duration usual) {
    return Optional.ofNullable(parts.get(key)).map(ConfigValue::duration).orElse(usual);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  static Budget budget(ConfigValue value) {
    if (!value.node().isObject()) {
      throw value.wrong(
          "must be a mapping such as {run: 20 usd, attempt: 0.50 usd}, not " + value.node());
    }
    Map<String, ConfigValue> budget = value.object("run", "issue", "attempt");
    if (!budget.containsKey("attempt")) {
      throw value.wrong(
          "a budget needs 'attempt', the amount reserved for each attempt, such as 0.50 usd");
    }
    Budget.Amount attempt = amount(budget.get("attempt"));
    return new Budget(
        Optional.ofNullable(budget.get("run")).map(each -> limit(each, attempt)),
        Optional.ofNullable(budget.get("issue")).map(each -> limit(each, attempt)),
        attempt);
  }

  /** Reads a limit, which must be enough for one attempt, as otherwise nothing could start. */
  private static Budget.Amount limit(ConfigValue value, Budget.Amount attempt) {
    Budget.Amount limit = amount(value);
    if (limit.tokens() == attempt.tokens() && limit.value().compareTo(attempt.value()) < 0) {
      throw value.wrong(
          "must be at least the " + attempt + " reserved for an attempt, not " + limit);
    }
    return limit;
  }

  private static Budget.Amount amount(ConfigValue value) {
    Budget.Amount amount = value.read(each -> Budget.Amount.parse(each.any()));
    if (amount.value().signum() == 0) {
      throw value.wrong(
          "must be more than 0, not '" + value.any() + "'; leave the key out for no limit");
    }
    return amount;
  }
}
