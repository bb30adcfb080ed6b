package dev.roundhouse.cli.completion;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The words that may follow on a command line: commands, options and values. Pure, but for the
 * values that it asks its source for.
 */
final class Completion {
  private static final String SEPARATOR = ",";

  private final PartialCommandLine line;
  private final List<Candidate> commands;
  private final Source source;
  private final List<Candidate> candidates = new ArrayList<>();
  private final Set<Paths> paths = new LinkedHashSet<>();

  private Completion(PartialCommandLine line, List<Candidate> commands, Source source) {
    this.line = line;
    this.commands = commands;
    this.source = source;
  }

  /**
   * Returns what may stand in the place of the word at the cursor.
   *
   * @param commands the program's commands
   */
  static Answer of(PartialCommandLine line, List<Candidate> commands, Source source) {
    return new Completion(line, commands, source).answer();
  }

  private Answer answer() {
    if (line.option().isPresent()) {
      addValues(line.option().get(), line.prefix());
    } else if (line.isAtOption()) {
      addOptions();
    } else {
      addCommandsAndArguments();
    }
    List<Candidate> fitting =
        candidates.stream()
            .filter(each -> each.value().startsWith(line.current()))
            .distinct()
            .toList();
    return new Answer(fitting, List.copyOf(paths));
  }

  private void addCommandsAndArguments() {
    boolean first = line.arguments().isEmpty();
    if (first) {
      addCommands(line.command());
    }
    int index = line.arguments().size();
    for (PositionalParamSpec each : line.command().positionalParameters()) {
      if (each.index().contains(index)) {
        addValues(each, "");
      }
    }
    if (candidates.isEmpty() && paths.isEmpty() && line.current().isEmpty()) {
      addOptions();
    }
  }

  private void addCommands(CommandSpec parent) {
    if (parent.parent() == null) {
      candidates.addAll(commands);
      return;
    }
    for (CommandLine each : parent.subcommands().values()) {
      CommandSpec command = each.getCommandSpec();
      candidates.add(new Candidate(command.name(), summary(command)));
    }
  }

  /** Returns the line of {@code command} in a list of commands. */
  private static String summary(CommandSpec command) {
    String[] header = command.usageMessage().header();
    return first(header.length > 0 ? header : command.usageMessage().description());
  }

  private static String first(String... texts) {
    return texts.length == 0 ? "" : plain(texts[0]);
  }

  /** Returns a text of the model without its markup. */
  private static String plain(String text) {
    return Ansi.OFF.text(text.replace("%%", "%").replace("%n", " ")).toString();
  }

  private void addOptions() {
    Set<OptionSpec> used = line.used();
    for (OptionSpec each : line.command().options()) {
      boolean again = each.isMultiValue() || !used.contains(each);
      if (!each.hidden() && again) {
        candidates.add(new Candidate(each.longestName(), first(each.description())));
      }
    }
  }

  private void addValues(ArgSpec argument, String prefix) {
    CompletionKind kind = CompletionKind.of(line.command(), argument);
    String before = prefix + earlier(argument, line.current().substring(prefix.length()));
    Set<String> given = given(argument, before);
    values(kind, argument)
        .filter(each -> !given.contains(each.value()))
        .map(each -> new Candidate(before + each.value(), each.description()))
        .forEach(candidates::add);
    switch (kind) {
      case FILE, SPRINT -> paths.add(Paths.FILES);
      case DIRECTORY -> paths.add(Paths.DIRECTORIES);
      default -> {}
    }
  }

  private Stream<Candidate> values(CompletionKind kind, ArgSpec argument) {
    return switch (kind) {
      case ANYTHING, FILE, DIRECTORY -> Stream.of();
      case WORD -> words(argument.completionCandidates());
      case COMMAND -> commands.stream();
      default -> source.values(kind).stream();
    };
  }

  private static Stream<Candidate> words(Iterable<String> words) {
    List<Candidate> all = new ArrayList<>();
    words.forEach(each -> all.add(new Candidate(each.toLowerCase(Locale.ROOT), "")));
    return all.stream();
  }

  /** Returns what comes before the last of the words that {@code value} lists with commas. */
  private static String earlier(ArgSpec argument, String value) {
    return SEPARATOR.equals(argument.splitRegex())
        ? value.substring(0, value.lastIndexOf(SEPARATOR) + 1)
        : "";
  }

  /** Returns the values that are already there, which are not offered again. */
  private Set<String> given(ArgSpec argument, String before) {
    Set<String> given = new LinkedHashSet<>(List.of(before.split("[,=]", -1)));
    if (argument.isPositional()) {
      given.addAll(line.arguments());
    }
    return given;
  }

  /** The source of values that only the repository has. */
  interface Source {
    /** Returns the values of {@code kind} that fit the line. */
    List<Candidate> values(CompletionKind kind);
  }

  /**
   * One word that may follow.
   *
   * @param value the whole word
   * @param description what it is, on one line; may be empty
   */
  record Candidate(String value, String description) {}

  /** The kinds of paths that a shell completes by itself. */
  enum Paths {
    /** Any file. */
    FILES,
    /** Directories only. */
    DIRECTORIES
  }

  /**
   * What may follow.
   *
   * @param candidates the words that begin with what is typed of the last one
   * @param paths the paths that may follow as well
   */
  record Answer(List<Candidate> candidates, List<Paths> paths) {}
}
