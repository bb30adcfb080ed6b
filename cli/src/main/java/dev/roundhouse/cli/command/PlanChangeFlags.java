package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The common part of all commands that change the plan: flags, finding the issues, and output. */
final class PlanChangeFlags {
  @Mixin private ViewFlags view = new ViewFlags();

  @Option(
      names = "--if-version",
      paramLabel = "N",
      description = "apply only if the issue is still at version N, as 'show --json' prints it")
  private @Nullable Long version;

  /**
   * Makes {@code change} to the issues called {@code names}.
   *
   * @param confirmation the text printed for each issue afterwards
   */
  int answer(CommandContext parent, List<String> names, Change change, String confirmation)
      throws IOException, RefusedException {
    return answer(parent, names, change, (before, after) -> confirmation);
  }

  /** Makes {@code change} like {@link #answer}, and prints one text for all issues together. */
  int answerOnce(CommandContext parent, List<String> names, Change change, String confirmation)
      throws IOException, RefusedException {
    return print(
        parent,
        names,
        change,
        (issues, after) ->
            List.of(
                issues.stream()
                        .map(each -> each.issue().id().value())
                        .collect(Collectors.joining(" and "))
                    + " "
                    + confirmation));
  }

  /**
   * Makes {@code change} like the other overload, where the text printed for an issue depends on
   * the issue.
   */
  int answer(CommandContext parent, List<String> names, Change change, Confirmation confirmation)
      throws IOException, RefusedException {
    return print(
        parent,
        names,
        change,
        (issues, after) -> {
          List<String> lines = new ArrayList<>();
          for (IssueStanding each : issues) {
            lines.add(each.issue().id() + " " + confirmation.of(each, after));
          }
          return lines;
        });
  }

  private int print(CommandContext parent, List<String> names, Change change, Lines lines)
      throws IOException, RefusedException {
    Orchestrator.Builder parts = new OrchestratorOpener(parent).with(view.asRunFlags());
    StatusReport statusReport = parts.build().status();
    List<IssueStanding> meant = new ArrayList<>();
    for (String each : names) {
      meant.add(IssueFinder.find(statusReport, each));
    }
    List<IssueId> issues = meant.stream().map(each -> each.issue().id()).toList();
    ChangeId id = change.make(expecting(parts.build().planEditor(), issues), issues);
    if (view.json) {
      parent.terminal().out().println(Json.of(id, issues));
    } else {
      lines.of(meant, new StatusAfter(parts.build())).forEach(parent.terminal().out()::println);
    }
    return ExitCode.OK.code();
  }

  private PlanEditor expecting(PlanEditor all, List<IssueId> issues) throws RefusedException {
    if (version == null) {
      return all;
    }
    if (issues.size() != 1) {
      throw RefusedException.input("--if-version works with one issue only", "name one issue");
    }
    return all.expecting(issues.get(0), version);
  }

  /** The text printed for an issue once it is changed. */
  @FunctionalInterface
  interface Confirmation {
    /** Returns the text for an issue that was {@code before}. */
    String of(IssueStanding before, StatusAfter after) throws IOException, RefusedException;
  }

  /** The lines printed once all issues are changed. */
  @FunctionalInterface
  private interface Lines {
    List<String> of(List<IssueStanding> before, StatusAfter after)
        throws IOException, RefusedException;
  }

  /** The status after the change; read when it is first asked for, for all issues at once. */
  static final class StatusAfter {
    private final Orchestrator orchestrator;
    private @Nullable StatusReport seen;

    StatusAfter(Orchestrator orchestrator) {
      this.orchestrator = orchestrator;
    }

    StatusReport get() throws IOException, RefusedException {
      StatusReport now = seen == null ? orchestrator.status() : seen;
      seen = now;
      return now;
    }
  }

  /** One change of the plan. */
  @FunctionalInterface
  interface Change {
    /** Makes the change and returns its id. */
    ChangeId make(PlanEditor editor, List<IssueId> issues) throws IOException, RefusedException;
  }
}
