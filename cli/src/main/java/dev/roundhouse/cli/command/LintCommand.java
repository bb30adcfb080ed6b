package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.FindingsText;
import dev.roundhouse.cli.output.Json;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.backlog.IssueFileFix;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.IssueFileFixes;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Reports what is wrong with the backlog. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Checks the files of all issues: what cannot be parsed, ids that occur "
          + "twice, unknown blockers, cycles, keys that seem to set an order but are "
          + "ignored. Each problem is reported with file, line and remedy. The exit "
          + "code is 2 if there are errors.",
      "--fix also corrects what can be corrected without changing a file's meaning."
    },
    footer = {
      "roundhouse lint",
      "roundhouse lint --fix --dry-run    # the lines that --fix would change"
    })
final class LintCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Mixin private ViewFlags flags = new ViewFlags();

  @Option(names = "--fix", description = "write status and priority in their usual spelling")
  private boolean fix;

  @Option(
      names = "--dry-run",
      description = "with --fix: show what would change, and change nothing")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException, RefusedException {
    if (dryRun && !fix) {
      throw RefusedException.input("--dry-run needs --fix", "lint alone changes nothing");
    }
    Orchestrator.Builder parts = new OrchestratorOpener(parent).with(flags.asRunFlags());
    List<IssueFileFix> repaired = fix ? repair(parts.build().fixes()) : List.of();
    StatusReport statusReport = parts.build().status();
    List<Finding> findings = statusReport.reading().findings();
    if (flags.json) {
      int read = statusReport.reading().issues().size();
      parent.terminal().out().println(Json.of(findings, read, repaired));
    } else {
      FindingsText text = new FindingsText(parent.terminal());
      repaired.forEach(text::print);
      text.print(statusReport.reading());
    }
    boolean errors = findings.stream().anyMatch(each -> each.severity() == Finding.Severity.ERROR);
    return (errors ? ExitCode.USAGE : ExitCode.OK).code();
  }

  private List<IssueFileFix> repair(IssueFileFixes fixer) throws IOException {
    fixer.unmerged().forEach(path -> leftAlone(path, "it has unmerged changes in git"));
    List<IssueFileFix> repaired = new ArrayList<>();
    for (IssueFileFix each : fixer.fixes()) {
      if (dryRun || each.apply()) {
        repaired.add(each);
      } else {
        leftAlone(each.path(), "it has changed since it was read");
      }
    }
    return repaired;
  }

  private void leftAlone(String path, String why) {
    Terminal terminal = parent.terminal();
    terminal.err().println(terminal.safe("roundhouse: " + path + " was not changed: " + why));
  }
}
