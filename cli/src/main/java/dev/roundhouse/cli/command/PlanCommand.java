package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.PlanGraph;
import dev.roundhouse.cli.output.PlanJson;
import dev.roundhouse.cli.output.PlanText;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.PlanReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Predicts how a run would go. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Predicts a run: which worker would work on which issue, when, and why "
          + "in this order. Times are estimates: the median of landed issues of the "
          + "same type and effort, otherwise the issue's effort, or an hour, at the pace "
          + "of what has landed.",
      "Nothing is written, and no agent is needed."
    },
    footer = {
      "roundhouse plan",
      "roundhouse plan --workers 8                    # what more workers would bring",
      "roundhouse plan --format mermaid >plan.mmd     # the graph of dependencies"
    })
final class PlanCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @ArgGroup(validate = false, heading = "%nWhich issues:%n")
  private SelectionFlags issues = new SelectionFlags();

  @Mixin private PlanningFlags planning = new PlanningFlags();

  @Option(names = "--json", description = "print one JSON object; the same as --format json")
  private boolean json;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: text)")
  private Format format = Format.text;

  /** The output formats. */
  enum Format {
    text,
    json,
    mermaid,
    dot
  }

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    RunFlags flags = new RunFlags();
    flags.issues = issues;
    flags.planning = planning;
    PlanReport planReport = new OrchestratorOpener(parent).with(flags).build().plan();
    Terminal terminal = parent.terminal();
    switch (json ? Format.json : format) {
      case json -> terminal.out().println(PlanJson.of(planReport));
      case mermaid -> terminal.out().print(PlanGraph.of(planReport).mermaid());
      case dot -> terminal.out().print(PlanGraph.of(planReport).dot());
      case text -> new PlanText(terminal).print(planReport);
    }
    terminal.out().flush();
    return ExitCode.OK.code();
  }
}
