package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToIntBiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The top-level command: its working directory and its help. It is described by calls, not by
 * annotations: reading those would double the time of every start.
 */
public final class RoundhouseCommand implements CommandContext, Callable<Integer> {
  private static final int NARROWEST_HELP = 55; // picocli accepts no less
  private static final int WIDEST_HELP = 110;
  private static final int UNWATCHED_HELP = 80;

  private static final String HEADER =
      "Runs agents on a backlog of issues in parallel and lands what passes the gate.";

  private final Terminal terminal;
  private final @Nullable ToIntBiFunction<Terminal, String[]> program;
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final OptionSpec directory =
      OptionSpec.builder("-C")
          .type(Path.class)
          .paramLabel("DIR")
          .description("run as if started in DIR (default: the current directory)")
          .build();
  private final OptionSpec all =
      OptionSpec.builder("--all")
          .description("with --help: show every command, option and exit code")
          .build();

  private RoundhouseCommand(
      Terminal terminal, @Nullable ToIntBiFunction<Terminal, String[]> program) {
    this.terminal = terminal;
    this.program = program;
    spec.name("roundhouse").versionProvider(new Version());
    spec.addOption(directory).addOption(all);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help message and exit.")
            .build());
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print version information and exit.")
            .build());
    spec.usageMessage()
        .header(HEADER)
        .synopsisHeading("%nUsage: ")
        .customSynopsis("roundhouse [-C=DIR] COMMAND [OPTIONS]")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes());
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode each : ExitCode.values()) {
      codes.put(Integer.toString(each.code()), each.meaning());
    }
    return codes;
  }

  /** Returns the whole command line for {@code terminal}, with every command. */
  public static CommandLine line(Terminal terminal) {
    return line(terminal, Set.copyOf(CommandCatalog.words()));
  }

  /** Returns the command line with those commands only that {@code words} name. */
  public static CommandLine line(Terminal terminal, Collection<String> words) {
    return line(terminal, words, null);
  }

  /** Returns the same; {@code program} answers other command lines for commands that need that. */
  public static CommandLine line(
      Terminal terminal,
      Collection<String> words,
      @Nullable ToIntBiFunction<Terminal, String[]> program) {
    RoundhouseCommand command = new RoundhouseCommand(terminal, program);
    CommandLine line = new CommandLine(command.spec);
    command.shapeHelp(line); // picocli hands the sections on to the subcommands that are there
    for (CommandCatalog each : CommandCatalog.values()) {
      if (words.contains(each.word())) {
        each.addTo(line);
      }
    }
    int width = terminal.columns() == Integer.MAX_VALUE ? UNWATCHED_HELP : terminal.columns();
    return line.setUsageHelpWidth(Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, width)));
  }

  /** Returns every word that is a command. */
  public static List<String> commands() {
    return CommandCatalog.words();
  }

  /** Returns every command with its summary, in the order of the help. */
  public static Map<String, String> summaries() {
    Map<String, String> summaries = new LinkedHashMap<>();
    for (CommandCatalog each : CommandCatalog.values()) {
      summaries.put(each.word(), each.summary());
    }
    return summaries;
  }

  private void shapeHelp(CommandLine line) {
    var sections = line.getHelpSectionMap();
    var wrapped = sections.get(UsageMessageSpec.SECTION_KEY_HEADER);
    sections.put( // to find where a line can be broken takes a third of the time of this help
        UsageMessageSpec.SECTION_KEY_HEADER,
        help ->
            HEADER.length() < help.commandSpec().usageMessage().width() || wrapped == null
                ? HEADER + System.lineSeparator()
                : wrapped.render(help));
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> commandList());
    for (String each :
        List.of(
            UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_OPTION_LIST,
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST)) {
      var usual = sections.get(each);
      sections.put(each, help -> isAll() && usual != null ? usual.render(help) : "");
    }
    sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> footer());
    line.setHelpSectionMap(sections);
  }

  private String commandList() {
    StringBuilder list = new StringBuilder();
    for (CommandCatalog.Group group : CommandCatalog.Group.values()) {
      String rows =
          CommandCatalog.of(group)
              .filter(each -> isAll() || each.isEveryday())
              .map(each -> String.format(Locale.ROOT, "  %-12s%s%n", each.word(), each.summary()))
              .collect(Collectors.joining());
      if (!rows.isEmpty()) {
        list.append(String.format(Locale.ROOT, "%n%s%n", group.heading())).append(rows);
      }
    }
    return list.toString();
  }

  private String footer() {
    String more =
        isAll()
            ? ""
            : "  roundhouse --help --all      every command, the options and the exit codes%n";
    return String.format(
        Locale.ROOT,
        "%nMore%n" + more + "  roundhouse COMMAND --help    the manual of one command%n");
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    return ExitCode.OK.code();
  }

  @Override
  public int answer(Terminal other, String... words) {
    return Objects.requireNonNull(program).applyAsInt(other, words);
  }

  @Override
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public Path directory() {
    Path named = directory.getValue();
    Path here = terminal.directory();
    return (named == null ? here : here.resolve(named)).toAbsolutePath().normalize();
  }

  private boolean isAll() {
    Boolean asked = all.getValue();
    return Boolean.TRUE.equals(asked);
  }

  /** Returns the version recorded in the packaged program. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RoundhouseCommand.class.getPackage().getImplementationVersion();
      return new String[] {"roundhouse " + (version == null ? "(not packaged)" : version)};
    }
  }
}
