package dev.roundhouse.orchestrator.config;

import static dev.roundhouse.orchestrator.config.ConfigType.COMMAND;
import static dev.roundhouse.orchestrator.config.ConfigType.DURATION;
import static dev.roundhouse.orchestrator.config.ConfigType.NAMES;
import static dev.roundhouse.orchestrator.config.ConfigType.SIZE;
import static dev.roundhouse.orchestrator.config.ConfigType.SOME_WORDS;
import static dev.roundhouse.orchestrator.config.ConfigType.TEXT;
import static dev.roundhouse.orchestrator.config.ConfigType.TRUTH;
import static dev.roundhouse.orchestrator.config.ConfigType.WORDS;
import static dev.roundhouse.orchestrator.config.ConfigType.choice;
import static dev.roundhouse.orchestrator.config.ConfigType.either;
import static dev.roundhouse.orchestrator.config.ConfigType.number;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.OverlapMode;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The keys of {@code roundhouse.yaml} and their effect on the options. */
enum ConfigKey {
  BACKLOG(
      "backlog",
      SOME_WORDS,
      (options, value) -> options.backlog(some(value.list())),
      RunOptions::backlog),
  TARGET("target", TEXT, (options, value) -> options.target(value.text()), RunOptions::target),
  WORKERS(
      "workers",
      number(1, RunOptions.MAX_WORKERS),
      (options, value) -> options.workers(value.number()),
      RunOptions::workers),
  AGENT(
      "agent",
      AgentsConfig.ANY_AGENT,
      (options, value) -> {
        AgentOptions.Builder agents = options.agents().toBuilder();
        options.agent(AgentsConfig.agent(value, agents)).agents(agents.build());
      },
      ConfigSerializer::agent),
  GATE(
      "gate",
      GateConfig.GATE,
      (options, value) -> options.gate(options.gate().commands(GateConfig.commands(value))),
      ConfigSerializer::gate),
  SETUP(
      "setup",
      either(COMMAND, SupplyConfig.COMMANDS),
      SupplyConfig::setup,
      ConfigSerializer::setup),
  ONLY(
      "only",
      NAMES,
      (options, value) -> select(options, value, Selection::withOnly),
      options -> options.selection().only()),
  SKIP(
      "skip",
      WORDS,
      (options, value) ->
          options.selection(options.build().selection().withSkip(new TreeSet<>(value.list()))),
      options -> options.selection().skip()),
  TYPE(
      "type",
      NAMES,
      (options, value) -> select(options, value, Selection::withTypes),
      options -> options.selection().types()),
  PRIORITY(
      "priority",
      NAMES,
      (options, value) -> select(options, value, Selection::withPriorities),
      options -> options.selection().priorities()),
  LABEL(
      "label",
      NAMES,
      (options, value) -> select(options, value, Selection::withLabels),
      options -> options.selection().labels()),
  MAX_ISSUES(
      "max-issues",
      number(0, Integer.MAX_VALUE),
      (options, value) -> options.selection(options.build().selection().atMost(value.number())),
      ConfigSerializer::maxIssues),
  ATTEMPTS(
      "attempts",
      number(1, RunOptions.MAX_ATTEMPTS),
      (options, value) -> options.attempts(value.number()),
      RunOptions::attempts),
  TIMEOUT(
      "timeout",
      DURATION,
      (options, value) -> options.timeout(value.duration()),
      RunOptions::timeout),
  GATE_TIMEOUT(
      "gateTimeout",
      DURATION,
      (options, value) -> options.gateTimeout(value.duration()),
      RunOptions::gateTimeout),
  LANDING("landing", LandingConfig.KEYS, LandingConfig::set, ConfigSerializer::landing),
  REVIEW(
      "review",
      choice(DeliveryOptions.Review.class).or(false),
      (options, value) ->
          options.form(options.build().form().reviewed(DeliveryOptions.Review.of(value.word()))),
      options -> options.form().review()),
  GATE_ENV(
      "gateEnv",
      WORDS,
      (options, value) -> options.gate(options.gate().environment(value.list())),
      options -> options.gate().environment()),
  GATE_INPUTS(
      "gateInputs",
      WORDS,
      (options, value) -> options.gate(options.gate().inputs(value.list())),
      options -> options.gate().inputs()),
  TOOLCHAIN(
      "toolchain",
      GateConfig.TOOLCHAIN,
      (options, value) -> options.gate(options.gate().toolchain(GateConfig.toolchain(value))),
      options -> options.gate().toolchain()),
  RESOURCES(
      "resources",
      GateConfig.RESOURCES,
      (options, value) ->
          options.resources(options.resources().counts(GateConfig.resources(value))),
      options -> options.resources().counts()),
  RESOURCE_TIMEOUT(
      "resourceTimeout",
      DURATION,
      (options, value) -> options.resources(options.resources().timeout(value.duration())),
      options -> options.resources().timeout()),
  NEEDS(
      "needs",
      GateConfig.NEEDS,
      (options, value) -> options.resources(GateConfig.needs(options.resources(), value)),
      ConfigSerializer::needs),
  AGEING(
      "ageing",
      DURATION,
      (options, value) -> options.order(options.order().ageing(value.duration())),
      options -> options.order().ageing()),
  P0_ALONE(
      "p0Alone",
      TRUTH,
      (options, value) -> options.order(options.order().p0Alone(value.yes())),
      options -> options.order().p0Alone()),
  OVERLAP(
      "overlap",
      choice(OverlapMode.class).or(false),
      (options, value) -> options.order(options.order().overlap(OverlapMode.of(value.word()))),
      options -> options.order().overlap()),
  WORKTREES(
      "worktrees",
      TEXT,
      (options, value) -> options.worktrees(Path.of(value.text())),
      RunOptions::worktrees),
  AGENTS_DIR(
      "agentsDir",
      TEXT,
      (options, value) -> agents(options, at -> at.directory(value.text())),
      options -> options.agents().directory()),
  ROUTES(
      "routes",
      new ConfigType.Many(AgentsConfig.ROUTE, 0),
      (options, value) -> agents(options, at -> AgentsConfig.routes(at, value)),
      ConfigSerializer::routes),
  STEPS(
      "steps",
      AgentsConfig.STEPS,
      (options, value) -> agents(options, at -> AgentsConfig.steps(at, value)),
      ConfigSerializer::steps),
  LIMITS(
      "limits",
      AgentsConfig.LIMITS,
      (options, value) -> agents(options, at -> at.limits(AgentsConfig.limits(value))),
      ConfigSerializer::limits),
  IDLE_TIMEOUT(
      "idleTimeout",
      DURATION,
      (options, value) -> agents(options, at -> at.idleTimeout(value.duration())),
      options -> options.agents().idleTimeout()),
  ISSUE_TIMEOUT(
      "issueTimeout",
      DURATION,
      (options, value) -> agents(options, at -> at.issueTimeout(value.duration())),
      options -> options.agents().issueTimeout()),
  BACKOFF(
      "backoff",
      AgentsConfig.BACKOFF,
      (options, value) -> agents(options, at -> at.backoff(AgentsConfig.backoff(value))),
      ConfigSerializer::backoff),
  ACCOUNT_HOLD(
      "accountHold",
      AgentsConfig.ACCOUNT_HOLD,
      (options, value) -> agents(options, at -> at.accountHold(AgentsConfig.accountHold(value))),
      ConfigSerializer::accountHold),
  BUDGET(
      "budget",
      AgentsConfig.BUDGET,
      (options, value) -> agents(options, at -> at.budget(AgentsConfig.budget(value))),
      ConfigSerializer::budget),
  FOLLOW_UPS(
      "followUps",
      choice(AgentOptions.FollowUps.class).or(false),
      (options, value) ->
          agents(options, at -> at.followUps(AgentOptions.FollowUps.of(value.word()))),
      options -> options.agents().followUps()),
  PERMISSIONS(
      "permissions",
      choice(AgentOptions.Permissions.class),
      (options, value) ->
          agents(options, at -> at.permissions(AgentOptions.Permissions.of(value.any()))),
      options -> options.agents().permissions()),
  ENV(
      "env",
      WORDS,
      (options, value) -> agents(options, at -> at.environment(value.list())),
      options -> options.agents().environment()),
  COPY("copy", either(WORDS, DiskConfig.WHO), SupplyConfig::copied, ConfigSerializer::copy),
  LINK("link", either(WORDS, DiskConfig.WHO), SupplyConfig::linked, ConfigSerializer::link),
  TEARDOWN(
      "teardown",
      COMMAND,
      (options, value) -> agents(options, at -> at.teardown(Command.parse(value.text()))),
      options -> options.agents().teardown()),
  KEEP_IGNORED(
      "keepIgnored",
      either(WORDS, DiskConfig.WHO),
      (options, value) -> options.disk(options.disk().keepIgnored(DiskConfig.keepIgnored(value))),
      ConfigSerializer::keepIgnored),
  DISK_FLOOR(
      "diskFloor",
      SIZE,
      (options, value) -> options.disk(options.disk().floor(DiskConfig.size(value))),
      ConfigSerializer::diskFloor),
  RETENTION(
      "retention",
      DiskConfig.RETENTION,
      (options, value) -> options.disk(options.disk().retention(DiskConfig.retention(value))),
      ConfigSerializer::retention),
  SETUP_TIMEOUT(
      "setupTimeout",
      DURATION,
      (options, value) -> agents(options, at -> at.setupTimeout(value.duration())),
      options -> options.agents().setupTimeout()),
  NOTIFY("notify", NotifyConfig.NOTIFY, NotifyConfig::set, NotifyConfig::form),
  TEARDOWN_TIMEOUT(
      "teardownTimeout",
      DURATION,
      (options, value) -> agents(options, at -> at.teardownTimeout(value.duration())),
      options -> options.agents().teardownTimeout());

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // every type is immutable
  private final ConfigType type;

