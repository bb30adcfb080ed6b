package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.terminal.ForegroundProgram;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.AttemptContent;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Opens a shell or an editor in the worktree of an attempt. */
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = {
      "Starts your shell ($SHELL) in the worktree of an issue's running attempt. Its agent may be at"
          + " work there: look around, but what you change counts as its work.",
      "An attempt that is over has no worktree any more. Its work is restored in a new one,"
          + " with uncommitted changes left uncommitted. That worktree is yours, and the"
          + " command that removes it is printed.",
      "ROUNDHOUSE_ISSUE_ID, ROUNDHOUSE_ATTEMPT and ROUNDHOUSE_WORKTREE are set in the shell."
          + " Without a terminal, the path is printed, as with --print."
    },
    footer = {
      "roundhouse open BUG-42             # a shell; 'exit' leaves it",
      "roundhouse open BUG-42 --editor    # $VISUAL or $EDITOR",
      "cd \"$(roundhouse open BUG-42)\"",
    })
final class OpenCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private ViewFlags flags = new ViewFlags();

  @Parameters(paramLabel = "ISSUE", description = "the issue's id or number")
  private String issue = "";

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "the number of the attempt (default: the newest that changed something)")
  private @Nullable Integer attempt;

  @Option(names = "--print", description = "print the path and start nothing")
  private boolean print;

  @Option(names = "--editor", description = "open the worktree in your editor instead of a shell")
  private boolean edit;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    Terminal terminal = parent.terminal();
    EditorProgram editor = EditorProgram.of(terminal);
    if (edit && print) {
      throw RefusedException.input("--print opens no editor", "leave out --print or --editor");
    }
    if (edit) {
      editor.requireKnown("--editor");
    }
    Orchestrator orchestrator = new OrchestratorOpener(parent).with(flags.asRunFlags()).build();
    IssueId id = IssueFinder.find(orchestrator.status(), issue).issue().id();
    OptionalInt number = attempt == null ? OptionalInt.empty() : OptionalInt.of(attempt);
    AttemptContent.Place place = orchestrator.attemptContent().open(id, number);
    if (flags.json) {
      terminal.out().println(Json.of(place));
      return ExitCode.OK.code();
    }
    terminal.err().println(terminal.safe(explanation(place)));
    if (edit) {
      editor.open(place.directory(), place.directory());
    } else if (print || !terminal.isInteractive()) {
      terminal.out().println(place.directory());
    } else {
      shell(terminal, place);
    }
    return ExitCode.OK.code();
  }

  private static void shell(Terminal terminal, AttemptContent.Place place)
      throws IOException, InterruptedException {
    terminal.err().println("'exit' leaves this shell");
    String named = terminal.environment().getOrDefault("SHELL", "");
    Map<String, String> variables =
        Map.of(
            "ROUNDHOUSE_ISSUE_ID", place.issue().value(),
            "ROUNDHOUSE_ATTEMPT", Integer.toString(place.attempt()),
            "ROUNDHOUSE_WORKTREE", place.directory().toString());
    new ForegroundProgram(terminal, place.directory(), variables)
        .run(List.of(named.isBlank() ? "sh" : named));
  }

  private static String explanation(AttemptContent.Place place) {
    String attempt = place.issue() + ", attempt " + place.attempt() + ": ";
    String there = quoted(place.directory());
    String removed = "\n'git worktree remove --force " + there + "' removes it";
    return switch (place.visit()) {
      case AT_WORK ->
          attempt
              + "an agent is at work in "
              + there
              + "; what you change there counts as its work";
      case INTERRUPTED -> attempt + "it was interrupted; the next run saves what is in " + there;
      case RESTORED -> attempt + "its work is restored in " + there + removed;
      case REVISITED -> attempt + "its work was restored earlier in " + there + removed;
    };
  }

  /** Returns the path as a shell takes it. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w./@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
