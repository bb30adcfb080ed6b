package dev.roundhouse.contracts;

import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.internal.environment.SlotEnvironment;
import dev.roundhouse.orchestrator.internal.gate.CommandGate;
import dev.roundhouse.orchestrator.internal.gate.GateInputs;
import dev.roundhouse.orchestrator.internal.gate.GateProgram;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.internal.resource.Resources;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.GateCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A command as a gate. */
class ProgramGateTest extends GateContract {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static Gate shell(String script) {
    Command command = new Command(List.of("/bin/sh", "-c", script));
    Map<String, String> environment = Map.of("PATH", Objects.requireNonNull(System.getenv("PATH")));
    return new CommandGate(
        List.of(new GateProgram(GateCommand.of(command), new Program(command, Path.of("/bin/sh")))),
        new GateInputs(SlotEnvironment.of(environment), List.of(), List.of()),
        new CommandGate.Limits(LONG, new Resources(Map.of()), LONG),
        new ProcessRunner(),
        "token");
  }

  @Override
  protected Gate requiring(String file) {
    return shell("test -e " + file);
  }

  @Override
  protected Gate endless(String file) {
    return shell("echo x >" + file + "; exec sleep 3600");
  }
}
