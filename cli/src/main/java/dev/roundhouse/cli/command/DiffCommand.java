package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.output.PagedText;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.AttemptContent;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what an attempt has changed. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the changes of an issue's newest attempt: while an agent works, what it has"
          + " changed so far, new files and uncommitted changes included; once it has"
          + " finished, what would land; then what landed. For other attempts it shows the"
          + " work that is kept.",
      "The agent's worktree is not touched. On a terminal the text has git's colours and is shown"
          + " in git's pager; in a pipe it is a plain patch, and the line that says what it is goes to"
          + " standard error."
    },
    footer = {
      "roundhouse diff BUG-42               # what the agent has changed by now",
      "roundhouse diff BUG-42 --stat",
      "roundhouse diff 42 --attempt 1       # what its first attempt had done",
      "roundhouse diff BUG-42 | git apply   # try it in your own checkout",
    })
final class DiffCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private ViewFlags flags = new ViewFlags();

  @Parameters(paramLabel = "ISSUE", description = "the issue's id or number")
  private String issue = "";

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "the number of the attempt (default: the newest that changed something)")
  private @Nullable Integer attempt;

  @ArgGroup private Brief brief = new Brief();

  /** The forms that are shorter than a patch. */
  static final class Brief {
    @Option(names = "--stat", description = "the number of changed lines of each file")
    boolean stat;

    @Option(names = "--name-only", description = "only the paths of the changed files")
    boolean names;

    AttemptContent.Form form(boolean live) {
      AttemptContent.Form whole = live ? AttemptContent.Form.DIFF : AttemptContent.Form.PATCH;
      return stat ? AttemptContent.Form.STAT : names ? AttemptContent.Form.NAMES : whole;
    }
  }

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    Orchestrator orchestrator = new OrchestratorOpener(parent).with(flags.asRunFlags()).build();
    IssueId id = IssueFinder.find(orchestrator.status(), issue).issue().id();
    AttemptContent content = orchestrator.attemptContent();
    OptionalInt number = attempt == null ? OptionalInt.empty() : OptionalInt.of(attempt);
    AttemptContent.Changes changes = content.changes(id, number);
    if (flags.json) {
      parent.terminal().out().println(Json.of(changes, content.files(changes)));
    } else {
      print(content, changes);
    }
    return ExitCode.OK.code();
  }

  private void print(AttemptContent content, AttemptContent.Changes changes)
      throws IOException, RefusedException, InterruptedException {
    Terminal terminal = parent.terminal();
    AttemptContent.Display display = content.display();
    Path file = Files.createTempFile("roundhouse-", ".diff");
    try {
      AttemptContent.Form form = brief.form(terminal.live());
      content.write(changes, form, terminal.colours() && display.colour(), file);
      if (Files.size(file) == 0) {
        throw RefusedException.input(
            title(changes) + " has changed nothing" + (isRunning(changes) ? " yet" : ""),
            "'roundhouse log " + changes.issue() + "' shows what its agent does");
      }
      terminal.err().println(title(changes) + ", " + state(changes));
      new PagedText(terminal, parent.directory()).print(file, display.pager());
    } finally {
      Files.delete(file);
    }
  }

  private static boolean isRunning(AttemptContent.Changes changes) {
    return changes.state() == AttemptContent.State.RUNNING;
  }

  private static String title(AttemptContent.Changes changes) {
    return changes.issue() + ", attempt " + changes.attempt();
  }

  private static String state(AttemptContent.Changes changes) {
    return switch (changes.state()) {
      case RUNNING -> "so far:";
      case FINISHED -> "as it would land:";
      case LANDED -> "landed as " + changes.to().orElse("").substring(0, 10) + ":";
      case KEPT -> "whose work is kept:";
    };
  }
}
