package dev.roundhouse.orchestrator.options;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The commands that judge a candidate, and the inputs of their verdict. Immutable.
 *
 * @param commands run one after the other until one is red; none to land untested
 * @param toolchain commands whose output identifies the tools, such as {@code java -version}
 * @param inputs files outside the tree that the gate reads, relative to the checkout or {@code ~/}
 * @param environment the variables it gets besides the usual ones, {@code *} at an end for any;
 *     empty for those that agents get
 */
public record GateOptions(
    List<GateCommand> commands,
    List<Command> toolchain,
    List<String> inputs,
    Optional<List<String>> environment) {
  /** No gate. */
  public static final GateOptions NONE =
      new GateOptions(List.of(), List.of(), List.of(), Optional.empty());

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if two commands have the same name
   */
  public GateOptions {
    commands = List.copyOf(commands);
    toolchain = List.copyOf(toolchain);
    inputs = List.copyOf(inputs);
    environment = environment.map(List::copyOf);
    Set<String> names = new HashSet<>();
    for (GateCommand each : commands) {
      if (each.name().isPresent() && !names.add(each.name().get())) {
        throw new IllegalArgumentException("two commands are called '" + each.name().get() + "'");
      }
    }
  }

  /** Returns the same options with other commands. */
  public GateOptions commands(List<GateCommand> others) {
    return new GateOptions(others, toolchain, inputs, environment);
  }

  /** Returns the same options with another toolchain. */
  public GateOptions toolchain(List<Command> others) {
    return new GateOptions(commands, others, inputs, environment);
  }

  /** Returns the same options with other inputs. */
  public GateOptions inputs(List<String> others) {
    return new GateOptions(commands, toolchain, others, environment);
  }

  /** Returns the same options with other variables. */
  public GateOptions environment(List<String> names) {
    return new GateOptions(commands, toolchain, inputs, Optional.of(names));
  }
}
