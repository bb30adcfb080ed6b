package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.DoctorText;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.Doctor;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.options.Route;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.run.RunListener;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Checks everything that a run needs, and repairs what can be repaired. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks git, Java, the configuration, the branch, the backlog, the agents, the gate,"
          + " notifications, the disk, the ledger, locks, and leftovers of commands that were"
          + " killed. Each answer is ok, a warning (a run works, but not as well as it could) or"
          + " an error (it does not work), with what to do next. The exit code is 2 if there is an"
          + " error, otherwise 0.",
      "--fix cleans up what killed commands have left: it ends their processes, saves the work"
          + " of their agents, frees their issues, and deletes old locks of git and temporary"
          + " files. --repair repairs a damaged ledger: it copies every file it changes, then"
          + " continues from all intact records; missing landings are recovered from the"
          + " commits."
    },
    footer = {
      "roundhouse doctor",
      "roundhouse doctor --run-gate       # also run the gate once on your branch",
      "roundhouse doctor --call-agents    # also give each agent a small issue",
      "roundhouse doctor --notify         # also try the notifications",
      "roundhouse doctor --fix",
      "roundhouse doctor --repair"
    })
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Option(
      names = "--fix",
      description = "clean up what killed commands have left; refused while a run is active")
  private boolean fix;

  @Option(
      names = "--repair",
      description = "repair a damaged ledger; refused while a run is active")
  private boolean repair;

  @Option(names = "--run-gate", description = "run the gate once, in a clean worktree")
  private boolean runGate;

  @Option(
      names = "--call-agents",
      description = "give each agent a small issue in a temporary repository; may cost money")
  private boolean callAgents;

  @Option(
      names = "--notify",
      description = "send a test message to each entry of 'notify' in roundhouse.yaml")
  private boolean notify;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    Orchestrator orchestrator = open();
    Doctor doctor = orchestrator.doctor();
    List<String> done = new ArrayList<>(repair ? doctor.repair() : List.of());
    if (fix) {
      done.addAll(doctor.fix());
    }
    List<Doctor.Check> checks = new ArrayList<>(doctor.examine());
    boolean isUsable = checks.stream().noneMatch(each -> isError(each, "git"));
    if (runGate && isUsable && !orchestrator.options().gate().commands().isEmpty()) {
      replace(checks, "gate", List.of(gate(orchestrator)));
    }
    if (callAgents && checks.stream().noneMatch(each -> isError(each, "agent"))) {
      replace(checks, "agent", agents(orchestrator));
    }
    if (notify && checks.stream().noneMatch(each -> isError(each, "notify"))) {
      replace(checks, "notify", doctor.tryNotifications());
    }
    print(checks, isUsable ? doctor.look().damages() : List.of(), done);
    return checks.stream().anyMatch(each -> each.level() == Doctor.Level.ERROR)
        ? ExitCode.USAGE.code()
        : ExitCode.OK.code();
  }

  /** Returns an orchestrator as configured; without the configuration if that cannot be read. */
  private Orchestrator open() throws IOException {
    try {
      return new OrchestratorOpener(parent).with(new RunFlags()).build();
    } catch (RefusedException | RepositoryException faulty) { // one of the checks names it
      return Orchestrator.at(parent.directory())
          .clock(parent.terminal().clock())
          .environment(parent.terminal().environment())
          .build();
    }
  }

  private static boolean isError(Doctor.Check check, String name) {
    return check.name().equals(name) && check.level() == Doctor.Level.ERROR;
  }

  private void print(List<Doctor.Check> checks, List<String> damages, List<String> done) {
    if (json) {
      parent.terminal().out().println(DoctorText.json(checks, damages, done));
    } else {
      new DoctorText(parent.terminal()).print(checks, done);
    }
  }

  private static void replace(List<Doctor.Check> checks, String name, List<Doctor.Check> by) {
    int at = 0;
    while (at < checks.size() && !checks.get(at).name().equals(name)) {
      at++;
    }
    if (!by.isEmpty()) {
      checks.removeIf(each -> each.name().equals(name));
      checks.addAll(Math.min(at, checks.size()), by);
    }
  }

  private static Doctor.Check gate(Orchestrator orchestrator)
      throws IOException, InterruptedException {
    try {
      return DoctorText.gate(orchestrator.gateBase());
    } catch (RefusedException refused) {
      Doctor.Level level =
          refused.kind() == RefusedException.Kind.BUSY ? Doctor.Level.WARNING : Doctor.Level.ERROR;
      return new Doctor.Check("gate", level, String.valueOf(refused.getMessage()), refused.hint());
    }
  }

  private List<Doctor.Check> agents(Orchestrator orchestrator)
      throws IOException, InterruptedException {
    Set<String> names = new LinkedHashSet<>();
    orchestrator.options().agent().ifPresent(each -> names.add(each.display()));
    orchestrator.options().agents().routes().stream().map(Route::agent).forEach(names::add);
    List<Doctor.Check> checks = new ArrayList<>();
    for (String each : names) {
      checks.add(agent(each));
    }
    return checks;
  }

  private Doctor.Check agent(String name) throws IOException, InterruptedException {
    String next = "'roundhouse agents check " + name + "' shows more";
    try {
      AgentTrial trial = AgentTrial.prepare(new AgentArgument(parent, name));
      RunReport report = trial.run(parent.terminal().environment(), RunListener.silent());
      if (!report.isComplete()) {
        return new Doctor.Check(
            "agent", Doctor.Level.ERROR, name + " did not land a small change", next);
      }
      Path made = Objects.requireNonNull(trial.repository().getParent());
      Directories.deleteTree(made);
      return new Doctor.Check("agent", Doctor.Level.OK, name + " landed a small change", "");
    } catch (RefusedException refused) {
      return new Doctor.Check(
          "agent", Doctor.Level.ERROR, String.valueOf(refused.getMessage()), refused.hint());
    }
  }
}
