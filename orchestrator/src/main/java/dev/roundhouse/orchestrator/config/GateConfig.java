package dev.roundhouse.orchestrator.config;

import static dev.roundhouse.orchestrator.config.ConfigType.ARGV;
import static dev.roundhouse.orchestrator.config.ConfigType.DURATION;
import static dev.roundhouse.orchestrator.config.ConfigType.TEXT;
import static dev.roundhouse.orchestrator.config.ConfigType.WORDS;
import static dev.roundhouse.orchestrator.config.ConfigType.either;
import static dev.roundhouse.orchestrator.config.ConfigType.key;
import static dev.roundhouse.orchestrator.config.ConfigType.mapping;
import static dev.roundhouse.orchestrator.config.ConfigType.required;

import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.GateCommand;
import dev.roundhouse.orchestrator.options.ResourceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the parts of the configuration about gates and scarce resources. Pure. */
final class GateConfig {
  /** The keys of a gate command with further settings. */
  static final ConfigType.Mapping COMMAND =
      mapping(
          required("run", ARGV),
          key("name", TEXT),
          key("timeout", DURATION),
          key("needs", WORDS),
          key("junit", WORDS));

  /** The type of a gate. */
  static final ConfigType GATE =
      either(ConfigType.COMMAND, new ConfigType.Many(either(ConfigType.COMMAND, COMMAND), 1));

  /** The type of the commands that identify the tools. */
  static final ConfigType TOOLCHAIN = either(ConfigType.COMMAND, new ConfigType.Many(ARGV, 0));

  /** The type of the counts of resources. */
  static final ConfigType RESOURCES = new ConfigType.Named(ConfigType.number(1, Integer.MAX_VALUE));

  private static final ConfigType LISTS = new ConfigType.Named(WORDS);

  /** The keys of the needs. */
  static final ConfigType.Mapping NEEDS = mapping(key("type", LISTS), key("label", LISTS));

  private GateConfig() {}

  /** Reads one command line, or a list of command lines and of commands with further settings. */
  static List<GateCommand> commands(ConfigValue value) {
    if (value.node().isString()) {
      return List.of(GateCommand.of(Command.parse(value.text())));
    }
    requireList(value);
    List<GateCommand> commands =
        value.values().stream().map(each -> each.read(GateConfig::command)).toList();
    if (commands.isEmpty()) {
      throw value.wrong("a gate needs a command; leave the key out for no gate");
    }
    return commands;
  }

  private static void requireList(ConfigValue value) {
    if (!value.node().isArray()) {
      throw value.wrong("must be a command line or a list, not " + value.node());
    }
  }

  private static GateCommand command(ConfigValue value) {
    if (value.node().isString()) {
      return GateCommand.of(Command.parse(value.text()));
    }
    if (!value.node().isObject()) {
      throw value.wrong(
          "each entry must be a command line or a mapping with 'run', not " + value.node());
    }
    Map<String, ConfigValue> parts = value.object(COMMAND);
    if (!parts.containsKey("run")) {
      throw value.wrong("a gate command needs 'run', its command line");
    }
    return new GateCommand(
        words(parts.get("run")),
        Optional.ofNullable(parts.get("name")).map(ConfigValue::text),
        Optional.ofNullable(parts.get("timeout")).map(ConfigValue::duration),
        Optional.ofNullable(parts.get("needs")).map(ConfigValue::list).orElse(List.of()),
        Optional.ofNullable(parts.get("junit"))
            .map(ConfigValue::list)
            .orElse(GateCommand.USUAL_REPORTS));
  }

  /** Reads a command from a command line or from its separate words. */
  static Command words(ConfigValue value) {
    if (value.node().isString()) {
      return Command.parse(value.text());
    }
    requireList(value);
    return new Command(value.values().stream().map(ConfigValue::text).toList());
  }

  static List<Command> toolchain(ConfigValue value) {
    List<Command> commands = new ArrayList<>();
    if (value.node().isString()) {
      commands.add(Command.parse(value.text()));
    } else {
      requireList(value);
      value.values().forEach(each -> commands.add(each.read(GateConfig::words)));
    }
    return commands;
  }

  static Map<String, Integer> resources(ConfigValue value) {
    Map<String, Integer> counts = new TreeMap<>();
    value.object().forEach((name, count) -> counts.put(name, count.number()));
    return counts;
  }

  static ResourceOptions needs(ResourceOptions options, ConfigValue value) {
    Map<String, ConfigValue> by = value.object(NEEDS);
    return options.needs(lists(by.get("type")), lists(by.get("label")));
  }

  private static Map<String, List<String>> lists(@Nullable ConfigValue value) {
    Map<String, List<String>> lists = new TreeMap<>();
    if (value != null) {
      value.object().forEach((kind, names) -> lists.put(kind, names.list()));
    }
    return lists;
  }
}
