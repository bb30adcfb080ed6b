package dev.roundhouse.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The commands: the only list of them. A command is not loaded before it is created, so that a
 * command line costs only what it uses.
 */
enum CommandCatalog {
  INIT(Group.SET_UP, "Writes roundhouse.yaml for this repository", true),
  DEMO(Group.SET_UP, "Runs a small example in a new repository", true),
  AGENTS(Group.SET_UP, "Lists the agents that can be named, and tries one", false),
  CONFIG(Group.SET_UP, "Shows every setting and where its value comes from", false),
  COMPLETION(Group.SET_UP, "Prints the completion script for your shell", false),
  MAN(Group.SET_UP, "Prints the manual page of a command", false),
  MCP(Group.SET_UP, "Runs an MCP server for assistants and agents", false),
  HELP(Group.SET_UP, "Shows the help of a command", false),

  DO(Group.WORK, "Has an agent do what you type; you decide what lands", true),
  RUN(Group.WORK, "Works through the backlog and lands what passes", true),
  WATCH(Group.WORK, "Works like 'run', then waits for more issues", true),
  REVIEW(Group.WORK, "Shows what needs you, for you to land or send back", true),
  SERVE(Group.WORK, "Serves a page to follow runs and review work", true),
  NEW(Group.WORK, "Writes a new issue and opens it in your editor", true),
  RETRY(Group.WORK, "Reopens issues, whatever their outcome", true),
  CANCEL(Group.WORK, "Cancels issues, including running ones", true),

  STATUS(Group.LOOK, "Shows what is running, what needs you, and what is next", true),
  LIST(Group.LOOK, "Lists the open issues in the order of a run", true),
  SHOW(Group.LOOK, "Shows one issue: its text, attempts and timings", false),
  WHY(Group.LOOK, "Explains an issue's status, and what would change it", true),
  LOG(Group.LOOK, "Shows the output of an agent or of the gate", true),
  DIFF(Group.LOOK, "Shows what an attempt has changed, or would land", true),
  OPEN(Group.LOOK, "Opens a shell or an editor in an attempt's worktree", true),
  REPORT(Group.LOOK, "Writes a report of a run: HTML, Markdown, JSON, JUnit", true),
  STATS(Group.LOOK, "Adds up landings, time, tokens and cost", false),
  PLAN(Group.LOOK, "Predicts when each issue would run, and for how long", true),
  LINT(Group.LOOK, "Checks the backlog, with file, line and remedy", false),

  SUBMIT(Group.CHANGE, "Another name for 'new --no-file'", false),
  EDIT(Group.CHANGE, "Overrides what the files of issues say", false),
  SWAP(Group.CHANGE, "Swaps the positions of two waiting issues", false),
  HOLD(Group.CHANGE, "Makes issues wait for your approval", false),
  APPROVE(Group.CHANGE, "Approves issues that wait for your approval", false),
  REFUSE(Group.CHANGE, "Like 'skip', only for issues waiting for approval", false),
  SKIP(Group.CHANGE, "Leaves issues out until 'retry'", false),

  SYNC(Group.KEEP, "Updates your branch with everything that has landed", true),
  RESCUE(Group.KEEP, "Lists the work that attempts left, and restores it", false),
  DOCTOR(Group.KEEP, "Checks everything a run needs, and repairs what it can", false),
  GC(Group.KEEP, "Frees disk space that landed work still uses", false);

  private final Group group;
  private final String summary;
  private final boolean everyday;

  CommandCatalog(Group group, String summary, boolean everyday) {
    this.group = group;
    this.summary = summary;
    this.everyday = everyday;
  }

  /** Returns the word that is typed. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the one line that says what the command does. */
  String summary() {
    return summary;
  }

  /** Tells whether a newcomer needs the command. */
  boolean isEveryday() {
    return everyday;
  }

  /** Returns every word that is a command. */
  static List<String> words() {
    return Arrays.stream(values()).map(CommandCatalog::word).toList();
  }

  /** Returns the commands of {@code group}, in order. */
  static Stream<CommandCatalog> of(Group group) {
    return Arrays.stream(values()).filter(each -> each.group == group);
  }

  /** Adds this command to {@code line}. */
  void addTo(CommandLine line) {
    CommandLine added = new CommandLine(create());
    line.addSubcommand(word(), added);
    added.getCommandSpec().usageMessage().header(summary + ".");
    shape(added);
  }

  /** Gives the help of a command, and of those below it, the form of a manual. */
  private static void shape(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    usage.abbreviateSynopsis(true).synopsisHeading("%nUsage: ");
    usage.descriptionHeading(usage.description().length == 0 ? "" : "%n");
    usage.description(Arrays.stream(usage.description()).collect(Collectors.joining("%n%n")));
    usage.parameterListHeading("%nArguments:%n").optionListHeading("%nOptions:%n");
    usage.commandListHeading("%nCommands:%n");
    usage.footer(
        Arrays.stream(usage.footer())
            .map(String::strip)
            .filter(each -> !each.isEmpty() && !each.equals("Examples:"))
            .map(each -> "  " + each)
            .toArray(String[]::new));
    usage.footerHeading(usage.footer().length == 0 ? "" : "%nExamples:%n");
    OptionSpec version = spec.findOption("--version");
    if (version != null) {
      spec.remove(version);
    }
    line.getSubcommands().values().forEach(CommandCatalog::shape);
  }

  private Object create() {
    return switch (this) {
      case INIT -> new InitCommand();
      case DOCTOR -> new DoctorCommand();
      case DEMO -> new DemoCommand();
      case AGENTS -> new AgentsCommand();
      case CONFIG -> new ConfigCommand();
      case COMPLETION -> new CompletionCommand();
      case MAN -> new ManCommand();
      case MCP -> new McpCommand();
      case HELP -> new HelpCommand();
      case DO -> new DoCommand();
      case RUN -> new RunCommand();
      case REVIEW -> new ReviewCommand();
      case WATCH -> new WatchCommand();
      case SERVE -> new ServeCommand();
      case RETRY -> new PlanChangeCommand.Retry();
      case CANCEL -> new PlanChangeCommand.Cancel();
      case STATUS -> new StatusCommand();
      case LIST -> new ListCommand();
      case SHOW -> new ShowCommand();
      case WHY -> new WhyCommand();
      case LOG -> new LogCommand();
      case PLAN -> new PlanCommand();
      case LINT -> new LintCommand();
      case NEW -> new NewCommand();
      case DIFF -> new DiffCommand();
      case OPEN -> new OpenCommand();
      case REPORT -> new ReportCommand();
      case STATS -> new StatsCommand();
      case SUBMIT -> new SubmitCommand();
      case EDIT -> new EditCommand();
      case SWAP -> new SwapCommand();
      case HOLD -> new PlanChangeCommand.Hold();
      case APPROVE -> new PlanChangeCommand.Approve();
      case REFUSE -> new PlanChangeCommand.Refuse();
      case SKIP -> new PlanChangeCommand.Skip();
      case SYNC -> new SyncCommand();
      case RESCUE -> new RescueCommand();
      case GC -> new GcCommand();
    };
  }

  /** The groups in which the help shows the commands. */
  enum Group {
    /** Commands that prepare a repository. */
    SET_UP("Set up"),
    /** Commands that make agents work, and stop them. */
    WORK("Work"),
    /** Commands that show the state of issues and attempts. */
    LOOK("Look"),
    /** Commands that change the plan. */
    CHANGE("Change the plan"),
    /** Commands that take care of work and disk. */
    KEEP("Keep");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    /** Returns the heading in the help. */
    String heading() {
      return heading;
    }
  }
}
