package dev.roundhouse.orchestrator.config;

import static dev.roundhouse.orchestrator.config.ConfigType.COMMAND;
import static dev.roundhouse.orchestrator.config.ConfigType.key;
import static dev.roundhouse.orchestrator.config.ConfigType.mapping;

import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.GateOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the keys that prepare worktrees. A plain value is for the worktrees agents work in; a
 * mapping distinguishes workers and gates. Stateless.
 */
final class SupplyConfig {
  /** The keys of commands that distinguish workers and gates. */
  static final ConfigType.Mapping COMMANDS =
      mapping(key("workers", COMMAND), key("gates", COMMAND));

  private SupplyConfig() {}

  static void copied(RunOptions.Builder options, ConfigValue value) {
    lists(
        value,
        list -> options.agents(options.agents().toBuilder().copied(list).build()),
        list -> supply(options, options.gate().supplies().copied(list)));
  }

  static void linked(RunOptions.Builder options, ConfigValue value) {
    lists(
        value,
        list -> options.agents(options.agents().toBuilder().linked(list).build()),
        list -> supply(options, options.gate().supplies().linked(list)));
  }

  static void setup(RunOptions.Builder options, ConfigValue value) {
    if (!value.node().isObject()) {
      options.setup(Command.parse(value.text()));
      return;
    }
    Map<String, ConfigValue> who = value.object(COMMANDS);
    Optional.ofNullable(who.get("workers"))
        .ifPresent(each -> options.setup(each.read(SupplyConfig::command)));
    Optional.ofNullable(who.get("gates"))
        .map(each -> each.read(SupplyConfig::command))
        .ifPresent(command -> supply(options, options.gate().supplies().setup(command)));
  }

  private static Command command(ConfigValue value) {
    return Command.parse(value.text());
  }

  private static void lists(
      ConfigValue value, Consumer<List<String>> workers, Consumer<List<String>> gates) {
    if (!value.node().isObject()) {
      workers.accept(value.list());
      return;
    }
    Map<String, ConfigValue> who = value.object(DiskConfig.WHO);
    Optional.ofNullable(who.get("workers")).map(ConfigValue::list).ifPresent(workers);
    Optional.ofNullable(who.get("gates")).map(ConfigValue::list).ifPresent(gates);
  }

  private static void supply(RunOptions.Builder options, GateOptions.Supplies supplies) {
    options.gate(options.gate().supplies(supplies));
  }
}
