package dev.roundhouse.contracts;

import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.internal.agent.CommandAgent;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.options.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A program as an agent. */
class ProgramAgentTest extends AgentContract {
  private static Agent shell(String script) {
    return new CommandAgent(
        new Program(new Command(List.of("/bin/sh", "-c", script)), Path.of("/bin/sh")),
        new ProcessRunner(),
        Map.of("PATH", Objects.requireNonNull(System.getenv("PATH"))),
        Duration.ofMinutes(5));
  }

  @Override
  protected Agent making(String file) {
    return shell("echo x >" + file);
  }

  @Override
  protected Agent failing() {
    return shell("exit 3");
  }

  @Override
  protected Agent endless(String file) {
    return shell("echo x >" + file + "; exec sleep 3600");
  }
}
