package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.core.backlog.IssueDraft;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that say what a new issue is, with a file or without. */
final class NewIssueFlags {
  @Mixin ViewFlags view = new ViewFlags();

  @Option(
      names = {"-p", "--priority"},
      paramLabel = "P",
      description = "P0 (first) to P9 (default: P3)")
  private String priority = Priority.DEFAULT.toString();

  @Option(names = "--type", paramLabel = "TYPE", description = "such as BUG or FEAT")
  private @Nullable String type;

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

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "the id of an issue without a file (default: sub- and 12 digits)")
  private @Nullable String id;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "identifies the request for an issue without a file: repeated within 24 hours, it adds"
              + " the issue only once")
  private @Nullable String key;

  /** Refuses the flags that only an issue without a file has. */
  void refuseKeys() throws RefusedException {
    if (id != null || key != null) {
      throw RefusedException.input(
          (id == null ? "--key" : "--id") + " is for an issue without a file",
          "add --no-file, or leave it out: the file gets the next free id");
    }
  }

  /** Returns the content of an issue that will have a file. */
  IssueDraft draft(CommandContext parent, String title) throws IOException, RefusedException {
    return new IssueDraft(
        IssueArguments.title(title),
        type == null ? Optional.empty() : Optional.of(IssueArguments.type(type)),
        IssueArguments.priority(priority),
        labels,
        blockers(),
        text(parent));
  }

  /** Adds an issue that has no file, and prints its id. */
  int submit(CommandContext parent, String title) throws IOException, RefusedException {
    String fresh = "sub-" + ChangeId.fresh().value().substring("chg_".length());
    IssueId issue = IssueArguments.id(id == null ? fresh : id);
    PlanEditor plan = new OrchestratorOpener(parent).with(view.asRunFlags()).build().planEditor();
    SubmissionReceipt submitted = submit(plan, issue, submission(parent, title));
    if (view.json) {
      parent.terminal().out().println(Json.of(submitted, submitted.issue().equals(issue)));
    } else {
      parent.terminal().out().println(submitted.issue() + " was added to the backlog");
    }
    return ExitCode.OK.code();
  }

  private SubmissionReceipt submit(PlanEditor plan, IssueId issue, Submission submission)
      throws IOException, RefusedException {
    try {
      return plan.submit(issue, submission, Optional.ofNullable(key));
    } catch (IllegalArgumentException malformed) {
      throw RefusedException.input(
          String.valueOf(malformed.getMessage()), "any random word will do as the key");
    }
  }

  private Submission submission(CommandContext parent, String title)
      throws IOException, RefusedException {
    return new Submission(
        IssueArguments.title(title),
        IssueArguments.type(type == null ? IssueType.NONE.name() : type),
        IssueArguments.priority(priority),
        labels,
        blockers(),
        Set.of(),
        text(parent));
  }

  private Set<IssueId> blockers() throws RefusedException {
    Set<IssueId> blockers = new LinkedHashSet<>();
    for (String each : blockedBy) {
      blockers.add(IssueArguments.id(each));
    }
    return blockers;
  }

  private String text(CommandContext parent) throws IOException, RefusedException {
    return body == null ? "" : IssueArguments.body(parent, body);
  }
}
