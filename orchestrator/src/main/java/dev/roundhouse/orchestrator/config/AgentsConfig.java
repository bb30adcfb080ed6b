package dev.roundhouse.orchestrator.config;

import static dev.roundhouse.orchestrator.config.ConfigType.AMOUNT;
import static dev.roundhouse.orchestrator.config.ConfigType.ARGUMENTS;
import static dev.roundhouse.orchestrator.config.ConfigType.COMMAND;
import static dev.roundhouse.orchestrator.config.ConfigType.DURATION;
import static dev.roundhouse.orchestrator.config.ConfigType.PRIORITY;
import static dev.roundhouse.orchestrator.config.ConfigType.TEXT;
import static dev.roundhouse.orchestrator.config.ConfigType.either;
import static dev.roundhouse.orchestrator.config.ConfigType.key;
import static dev.roundhouse.orchestrator.config.ConfigType.mapping;
import static dev.roundhouse.orchestrator.config.ConfigType.number;
import static dev.roundhouse.orchestrator.config.ConfigType.required;

import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.orchestrator.internal.agent.AgentProfile;
import dev.roundhouse.orchestrator.options.AccountHold;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.AgentOptions.Form;
import dev.roundhouse.orchestrator.options.AgentSteps;
import dev.roundhouse.orchestrator.options.Backoff;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.Limits;
import dev.roundhouse.orchestrator.options.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the part of the configuration about agents. Pure. */
final class AgentsConfig {
  /** The keys of an agent that says how its words are meant. */
  static final ConfigType.Mapping AGENT =
      mapping(
              key("profile", new ConfigType.Lazy(AgentsConfig::profiles)),
              key("args", ARGUMENTS),
              key("command", ARGUMENTS))
          .withOneOf("profile", "command");

  /** The type of an agent. */
  static final ConfigType ANY_AGENT = either(COMMAND, AGENT);

  /** The keys of one route. */
  static final ConfigType.Mapping ROUTE =
      mapping(
          required("agent", ANY_AGENT),
          key("type", TEXT),
          key("label", TEXT),
          key("priority", PRIORITY),
          key("attempt", number(1, Integer.MAX_VALUE)));

  private static final ConfigType.Mapping STEP =
      mapping(key("agent", ANY_AGENT), key("prompt", TEXT));

  /** The keys of the steps. */
  static final ConfigType.Mapping STEPS =
      mapping(key("validate", STEP), key("implement", STEP), key("repair", STEP));

  private static final ConfigType COUNTS = new ConfigType.Named(number(1, Integer.MAX_VALUE));

  /** The keys of the limits. */
  static final ConfigType.Mapping LIMITS =
      mapping(key("type", COUNTS), key("label", COUNTS), key("agent", COUNTS));

  /** The keys of the waiting time after a failure. */
  static final ConfigType.Mapping BACKOFF =
      mapping(key("first", DURATION), key("longest", DURATION));

  /** The keys of the time an agent is held after its account was refused. */
  static final ConfigType.Mapping ACCOUNT_HOLD =
      mapping(key("shortest", DURATION), key("longest", DURATION));

  /** The keys of the budget. */
  static final ConfigType.Mapping BUDGET =
      mapping(key("run", AMOUNT), key("issue", AMOUNT), required("attempt", AMOUNT));

  private AgentsConfig() {}

  /**
   * Reads an agent, and returns its words.
   *
   * @param agents notes how the words are meant if the value says so
   */
  static Command agent(ConfigValue value, AgentOptions.Builder agents) {
    if (!value.node().isObject()) {
      return Command.parse(value.text());
    }
    Map<String, ConfigValue> parts = value.object(AGENT);
    ConfigValue profile = parts.get("profile");
    ConfigValue plain = parts.get("command");
    ConfigValue more = parts.get("args");
    if ((profile == null) == (plain == null)) {
      throw value.wrong("must have either 'profile', with 'args' if there are any, or 'command'");
    }
    if (plain != null && more != null) {
      throw more.wrong("must not be combined with 'command'; write the words after the program");
    }
    Command command = plain == null ? profile(profile, more) : new Command(words(plain));
    return value.read(
        each -> {
          agents.form(command, plain == null ? Form.PROFILE : Form.COMMAND);
          return command;
        });
  }