  @SuppressWarnings("ImmutableEnumChecker") // every setter is a lambda that captures nothing
  private final Setter setter;

  @SuppressWarnings("ImmutableEnumChecker") // and so is every getter
  private final Getter getter;

  ConfigKey(String word, ConfigType type, Setter setter, Getter getter) {
    this.word = word;
    this.type = type;
    this.setter = setter;
    this.getter = getter;
  }

  String word() {
    return word;
  }

  ConfigType type() {
    return type;
  }

  /** Returns its value in {@code options} as the file would have it; null for none. */
  @Nullable Object value(RunOptions options) {
    return ConfigSerializer.plain(getter.of(options));
  }

  void set(RunOptions.Builder options, ConfigValue value) {
    setter.set(options, value);
  }

  static Optional<ConfigKey> of(String word) {
    return Arrays.stream(values()).filter(key -> key.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(ConfigKey::word).toList();
  }

  private static void agents(
      RunOptions.Builder options, UnaryOperator<AgentOptions.Builder> change) {
    options.agents(change.apply(options.agents().toBuilder()).build());
  }

  /** Returns the words of a list that an empty one would turn into everything. */
  private static List<String> some(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("must name at least one, or be left out");
    }
    return words;
  }

  private static void select(
      RunOptions.Builder options,
      ConfigValue value,
      BiFunction<Selection, Set<String>, Selection> change) {
    Set<String> names = new TreeSet<>(some(value.names()));
    options.selection(change.apply(options.build().selection(), names));
  }

  /** The effect of a key on the options. */
  private interface Setter {
    void set(RunOptions.Builder options, ConfigValue value);
  }

  /** The value of a key in the options. */
  private interface Getter {
    @Nullable Object of(RunOptions options);
  }
}
