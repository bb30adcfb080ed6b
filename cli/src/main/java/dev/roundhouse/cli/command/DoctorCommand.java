package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.Json;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.Doctor;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Checks the ledger for damage and repairs it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks the ledger for damage. --repair copies every file it changes, "
          + "then continues from all intact records; missing landings are recovered "
          + "from the commits."
    },
    footer = {"roundhouse doctor", "roundhouse doctor --repair"})
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Option(names = "--repair", description = "repair the damage; refused while a run is active")
  private boolean repair;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Override
  public Integer call() throws IOException, RefusedException {
    Doctor doctor = new OrchestratorOpener(parent).with(new RunFlags()).build().doctor();
    List<String> done = repair ? doctor.repair() : List.of();
    Doctor.Diagnosis found = doctor.look();
    if (json) {
      parent.terminal().out().println(Json.of(found, done));
    } else {
      print(found, done);
    }
    return found.isHealthy() ? ExitCode.OK.code() : ExitCode.USAGE.code();
  }

  private void print(Doctor.Diagnosis found, List<String> done) {
    done.forEach(each -> say("  " + each));
    found.damages().forEach(each -> say("damaged: " + each));
    say(
        found.isHealthy()
            ? "the ledger is intact; it records " + Plural.of(found.issues(), "issue")
            : "the ledger is damaged; 'roundhouse doctor --repair' continues from what is intact");
  }

  private void say(String line) {
    parent.terminal().out().println(parent.terminal().safe(line));
  }
}
