package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.FindingsText;
import dev.roundhouse.cli.output.Json;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.orchestrator.Overview;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Says what is wrong with the backlog. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = "Says what is wrong with the backlog: file, line, what, and what to do.")
final class LintCommand implements Callable<Integer> {
  @ParentCommand private RoundhouseCommand parent = new RoundhouseCommand(Nowhere.TERMINAL);

  @Mixin private ViewFlags flags = new ViewFlags();

  @Override
  public Integer call() throws IOException, RefusedException {
    Overview overview = Overview.of(new Opening(parent).with(flags.asRunFlags()));
    List<Finding> findings = overview.reading().findings();
    if (flags.json) {
      parent.terminal().out().println(Json.of(findings, overview.reading().issues().size()));
    } else {
      new FindingsText(parent.terminal()).print(overview.reading());
    }
    boolean errors = findings.stream().anyMatch(each -> each.severity() == Finding.Severity.ERROR);
    return (errors ? ExitCode.USAGE : ExitCode.OK).code();
  }
}
