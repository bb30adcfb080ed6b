package dev.roundhouse.cli.command;

import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueEdit;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Overrides what the files of issues say. */
@Command(
    name = "edit",
    mixinStandardHelpOptions = true,
    description = {
      "Overrides an issue's priority, title, type, labels or body, from the "
          + "next attempt on. The change is stored in the ledger; the issue file is "
          + "not modified."
    },
    footer = {"roundhouse edit BUG-42 --priority P0", "roundhouse edit BUG-42 --body better.md"})
final class EditCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private PlanChangeFlags flags = new PlanChangeFlags();

  @Parameters(arity = "1..*", paramLabel = "ISSUE", description = "issue ids or numbers")
  private List<String> issues = List.of();

  @Option(names = "--priority", paramLabel = "P", description = "P0 (first) to P9")
  private @Nullable String priority;

  @Option(names = "--title", paramLabel = "TEXT", description = "the new title")
  private @Nullable String title;

  @Option(names = "--type", paramLabel = "TYPE", description = "the new type, such as BUG")
  private @Nullable String type;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      split = ",",
      description = "the new labels; they replace the old ones")
  private @Nullable Set<String> labels;

  @Option(
      names = "--body",
      paramLabel = "FILE",
      description = "read the text for the agent from FILE, or - for standard input")
  private @Nullable Path body;

  @Override
  public Integer call() throws IOException, RefusedException {
    return flags.answer(parent, issues, this::edit, "is updated; applies from the next attempt");
  }

  private ChangeId edit(PlanEditor plan, List<IssueId> ids) throws IOException, RefusedException {
    IssueEdit edit =
        new IssueEdit(
            priority == null ? null : IssueArguments.priority(priority),
            title == null ? null : IssueArguments.title(title),
            type == null ? null : IssueArguments.type(type),
            labels,
            body == null ? null : IssueArguments.body(parent, body));
    if (edit.equals(IssueEdit.NONE)) {
      throw RefusedException.input(
          "no change was given", "give --priority, --title, --type, --label or --body");
    }
    return plan.edit(ids, edit);
  }
}
