package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.SetupJson;
import dev.roundhouse.cli.output.SetupText;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.ProjectSetup;
import dev.roundhouse.orchestrator.run.BaseReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.run.StopSignal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Writes a first configuration for what is found in the checkout and on PATH. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at the build tool, ignored files, issues and agents on PATH, and writes a"
          + " roundhouse.yaml in which a comment explains each key. An existing"
          + " roundhouse.yaml is not touched, and the exit code is 2. Otherwise the gate then"
          + " runs once on your branch, in a clean worktree, so that you know whether it"
          + " passes before an agent works.",
      "On a terminal it asks before it writes; --yes accepts what was found. The exit code is 1"
          + " if the gate does not pass."
    },
    footer = {
      "roundhouse init              # ask, write, run the gate once",
      "roundhouse init --dry-run    # print the file, write nothing",
      "roundhouse init --yes --no-gate"
    })
final class InitCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Option(
      names = {"--yes", "-y"},
      description = "ask nothing")
  private boolean yes;

  @Option(names = "--dry-run", description = "print the file, and write nothing")
  private boolean dryRun;

  @Option(names = "--no-gate", description = "do not run the gate")
  private boolean noGate;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    Terminal terminal = parent.terminal();
    ProjectSetup.Proposal found =
        Orchestrator.at(parent.directory())
            .environment(terminal.environment())
            .build()
            .projectSetup()
            .propose();
    if (dryRun) {
      String text = json ? SetupJson.of(found, false, Optional.empty()) + "\n" : found.text();
      terminal.out().print(text);
      return ExitCode.OK.code();
    }
    ProjectSetup.refuseExisting(found.file());
    return write(found, new SetupText(json ? terminal.ofMessages() : terminal)).code();
  }

  private ExitCode write(ProjectSetup.Proposal found, SetupText text)
      throws IOException, RefusedException, InterruptedException {
    text.found(found);
    boolean asks = !yes && !json && parent.terminal().isInteractive();
    ProjectSetup.Proposal chosen =
        asks ? new SetupQuestions(parent.terminal(), SetupQuestions.keyboard()).ask(found) : found;
    ProjectSetup.write(chosen);
    text.wrote(chosen);
    boolean gates = !noGate && chosen.branch().isPresent() && !chosen.gate().isEmpty();
    Optional<GateTrial> trial = gates ? Optional.of(gate(text, chosen)) : Optional.empty();
    if (json) {
      String object = SetupJson.of(chosen, true, trial.map(GateTrial::json));
      parent.terminal().out().println(object);
    }
    text.next(next(chosen, trial));
    return trial.map(GateTrial::code).orElse(ExitCode.OK);
  }

  private GateTrial gate(SetupText text, ProjectSetup.Proposal chosen)
      throws IOException, InterruptedException {
    StopSignal stop = new StopSignal();
    for (String signal : List.of("INT", "TERM", "HUP")) {
      parent.terminal().signals().on(signal, () -> stop.raise(StopSignal.Level.INTERRUPT));
    }
    text.checking(chosen.branch().orElse(""));
    try {
      BaseReport base =
          new OrchestratorOpener(parent).with(new RunFlags()).stop(stop).build().gateBase();
      text.answer(base);
      return new GateTrial(code(base), SetupJson.base(base));
    } catch (RefusedException refused) {
      return refused(text, String.valueOf(refused.getMessage()), refused.hint());
    } catch (RepositoryException refused) {
      return refused(text, String.valueOf(refused.getMessage()), refused.hint());
    }
  }

  private static GateTrial refused(SetupText text, String message, String hint) {
    text.refused(message, hint);
    return new GateTrial(ExitCode.INCOMPLETE, SetupJson.refused(message, hint));
  }

  private static ExitCode code(BaseReport base) {
    if (base.outcome() == BaseReport.Outcome.INTERRUPTED) {
      return ExitCode.INTERRUPTED;
    }
    return base.mayStart() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private static String next(ProjectSetup.Proposal chosen, Optional<GateTrial> trial) {
    if (trial.filter(each -> each.code() == ExitCode.INCOMPLETE).isPresent()) {
      return "make the gate pass, or write another into roundhouse.yaml;"
          + " 'roundhouse run' tries it again before any agent starts";
    }
    if (chosen.agent().isEmpty()) {
      return "name an agent in roundhouse.yaml; 'roundhouse agents' lists those that are known";
    }
    String issue = chosen.issues() > 0 ? "roundhouse plan" : "roundhouse new \"Title of an issue\"";
    return chosen.branch().isPresent() ? issue : "commit something, then " + issue;
  }

  /** The gate's answer, as an exit code and for scripts. */
  private record GateTrial(ExitCode code, Map<String, Object> json) {}
}
