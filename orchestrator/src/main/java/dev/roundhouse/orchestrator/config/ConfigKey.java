package dev.roundhouse.orchestrator.config;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.OverlapMode;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The keys of {@code roundhouse.yaml} and their effect on the options. */
enum ConfigKey {
  BACKLOG("backlog", (options, value) -> options.backlog(some(value.list()))),
  TARGET("target", (options, value) -> options.target(value.text())),
  WORKERS("workers", (options, value) -> options.workers(value.number())),
  AGENT(
      "agent",
      (options, value) -> {
        AgentOptions.Builder agents = options.agents().toBuilder();
        options.agent(AgentsConfig.agent(value, agents)).agents(agents.build());
      }),
  GATE(
      "gate",
      (options, value) -> options.gate(options.gate().commands(GateConfig.commands(value)))),
  SETUP("setup", SupplyConfig::setup),
  ONLY("only", (options, value) -> select(options, value, Selections::only)),
  SKIP(
      "skip",
      (options, value) ->
          options.selection(
              Selections.skip(options.build().selection(), new TreeSet<>(value.list())))),
  TYPE("type", (options, value) -> select(options, value, Selections::types)),
  PRIORITY("priority", (options, value) -> select(options, value, Selections::priorities)),
  LABEL("label", (options, value) -> select(options, value, Selections::labels)),
  MAX_ISSUES(
      "max-issues",
      (options, value) ->
          options.selection(Selections.maxIssues(options.build().selection(), value.number()))),
  ATTEMPTS("attempts", (options, value) -> options.attempts(value.number())),
  TIMEOUT("timeout", (options, value) -> options.timeout(value.duration())),
  GATE_TIMEOUT("gateTimeout", (options, value) -> options.gateTimeout(value.duration())),
  LANDING("landing", LandingConfig::set),
  GATE_ENV("gateEnv", (options, value) -> options.gate(options.gate().environment(value.list()))),
  GATE_INPUTS("gateInputs", (options, value) -> options.gate(options.gate().inputs(value.list()))),
  TOOLCHAIN(
      "toolchain",
      (options, value) -> options.gate(options.gate().toolchain(GateConfig.toolchain(value)))),
  RESOURCES(
      "resources",
      (options, value) ->
          options.resources(options.resources().counts(GateConfig.resources(value)))),
  RESOURCE_TIMEOUT(
      "resourceTimeout",
      (options, value) -> options.resources(options.resources().timeout(value.duration()))),
  NEEDS(
      "needs", (options, value) -> options.resources(GateConfig.needs(options.resources(), value))),
  AGEING("ageing", (options, value) -> options.order(options.order().ageing(value.duration()))),
  P0_ALONE("p0Alone", (options, value) -> options.order(options.order().p0Alone(value.yes()))),
  OVERLAP(
      "overlap",
      (options, value) -> options.order(options.order().overlap(OverlapMode.of(value.word())))),
  WORKTREES("worktrees", (options, value) -> options.worktrees(Path.of(value.text()))),
  AGENTS_DIR("agentsDir", (options, value) -> agents(options, at -> at.directory(value.text()))),
  ROUTES("routes", (options, value) -> agents(options, at -> AgentsConfig.routes(at, value))),
  STEPS("steps", (options, value) -> agents(options, at -> AgentsConfig.steps(at, value))),
  LIMITS(
      "limits", (options, value) -> agents(options, at -> at.limits(AgentsConfig.limits(value)))),
  IDLE_TIMEOUT(
      "idleTimeout", (options, value) -> agents(options, at -> at.idleTimeout(value.duration()))),
  ISSUE_TIMEOUT(
      "issueTimeout", (options, value) -> agents(options, at -> at.issueTimeout(value.duration()))),
  BACKOFF(
      "backoff",
      (options, value) -> agents(options, at -> at.backoff(AgentsConfig.backoff(value)))),
  ACCOUNT_HOLD(
      "accountHold",
      (options, value) -> agents(options, at -> at.accountHold(AgentsConfig.accountHold(value)))),
  BUDGET(
      "budget", (options, value) -> agents(options, at -> at.budget(AgentsConfig.budget(value)))),
  FOLLOW_UPS(
      "followUps",
      (options, value) ->
          agents(options, at -> at.followUps(AgentOptions.FollowUps.of(value.word())))),
  ENV("env", (options, value) -> agents(options, at -> at.environment(value.list()))),
  COPY("copy", SupplyConfig::copied),
  LINK("link", SupplyConfig::linked),
  TEARDOWN(
      "teardown",
      (options, value) -> agents(options, at -> at.teardown(Command.parse(value.text())))),
  KEEP_IGNORED(
      "keepIgnored",
      (options, value) -> options.disk(options.disk().keepIgnored(DiskConfig.keepIgnored(value)))),
  DISK_FLOOR(
      "diskFloor", (options, value) -> options.disk(options.disk().floor(DiskConfig.size(value)))),
  RETENTION(
      "retention",
      (options, value) -> options.disk(options.disk().retention(DiskConfig.retention(value)))),
  SETUP_TIMEOUT(
      "setupTimeout", (options, value) -> agents(options, at -> at.setupTimeout(value.duration()))),
  TEARDOWN_TIMEOUT(
      "teardownTimeout",
      (options, value) -> agents(options, at -> at.teardownTimeout(value.duration())));

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // every setter is a lambda that captures nothing
  private final Setter setter;

  ConfigKey(String word, Setter setter) {
    this.word = word;
    this.setter = setter;
  }

  String word() {
    return word;
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
      RunOptions.Builder options, ConfigValue value, Selections.Change change) {
    Set<String> names = new TreeSet<>(some(value.names()));
    options.selection(change.apply(options.build().selection(), names));
  }

  /** The effect of a key on the options. */
  private interface Setter {
    void set(RunOptions.Builder options, ConfigValue value);
  }

  /** Changes one part of a selection. */
  private static final class Selections {
    interface Change {
      Selection apply(Selection from, Set<String> names);
    }

    static Selection only(Selection from, Set<String> names) {
      return new Selection(
          names, from.skip(), from.types(), from.priorities(), from.labels(), from.maxIssues());
    }

    static Selection skip(Selection from, Set<String> names) {
      return new Selection(
          from.only(), names, from.types(), from.priorities(), from.labels(), from.maxIssues());
    }

    static Selection types(Selection from, Set<String> names) {
      return new Selection(
          from.only(), from.skip(), names, from.priorities(), from.labels(), from.maxIssues());
    }

    static Selection priorities(Selection from, Set<String> names) {
      return new Selection(
          from.only(), from.skip(), from.types(), names, from.labels(), from.maxIssues());
    }

    static Selection labels(Selection from, Set<String> names) {
      return new Selection(
          from.only(), from.skip(), from.types(), from.priorities(), names, from.maxIssues());
    }

    static Selection maxIssues(Selection from, int most) {
      return new Selection(
          from.only(), from.skip(), from.types(), from.priorities(), from.labels(), most);
    }
  }
}
