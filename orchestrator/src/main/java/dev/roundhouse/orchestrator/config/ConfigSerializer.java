package dev.roundhouse.orchestrator.config;

import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.text.DurationWord;
import dev.roundhouse.core.yaml.MalformedYamlException;
import dev.roundhouse.core.yaml.YamlNodes;
import dev.roundhouse.core.yaml.YamlReader;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.AgentSteps;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.DiskOptions.KeepIgnored;
import dev.roundhouse.orchestrator.options.GateCommand;
import dev.roundhouse.orchestrator.options.LandingOptions;
import dev.roundhouse.orchestrator.options.Limits;
import dev.roundhouse.orchestrator.options.ResourceOptions;
import dev.roundhouse.orchestrator.options.Route;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.node.StringNode;

/**
 * Gives options the form that the configuration has: texts, whole numbers, booleans, lists and
 * mappings. Reading it gives the same options. Pure.
 */
final class ConfigSerializer {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9./]([A-Za-z0-9 _./@+=-]*[A-Za-z0-9_./@+=-])?");

  private ConfigSerializer() {}

  /** Returns {@code value} in that form; null if it is empty. */
  static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.isEmpty() ? null : present(optional.get());
    }
    if (value instanceof Collection<?> many) {
      return many.isEmpty() ? null : list(many);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> mapping = mapping(map);
      return mapping.isEmpty() ? null : mapping;
    }
    return value == null ? null : present(value);
  }

  /** Returns a value that is there, though it may be an empty list. */
  private static @Nullable Object present(Object value) {
    if (value instanceof Command command) {
      return command.display();
    }
    if (value instanceof Duration duration) {
      return DurationWord.of(duration);
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (value instanceof Collection<?> many) {
      return list(many);
    }
    if (value instanceof Map<?, ?> || value instanceof OptionalInt) {
      return value instanceof OptionalInt number
          ? (number.isEmpty() ? null : number.getAsInt())
          : plain(value);
    }
    return value instanceof Path || value instanceof Budget.Amount ? value.toString() : value;
  }

  private static List<@Nullable Object> list(Collection<?> many) {
    return (many instanceof Set<?> ? new TreeSet<>(many) : many)
        .stream().<@Nullable Object>map(ConfigSerializer::present).toList();
  }

  /** Returns the entries whose values are not empty. */
  private static Map<String, Object> mapping(Map<?, ?> map) {
    Map<String, Object> mapping = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          Object plain = plain(value);
          if (plain != null) {
            mapping.put(String.valueOf(key), plain);
          }
        });
    return mapping;
  }

  /** Returns a mapping of {@code pairs}: a key, its value, and so on. */
  private static Map<String, @Nullable Object> of(@Nullable Object... pairs) {
    Map<String, @Nullable Object> mapping = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      mapping.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return mapping;
  }

  static @Nullable Object gate(RunOptions options) {
    List<GateCommand> commands = options.gate().commands();
    boolean plain = commands.size() == 1 && isPlain(commands.get(0));
    return plain
        ? commands.get(0).command()
        : commands.stream().map(ConfigSerializer::command).toList();
  }

  private static boolean isPlain(GateCommand command) {
    return command.equals(GateCommand.of(command.command()));
  }

  private static @Nullable Object command(GateCommand command) {
    if (isPlain(command)) {
      return command.command();
    }
    Map<String, @Nullable Object> parts =
        of(
            "run", command.command(),
            "name", command.name(),
            "timeout", command.timeout(),
            "needs", command.needs());
    if (!command.junit().equals(GateCommand.USUAL_REPORTS)) {
      parts.put("junit", Optional.of(command.junit()));
    }
    return parts;
  }

  static @Nullable Object maxIssues(RunOptions options) {
    int most = options.selection().maxIssues();
    return most == 0 ? null : most;
  }

  static Object landing(RunOptions options) {
    LandingOptions queue = options.landing();
    DeliveryOptions form = options.form();
    return of(
        "mode", queue.mode(),
        "gates", queue.gates(),
        "window", queue.window(),
        "size", queue.size(),
        "waiting", queue.waiting(),
        "style", form.style(),
        "message", form.message(),
        "branches", form.branches(),
        "push", form.push(),
        "newFiles", form.newFiles());
  }

  static Object needs(RunOptions options) {
    ResourceOptions resources = options.resources();
    return of(
        "type", new TreeMap<>(resources.byType()), "label", new TreeMap<>(resources.byLabel()));
  }

  static @Nullable Object agent(RunOptions options) {
    return options.agent().map(each -> agent(each.display(), options)).orElse(null);
  }

  /** Returns the agent {@code name}, which says how its words are meant if it was given so. */
  private static Object agent(String name, RunOptions options) {
    AgentOptions.Form form = options.agents().forms().get(name);
    if (form == null) {
      return name;
    }
    List<String> words = Command.parse(name).argv();
    return form == AgentOptions.Form.COMMAND
        ? of("command", words)
        : of("profile", words.get(0), "args", words.subList(1, words.size()));
  }

  static Object routes(RunOptions options) {
    return options.agents().routes().stream().map(each -> route(each, options)).toList();
  }

  private static Map<String, @Nullable Object> route(Route route, RunOptions options) {
    return of(
        "agent", agent(route.agent(), options),
        "type", route.type().map(IssueType::name),
        "label", route.label(),
        "priority", route.priority().map(Object::toString),
        "attempt", route.attempt() == 1 ? null : route.attempt());
  }

  static Object steps(RunOptions options) {
    AgentSteps steps = options.agents().steps();
    return of(
        "validate", steps.validate().map(each -> step(each, options)),
        "implement", step(steps.implement(), options),
        "repair", steps.repair().map(each -> step(each, options)));
  }

  private static Map<String, @Nullable Object> step(
      AgentSteps.StepOptions step, RunOptions options) {
    return of("agent", step.agent().map(each -> agent(each, options)), "prompt", step.prompt());
  }

  static Object limits(RunOptions options) {
    Limits limits = options.agents().limits();
    return of(
        "type", new TreeMap<>(limits.types()),
        "label", new TreeMap<>(limits.labels()),
        "agent", new TreeMap<>(limits.agents()));
  }

  static Object backoff(RunOptions options) {
    return of(
        "first", options.agents().backoff().first(),
        "longest", options.agents().backoff().longest());
  }

  static Object accountHold(RunOptions options) {
    return of(
        "shortest", options.agents().accountHold().shortest(),
        "longest", options.agents().accountHold().longest());
  }

  static @Nullable Object budget(RunOptions options) {
    Budget budget = options.agents().budget();
    return budget.attempt().value().signum() == 0
        ? null
        : of("run", budget.run(), "issue", budget.issue(), "attempt", budget.attempt());
  }

  static @Nullable Object setup(RunOptions options) {
    return who(options.setup(), options.gate().supplies().setup());
  }

  static @Nullable Object copy(RunOptions options) {
    return who(options.agents().copied(), some(options.gate().supplies().copied()));
  }

  static @Nullable Object link(RunOptions options) {
    return who(some(options.agents().linked()), some(options.gate().supplies().linked()));
  }

  static @Nullable Object keepIgnored(RunOptions options) {
    KeepIgnored keep = options.disk().keepIgnored();
    return who(some(keep.workers()), some(keep.gates()));
  }

  private static Optional<List<String>> some(List<String> words) {
    return Optional.of(words).filter(each -> !each.isEmpty());
  }

  /** Returns what is for workers alone, or a mapping if something is for gates. */
  private static @Nullable Object who(Optional<?> workers, Optional<?> gates) {
    return gates.isEmpty() ? workers : of("workers", workers, "gates", gates);
  }

  static Object diskFloor(RunOptions options) {
    long floor = options.disk().floor();
    return floor == 0 ? 0 : ByteSizes.text(floor);
  }

  static Object retention(RunOptions options) {
    return of("age", options.disk().retention().age(), "keep", options.disk().retention().keep());
  }

  /** Returns {@code value}, which has that form, as the file might say it on one line. */
  static String text(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ConfigSerializer::text).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(each -> text(each.getKey()) + ": " + text(each.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value instanceof String string ? scalar(string) : String.valueOf(value);
  }

  private static String scalar(String string) {
    return PLAIN.matcher(string).matches() && isRead(string, string)
        ? string
        : '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(string)) + '"';
  }

  private static boolean isRead(String text, String value) {
    try {
      return YamlNodes.of(YamlReader.read(text).orElseThrow()).equals(StringNode.valueOf(value));
    } catch (MalformedYamlException impossible) {
      return false;
    }
  }
}
