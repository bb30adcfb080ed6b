package dev.roundhouse.cli.command;

import dev.roundhouse.core.text.DurationWord;
import dev.roundhouse.orchestrator.config.SettingMessage;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.GateCommand;
import dev.roundhouse.orchestrator.options.OverlapMode;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The flags of a run; each takes precedence over the key of the same name in {@code
 * roundhouse.yaml}.
 */
final class RunFlags {
  @Mixin PlanningFlags planning = new PlanningFlags();

  @ArgGroup(validate = false, order = 1, heading = "%nWhich issues:%n")
  SelectionFlags issues = new SelectionFlags();

  @Option(
      names = "--target",
      paramLabel = "BRANCH",
      description = "the branch to land on (default: the one checked out)")
  @Nullable String target;

  @Option(
      names = "--gate",
      paramLabel = "CMD",
      description =
          "a command that must exit with 0 for a change to land; not run by a shell; repeatable")
  @Nullable List<String> gate;

  @Option(
      names = "--setup",
      paramLabel = "CMD",
      description = "a command that prepares each worktree before the agent")
  @Nullable String setup;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "the number of failed attempts after which an issue is given up (default: 3)")
  @Nullable Integer attempts;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "the time limit of one attempt, such as 45m (the default)")
  @Nullable String timeout;

  @Option(
      names = "--gate-timeout",
      paramLabel = "DURATION",
      description = "the time limit of each gate command, such as 30m (the default)")
  @Nullable String gateTimeout;

  @Option(
      names = "--gates",
      paramLabel = "N",
      description = "the number of gates that run at once (default: 2)")
  @Nullable Integer gates;

  @Option(
      names = "--worktrees",
      paramLabel = "DIR",
      description = "the directory for worktrees (default: beside the repository)")
  @Nullable Path worktrees;

  @ArgGroup(validate = false, order = 2, heading = "%nHow work is handed over:%n")
  LandingFlags landing = new LandingFlags();

  /**
   * Returns {@code options} with the flags applied on top; {@code directory} is the one the command
   * was typed in, and {@code checkout} the top of the checkout.
   */
  RunOptions over(RunOptions.Builder options, Path directory, Path checkout)
      throws RefusedException {
    UnaryOperator<Command> found = command -> found(command, directory, checkout);
    issues.applyTo(options, directory);
    set("--target", target, options::target);
    set("--workers", planning.workers, options::workers);
    set("--agent", planning.agent, line -> options.agent(found.apply(Command.parse(line))));
    set("--gate", gate, lines -> options.gate(options.gate().commands(commands(lines, found))));
    set("--setup", setup, line -> options.setup(found.apply(Command.parse(line))));
    set("--attempts", attempts, options::attempts);
    set("--timeout", timeout, text -> options.timeout(DurationWord.parse(text)));
    set("--gate-timeout", gateTimeout, text -> options.gateTimeout(DurationWord.parse(text)));
    set("--gates", gates, count -> options.landing(options.landing().withGates(count)));
    set(
        "--overlap",
        planning.overlap,
        mode -> options.order(options.order().overlap(OverlapMode.of(mode))));
    set("--worktrees", worktrees, path -> options.worktrees(directory.resolve(path)));
    try {
      options.form(landing.over(options.form()));
      RunOptions soFar = options.build();
      return soFar.toBuilder().selection(planning.over(issues.over(soFar.selection()))).build();
    } catch (IllegalArgumentException wrong) {
      throw refused(String.valueOf(wrong.getMessage()));
    }
  }

  private static List<GateCommand> commands(List<String> lines, UnaryOperator<Command> found) {
    return lines.stream().map(Command::parse).map(found).map(GateCommand::of).toList();
  }

  /**
   * Returns {@code command} as typed in {@code directory}, but with its program's path, if it has
   * one, counted from the checkout; left as it is if there is no such program.
   */
  static Command found(Command command, Path directory, Path checkout) {
    String name = command.argv().get(0);
    Path typed = directory.resolve(name).normalize();
    if (!name.contains("/") || name.startsWith("/") || !Files.isExecutable(typed)) {
      return command;
    }
    List<String> argv = new ArrayList<>(command.argv());
    argv.set(0, typed.startsWith(checkout) ? "./" + checkout.relativize(typed) : typed.toString());
    return new Command(argv);
  }

  static <T> void set(String flag, @Nullable T value, Consumer<T> setter) throws RefusedException {
    if (value == null) {
      return;
    }
    try {
      setter.accept(value);
    } catch (IllegalArgumentException wrong) {
      throw refused(SettingMessage.about(flag, String.valueOf(wrong.getMessage())));
    }
  }

  private static RefusedException refused(String message) {
    return RefusedException.input(message, "the command's --help says which values it takes");
  }
}
