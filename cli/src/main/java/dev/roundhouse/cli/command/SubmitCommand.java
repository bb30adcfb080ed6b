package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.core.ledger.SubmissionReceipt;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Submits an issue that has no file. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    description = {
      "Adds an issue that has no file.",
      "It is stored in the ledger and runs like "
          + "any other. Repeated with the same "
          + "--key within 24 hours, it is added only once."
    })
final class SubmitCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private ViewFlags flags = new ViewFlags();

  @Parameters(paramLabel = "TITLE", description = "the title, in one line")
  private String title = "";

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "the issue's id (default: sub- and 12 digits)")
  private @Nullable String id;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "a key that identifies this request when it is repeated")
  private @Nullable String key;

  @Option(names = "--type", paramLabel = "TYPE", description = "such as BUG (default: ISSUE)")
  private String type = IssueType.NONE.name();

  @Option(names = "--priority", paramLabel = "P", description = "P0 (first) to P9 (default: P3)")
  private String priority = Priority.DEFAULT.toString();

  @Option(names = "--label", paramLabel = "LABEL", split = ",", description = "labels")
  private Set<String> labels = Set.of();

  @Option(
      names = "--blocked-by",
      paramLabel = "ISSUE",
      split = ",",
      description = "issues that must be done before this one")
  private List<String> blockedBy = List.of();

  @Option(
      names = "--body",
      paramLabel = "FILE",
      description = "read the text for the agent from FILE, or - for standard input")
  private @Nullable Path body;

  @Override
  public Integer call() throws IOException, RefusedException {
    String fresh = "sub-" + ChangeId.fresh().value().substring("chg_".length());
    IssueId issue = IssueArguments.id(id == null ? fresh : id);
    PlanEditor plan = new OrchestratorOpener(parent).with(flags.asRunFlags()).build().planEditor();
    SubmissionReceipt submitted = submit(plan, issue);
    if (flags.json) {
      parent.terminal().out().println(Json.of(submitted, submitted.issue().equals(issue)));
    } else {
      parent.terminal().out().println(submitted.issue() + " was added to the backlog");
    }
    return ExitCode.OK.code();
  }

  private SubmissionReceipt submit(PlanEditor plan, IssueId issue)
      throws IOException, RefusedException {
    Submission enrolment = enrolment();
    try {
      return plan.submit(issue, enrolment, Optional.ofNullable(key));
    } catch (IllegalArgumentException malformed) {
      throw RefusedException.input(
          String.valueOf(malformed.getMessage()), "any random word will do as the key");
    }
  }

  private Submission enrolment() throws IOException, RefusedException {
    Set<IssueId> blockers = new LinkedHashSet<>();
    for (String each : blockedBy) {
      blockers.add(IssueArguments.id(each));
    }
    return new Submission(
        IssueArguments.title(title),
        IssueArguments.type(type),
        IssueArguments.priority(priority),
        labels,
        blockers,
        Set.of(),
        body == null ? "" : IssueArguments.body(parent, body));
  }
}
