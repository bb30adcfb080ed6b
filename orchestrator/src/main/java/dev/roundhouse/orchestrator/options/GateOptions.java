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
 * @param supplies the files and the command that prepare its worktree
 */
public record GateOptions(
    List<GateCommand> commands,
    List<Command> toolchain,
    List<String> inputs,
    Optional<List<String>> environment,
    Supplies supplies) {
  /** No gate. */
  public static final GateOptions NONE =
      new GateOptions(List.of(), List.of(), List.of(), Optional.empty(), Supplies.NONE);

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
    return new GateOptions(others, toolchain, inputs, environment, supplies);
  }

  /** Returns the same options with another toolchain. */
  public GateOptions toolchain(List<Command> others) {
    return new GateOptions(commands, others, inputs, environment, supplies);
  }

  /** Returns the same options with other inputs. */
  public GateOptions inputs(List<String> others) {
    return new GateOptions(commands, toolchain, others, environment, supplies);
  }

  /** Returns the same options with other variables. */
  public GateOptions environment(List<String> names) {
    return new GateOptions(commands, toolchain, inputs, Optional.of(names), supplies);
  }

  /** Returns the same options with other supplies. */
  public GateOptions supplies(Supplies others) {
    return new GateOptions(commands, toolchain, inputs, environment, others);
  }

  /**
   * The files and the command that prepare the worktrees of gates. Immutable.
   *
   * @param copied files of the checkout that are copied into each of them
   * @param linked files or directories of the checkout that each of them has a symbolic link to
   * @param setup a command run before the gate's own; the tree is red if it fails
   */
  public record Supplies(List<String> copied, List<String> linked, Optional<Command> setup) {
    /** The supplies of gates that get nothing but the tree. */
    public static final Supplies NONE = new Supplies(List.of(), List.of(), Optional.empty());

    /** Copies the lists. */
    public Supplies {
      copied = List.copyOf(copied);
      linked = List.copyOf(linked);
    }

    /** Returns the same supplies with other copied files. */
    public Supplies copied(List<String> files) {
      return new Supplies(files, linked, setup);
    }

    /** Returns the same supplies with other links. */
    public Supplies linked(List<String> files) {
      return new Supplies(copied, files, setup);
    }

    /** Returns the same supplies with another command. */
    public Supplies setup(Command command) {
      return new Supplies(copied, linked, Optional.of(command));
    }
  }
}
