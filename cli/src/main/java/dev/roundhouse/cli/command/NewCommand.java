package dev.roundhouse.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.backlog.IssueDraft;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes a new issue into a file, or adds one that has none. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a new issue into a file of the backlog's folder, named, numbered and written like"
          + " the existing ones, or issues/P1-BUG-001-some-words.md if there are none. The id"
          + " is the next one that no issue has, whether open, closed or without a file; each"
          + " command gets a different one, in any worktree. An active run works on the issue"
          + " like on any other.",
      "Without --type, an issue whose title begins with Fix, Fixes, Bug, Crash or Repair is a BUG"
          + " and any other a FEAT, unless the backlog uses types of its own.",
      "At a terminal, the file is opened in $VISUAL or, if that is not set, in $EDITOR. The"
          + " issue is added when the editor exits; if you leave the file empty, none is"
          + " added. If the editor fails or is killed, .git/roundhouse/new/drafts keeps what"
          + " you typed.",
      "--no-file stores the issue in the ledger instead; with --key it can be sent again without"
          + " being added twice."
    },
    footer = {
      "roundhouse new \"Fix the empty-input crash\" -p1",
      "roundhouse new \"Add dark mode\" --label ui --body notes.md",
      "make report | roundhouse new \"Update the manual\" --body -",
      "$EDITOR \"$(roundhouse new --print-path \"Tidy the parser\")\"",
    })
final class NewCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private NewIssueFlags flags = new NewIssueFlags();

  @Parameters(arity = "1..*", paramLabel = "TITLE", description = "the title, in one line")
  private List<String> title = List.of();

  @Option(names = "--no-file", description = "store the issue in the ledger, without a file")
  private boolean noFile;

  @Option(
      names = "--edit",
      negatable = true,
      description = "open the editor, or do not (default: only at a terminal)")
  private @Nullable Boolean edit;

  @Option(names = "--print-path", description = "print the file's full path and nothing else")
  private boolean printPath;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    String words = String.join(" ", title);
    if (noFile) {
      if (printPath || edit != null) {
        throw RefusedException.input(
            "an issue without a file has nothing to open or print", "leave out --no-file");
      }
      return flags.submit(parent, words);
    }
    flags.refuseKeys();
    Orchestrator orchestrator =
        new OrchestratorOpener(parent).with(flags.view.asRunFlags()).build();
    EditorProgram editor = EditorProgram.of(parent.terminal());
    boolean opens = edit == null ? isTyped() && editor.isKnown() : edit;
    if (opens) {
      editor.requireKnown("--edit");
    }
    PlanEditor plan = orchestrator.planEditor();
    IssueDraft draft = flags.draft(parent, words);
    Issue issue = opens ? edited(editor, plan, draft) : plan.create(draft);
    answer(issue, orchestrator.checkout().resolve(issue.file().orElseThrow()));
    warn(orchestrator, issue);
    left(plan);
    return ExitCode.OK.code();
  }

  /** Tells a person of files that earlier commands did not move to the backlog. */
  private void left(PlanEditor plan) throws IOException {
    if (parent.terminal().live() && !flags.view.json && !printPath) {
      for (Path each : plan.leftDrafts()) {
        say(
            "the text of an issue that was never added is in " + each,
            "move the file to the backlog, or delete it");
      }
    }
  }

  /** Tells whether a person types the command and reads its answer. */
  private boolean isTyped() {
    return parent.terminal().isInteractive() && !flags.view.json && !printPath;
  }

  private void answer(Issue issue, Path file) {
    Terminal terminal = parent.terminal();
    if (flags.view.json) {
      terminal.out().println(Json.of(issue, file));
    } else if (printPath) {
      terminal.out().println(file);
    } else {
      terminal.out().println("Created " + terminal.safe(issue.locator()));
    }
    terminal.out().flush();
  }

  /** Has a person edit the issue before it is in the backlog, where a run would begin with it. */
  private Issue edited(EditorProgram editor, PlanEditor plan, IssueDraft content)
      throws IOException, RefusedException, InterruptedException {
    try (PlanEditor.Draft draft = plan.draft(content)) {
      Path file = draft.file();
      byte[] before = Files.readAllBytes(file);
      int code = editor.open(file, Objects.requireNonNull(file.getParent()));
      boolean isGone = !Files.isRegularFile(file);
      boolean isEmpty = isGone || Files.readString(file, ISO_8859_1).isBlank();
      boolean isFailure = code != 0 && !isEmpty;
      if (isEmpty || (isFailure && Arrays.equals(before, Files.readAllBytes(file)))) {
        Files.deleteIfExists(file);
        String why = isFailure ? "the editor exited with " + code : "the file was left empty";
        throw RefusedException.input(why + ", so there is no new issue", "type the command again");
      }
      if (isFailure) {
        throw kept("the editor exited with " + code, draft);
      }
      publish(draft);
      return draft.issue();
    }
  }

  private static void publish(PlanEditor.Draft draft) throws IOException, RefusedException {
    try {
      draft.publish();
    } catch (FileAlreadyExistsException there) {
      throw kept(draft.issue().locator() + " exists by now", draft);
    }
  }

  private static RefusedException kept(String why, PlanEditor.Draft draft) {
    return RefusedException.input(
        why + ", so there is no new issue; what was typed is in " + draft.file(),
        "move the file to " + draft.issue().locator() + " to make it one, or delete it");
  }

  /** Says what is wrong with the new issue, such as a blocker that does not exist. */
  private void warn(Orchestrator orchestrator, Issue issue) throws IOException {
    try {
      orchestrator.status().reading().findings().stream()
          .filter(each -> each.locator().equals(issue.locator()))
          .forEach(this::warn);
    } catch (RefusedException unreadable) { // the person has just made it so
      say(String.valueOf(unreadable.getMessage()), unreadable.hint());
    }
  }

  private void warn(Finding finding) {
    String line = finding.line() > 0 ? ":" + finding.line() : "";
    say(finding.locator() + line + ": " + finding.message(), finding.hint());
  }

  private void say(String message, String hint) {
    Terminal terminal = parent.terminal();
    terminal.err().println("roundhouse: " + terminal.safe(message));
    terminal.err().println("  " + terminal.safe(hint));
  }
}