  private static Command profile(@Nullable ConfigValue name, @Nullable ConfigValue more) {
    AgentProfile profile = known(Objects.requireNonNull(name));
    List<String> words = new ArrayList<>(List.of(profile.name()));
    if (more != null) {
      words.addAll(words(more));
      Optional<String> objection = profile.objection(words.subList(1, words.size()));
      if (objection.isPresent()) {
        throw more.wrong(
            "must not contain '"
                + objection.get()
                + "', with which the profile cannot work; "
                + "for a plain command write {command: [...]}");
      }
    }
    return new Command(words);
  }

  private static ConfigType profiles() {
    return new ConfigType.Choice(
        AgentProfile.programs().stream().<Object>map(AgentProfile::name).toList());
  }

  private static AgentProfile known(ConfigValue name) {
    return AgentProfile.programs().stream()
        .filter(each -> each.name().equals(name.text()))
        .findFirst()
        .orElseThrow(() -> name.wrong(unknown(name.text())));
  }

  private static String unknown(String name) {
    String known =
        AgentProfile.programs().stream().map(AgentProfile::name).collect(Collectors.joining(", "));
    return "must be one of " + known + ", not '" + name + "'";
  }

  /** Reads words from a list, in which numbers may stand, or from one line. */
  private static List<String> words(ConfigValue value) {
    if (!value.node().isArray()) {
      return Command.parse(value.text()).argv();
    }
    return value.values().stream().map(each -> each.read(AgentsConfig::word)).toList();
  }

  private static String word(ConfigValue value) {
    boolean isNumber = value.node().isNumber() || value.node().isBoolean();
    if (!isNumber && !value.node().isString()) {
      throw value.wrong("must be a list of words, such as [--model, opus], not " + value.node());
    }
    return isNumber ? value.value().text() : value.any();
  }

  static AgentOptions.Builder routes(AgentOptions.Builder agents, ConfigValue value) {
    return agents.routes(
        value.values().stream().map(each -> each.read(part -> route(part, agents))).toList());
  }

  private static Route route(ConfigValue value, AgentOptions.Builder agents) {
    Map<String, ConfigValue> route = value.object(ROUTE);
    if (!route.containsKey("agent")) {
      throw value.wrong("a route needs 'agent', the agent for these issues");
    }
    return new Route(
        name(route.get("agent"), agents),
        Optional.ofNullable(route.get("type")).map(ConfigValue::text).map(IssueType::new),
        Optional.ofNullable(route.get("label")).map(ConfigValue::text),
        Optional.ofNullable(route.get("priority")).map(AgentsConfig::priority),
        Optional.ofNullable(route.get("attempt")).map(ConfigValue::number).orElse(1));
  }

  /** Returns the name of an agent: its text, or its words on one line. */
  private static String name(ConfigValue value, AgentOptions.Builder agents) {
    return value.node().isObject() ? agent(value, agents).display() : value.text();
  }

  private static Priority priority(ConfigValue value) {
    return Priority.parse(value.text())
        .orElseThrow(() -> value.wrong("must be P0 to P9, not '" + value.text() + "'"));
  }

  static AgentOptions.Builder steps(AgentOptions.Builder agents, ConfigValue value) {
    Map<String, ConfigValue> steps = value.object(STEPS);
    Function<String, Optional<AgentSteps.StepOptions>> step =
        name -> Optional.ofNullable(steps.get(name)).map(each -> step(each, agents));
    return agents.steps(
        new AgentSteps(
            step.apply("validate"),
            step.apply("implement").orElse(AgentSteps.StepOptions.NONE),
            step.apply("repair")));
  }

  private static AgentSteps.StepOptions step(ConfigValue value, AgentOptions.Builder agents) {
    Map<String, ConfigValue> step = value.object(STEP);
    return new AgentSteps.StepOptions(
        Optional.ofNullable(step.get("agent")).map(each -> name(each, agents)),
        Optional.ofNullable(step.get("prompt")).map(ConfigValue::text));
  }

  static Limits limits(ConfigValue value) {
    Map<String, ConfigValue> limits = value.object(LIMITS);
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
    Map<String, ConfigValue> parts = value.object(BACKOFF);
    Duration first = duration(parts, "first", Backoff.DEFAULT.first());
    return new Backoff(first, duration(parts, "longest", longer(first, Backoff.DEFAULT.longest())));
  }

  static AccountHold accountHold(ConfigValue value) {
    Map<String, ConfigValue> parts = value.object(ACCOUNT_HOLD);
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
    Map<String, ConfigValue> budget = value.object(BUDGET);
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
