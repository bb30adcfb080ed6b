package dev.roundhouse.orchestrator;

import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentProfile;
import dev.roundhouse.orchestrator.agent.Agents;
import dev.roundhouse.orchestrator.agent.CommandAgent;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.git.Repository;
import dev.roundhouse.orchestrator.process.ProcessRunner;
import dev.roundhouse.orchestrator.process.Program;
import dev.roundhouse.orchestrator.process.SlotEnvironment;
import dev.roundhouse.orchestrator.process.TimeLimits;
import dev.roundhouse.orchestrator.resource.Resources;
import dev.roundhouse.orchestrator.run.AgentOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.work.RunRequest;
import dev.roundhouse.orchestrator.work.Setup;
import dev.roundhouse.orchestrator.work.Supplies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/** What a run works with: its agents, its gate and its hooks, as they were found. Immutable. */
final class Equipment {
  private final Preflight preflight;
  private final RunRequest request;
  private final ChildEnvironment environment;
  private final ProcessRunner runner = new ProcessRunner();
  private final Resources resources;
  private final String token = UUID.randomUUID().toString();

  Equipment(Preflight preflight, RunRequest request) {
    this.preflight = preflight;
    this.request = request;
    this.resources = new Resources(request.options().resources().counts());
    this.environment =
        new ChildEnvironment(request.environment(), request.options().agents().environment());
  }

  /** Marks the processes of gates and hooks, so that they can be found after a crash. */
  String token() {
    return token;
  }

  /** What children get of the environment, and what not. */
  ChildEnvironment environment() {
    return environment;
  }

  Agents agents(Repository repository) throws IOException {
    Instant now = request.clock().instant();
    // asked for before any agent can configure another
    PersonIdent author = repository.author(now);
    PersonIdent committer = repository.committer(now);
    AgentPrograms programs = preflight.agents();
    Map<String, Agent> named = new TreeMap<>();
    for (Map.Entry<String, AgentPrograms.AgentProgram> each : programs.named().entrySet()) {
      List<String> wanted =
          each.getValue().profile().map(AgentProfile::environment).orElse(List.of());
      Map<String, String> variables = environment.forAgents(author, committer, wanted);
      named.put(each.getKey(), agent(each.getValue(), slots(variables)));
    }
    if (request.agent() != null) {
      named.put(programs.usual(), request.agent());
    }
    return new Agents(request.options().agents(), programs.usual(), named, programs.templates());
  }

  private SlotEnvironment slots(Map<String, String> variables) throws IOException {
    return SlotEnvironment.of(variables)
        .telling(
            preflight.repository().commonDir(), request.options().workers(), SlotEnvironment.NAMES);
  }

  private Agent agent(AgentPrograms.AgentProgram found, SlotEnvironment variables) {
    TimeLimits limits =
        new TimeLimits(request.options().timeout(), request.options().agents().idleTimeout());
    return new CommandAgent(
        found.program(),
        found.profile(),
        runner,
        variables,
        limits,
        request.clock().withZone(ZoneId.systemDefault()));
  }

  /**
   * Who judges candidates, or null for nobody.
   *
   * @throws RefusedException if what its verdicts depend on cannot be found out
   */
  @Nullable Gate gate() throws IOException, RefusedException, InterruptedException {
    return new GateEquipment(preflight.repository(), request, runner, token)
        .gate(preflight.gate(), resources);
  }

  /** What workers and gates share. */
  Resources resources() {
    return resources;
  }

  Supplies supplies(Repository repository) throws IOException {
    Path checkout = repository.checkout();
    AgentOptions options = request.options().agents();
    return new Supplies(
        checkout,
        options,
        hook("setup", preflight.setup(), options.setupTimeout()),
        hook("teardown", preflight.teardown(), options.teardownTimeout()));
  }

  private @Nullable Setup hook(String name, @Nullable Program program, Duration limit)
      throws IOException {
    return program == null
        ? null
        : new Setup(name, program, runner, slots(environment.plain()), limit, token);
  }
}
