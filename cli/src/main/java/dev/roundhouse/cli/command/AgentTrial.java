package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.ProjectSetup;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.AgentOptions.Permissions;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunListener;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * One small issue in a temporary repository, for one agent. Immutable.
 *
 * @param repository the repository
 * @param agent the agent's command
 * @param permissions what it may do on this machine
 */
record AgentTrial(Path repository, Command agent, Permissions permissions) {
  private static final String ISSUE =
      """
      ---
      id: CHECK-1
      ---

      # Add a file named check.txt

      Add a file named check.txt at the top of the project, with the one word "works" in it.
      """;

  /** Creates the repository. */
  static AgentTrial prepare(AgentArgument word)
      throws IOException, RefusedException, InterruptedException {
    Command agent = word.command();
    Path repository = Files.createTempDirectory("roundhouse-check-").resolve("project");
    Files.createDirectories(repository.resolve("issues"));
    Files.writeString(repository.resolve("issues/CHECK-1.md"), ISSUE);
    ProjectSetup.makeRepository(repository, "A check", "begin");
    return new AgentTrial(repository, agent, word.permissions());
  }

  /** Has the agent work on the issue. */
  RunReport run(Map<String, String> environment, RunListener listener)
      throws IOException, RefusedException, InterruptedException {
    RunOptions options =
        RunOptions.builder()
            .agent(agent)
            .agents(AgentOptions.DEFAULT.toBuilder().permissions(permissions).build())
            .attempts(1)
            .workers(1)
            .build();
    return Orchestrator.at(repository)
        .environment(environment)
        .options(options)
        .listener(listener)
        .build()
        .run();
  }
}
