package dev.roundhouse.cli.completion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command line as far as it is typed: the command it names, what it gives to that command, and
 * the word at the cursor. Reads any words without an error. Not safe for use by several threads.
 */
final class PartialCommandLine {
  private static final String END_OF_OPTIONS = "--";

  private CommandSpec command;
  private @Nullable OptionSpec pending; // wants the next word
  private boolean isPastOptions;
  private final String current;
  private final List<String> arguments = new ArrayList<>();
  private final List<Given> given = new ArrayList<>();

  /** Reads {@code words}, of which the last is at the cursor and may be empty. */
  PartialCommandLine(CommandSpec root, List<String> words) {
    command = root;
    int last = words.size() - 1;
    words.subList(0, Math.max(0, last)).forEach(this::take);
    current = last < 0 ? "" : words.get(last);
  }

  private void take(String word) {
    OptionSpec before = pending;
    pending = null;
    if (before != null && isOption(word) && isOptional(before)) {
      given.add(new Given(before, ""));
      before = null;
    }
    if (before != null) {
      given.add(new Given(before, word));
    } else if (!isPastOptions && word.equals(END_OF_OPTIONS)) {
      isPastOptions = true;
    } else if (!isPastOptions && isOption(word)) {
      takeOption(word);
    } else if (arguments.isEmpty() && command.subcommands().containsKey(word)) {
      CommandLine named = command.subcommands().get(word);
      command = named.getCommandSpec();
    } else {
      arguments.add(word);
    }
  }

  private static boolean isOptional(OptionSpec option) {
    return option.arity().min() == 0; // its value
  }

  private static boolean isOption(String word) {
    return word.length() > 1 && word.startsWith("-");
  }

  private void takeOption(String word) {
    Optional<OptionSpec> whole = option(word);
    if (whole.isPresent()) {
      boolean wantsValue = whole.get().arity().max() > 0;
      pending = wantsValue ? whole.get() : null;
      if (!wantsValue) {
        given.add(new Given(whole.get(), ""));
      }
      return;
    }
    int at = word.indexOf('=');
    int end = at > 0 ? at : word.startsWith(END_OF_OPTIONS) ? word.length() : 2; // -Cdir
    option(word.substring(0, end))
        .ifPresent(named -> given.add(new Given(named, word.substring(at > 0 ? at + 1 : end))));
  }

  private Optional<OptionSpec> option(String name) {
    return Optional.ofNullable(command.optionsMap().get(name));
  }

  /** Returns the command that the line names so far. */
  CommandSpec command() {
    return command;
  }

  /** Returns the word at the cursor, up to the cursor. */
  String current() {
    return current;
  }

  /** Returns the arguments of the command before the cursor, without options. */
  List<String> arguments() {
    return arguments;
  }

  /** Returns the option whose value is at the cursor; empty if it is not a value of one. */
  Optional<OptionSpec> option() {
    if (pending != null && !isAtOption()) {
      return Optional.of(pending);
    }
    int at = current.indexOf('=');
    return isAtOption() && at > 0
        ? option(current.substring(0, at)).filter(each -> each.arity().max() > 0)
        : Optional.empty();
  }

  /** Returns what of the word at the cursor comes before the value of its option. */
  String prefix() {
    return isAtOption() && option().isPresent()
        ? current.substring(0, current.indexOf('=') + 1)
        : "";
  }

  /** Tells whether the word at the cursor is an option or the beginning of one. */
  boolean isAtOption() {
    boolean isFree = pending == null || isOptional(pending);
    return isFree && !isPastOptions && current.startsWith("-");
  }

  /** Returns the options that are already there. */
  Set<OptionSpec> used() {
    Set<OptionSpec> used = new HashSet<>();
    given.forEach(each -> used.add(each.option()));
    return used;
  }

  /** Returns the values given for the option {@code name}, of any command, first to last. */
  List<String> values(String name) {
    return given.stream()
        .filter(each -> List.of(each.option().names()).contains(name))
        .map(Given::value)
        .toList();
  }

  /** An option with its value; empty if it has none. */
  private record Given(OptionSpec option, String value) {}
}
