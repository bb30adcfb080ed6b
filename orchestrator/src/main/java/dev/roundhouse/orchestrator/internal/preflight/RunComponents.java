package dev.roundhouse.orchestrator.internal.preflight;

import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.internal.agent.AgentProfile;
import dev.roundhouse.orchestrator.internal.agent.Agents;
import dev.roundhouse.orchestrator.internal.agent.CommandAgent;
import dev.roundhouse.orchestrator.internal.agent.EmbeddedAgent;
import dev.roundhouse.orchestrator.internal.attempt.WorktreeHook;
import dev.roundhouse.orchestrator.internal.attempt.WorktreeProvisioner;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.environment.GitConfigEnvironment;
import dev.roundhouse.orchestrator.internal.environment.SlotEnvironment;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.worktree.SuppliedFiles;
import dev.roundhouse.orchestrator.internal.process.ProcessRunner;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.internal.process.TimeLimits;
import dev.roundhouse.orchestrator.internal.resource.Resources;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/** The components of a run: its agents, its gate and its hooks, as they were found. Immutable. */
public final class RunComponents {
  private final Preflight preflight;
  private final RunRequest request;
  private final ChildEnvironment environment;
  private final ProcessRunner runner = new ProcessRunner();
  private final Resources resources;
  private final String token = UUID.randomUUID().toString();

  public RunComponents(Preflight preflight, RunRequest request) {
    this.preflight = preflight;
    this.request = request;
    this.resources = new Resources(request.options().resources().counts());
    this.environment =
        new ChildEnvironment(
            request.environment(),
            request.options().agents().environment(),
            request.options().form().secretVariables());
  }

  /**
   * Returns the mark of the processes of gates and hooks, by which they can be found after a crash.
   */
  public String token() {
    return token;
  }

  /** Returns the environment of children, with the withheld variables. */
  public ChildEnvironment environment() {
    return environment;
  }

  /** Returns lines for people that say which profiles run the agents, and how. */
  public List<String> profiles() {
    return programs().flatMap(each -> each.notes().stream()).distinct().toList();
  }

  /** Returns lines for people about known programs whose output is not read. */
  public List<String> unread() {
    return programs().flatMap(each -> each.warning().stream()).toList();
  }

  private Stream<AgentPrograms.AgentProgram> programs() {
    return new TreeMap<>(preflight.agents().named()).values().stream();
  }

  /** Returns the variables that the profile of an agent needs, and only agents get. */
  public List<String> wanted() {
    return programs()
        .flatMap(each -> each.profile().stream())
        .flatMap(profile -> profile.environment().stream())
        .filter(request.environment()::containsKey)
        .filter(name -> !environment.plain().containsKey(name))
        .distinct()
        .sorted()
        .toList();
  }

  public Agents agents(Repository repository) throws IOException, InterruptedException {
    Instant now = request.clock().instant();
    // requested before any agent can configure another
    PersonIdent author = repository.author(now);
    PersonIdent committer = repository.committer(now);
    Optional<Path> ignored = supplied(repository).ignoreFile();
    AgentPrograms programs = preflight.agents();
    Map<String, Agent> named = new TreeMap<>();
    for (Map.Entry<String, AgentPrograms.AgentProgram> each : programs.named().entrySet()) {
      List<String> wanted =
          each.getValue().profile().map(AgentProfile::environment).orElse(List.of());
      Map<String, String> variables =
          ignoring(ignored, environment.forAgents(author, committer, wanted));
      named.put(each.getKey(), agent(each.getValue(), slots(variables)));
    }
    if (request.agent() != null) {
      named.put(programs.usual(), new EmbeddedAgent(request.agent(), limits()));
    }
    return new Agents(request.options().agents(), programs.usual(), named, programs.templates());
  }

  private SlotEnvironment slots(Map<String, String> variables) throws IOException {
    return SlotEnvironment.of(variables)
        .withSlotVariables(
            preflight.repository().commonDir(), request.options().workers(), SlotEnvironment.NAMES);
  }

  private Agent agent(AgentPrograms.AgentProgram found, SlotEnvironment variables) {
    return new CommandAgent(
        found.program(),
        found.profile(),
        runner,
        variables,
        limits(),
        request.clock().withZone(ZoneId.systemDefault()));
  }

  private TimeLimits limits() {
    return new TimeLimits(request.options().timeout(), request.options().agents().idleTimeout());
  }

  /**
   * Returns the gate that judges candidates, or null for none.
   *
   * @throws RefusedException if the inputs of its verdicts cannot be determined
   */
  public @Nullable Gate gate() throws IOException, RefusedException, InterruptedException {
    return new GateFactory(preflight.repository(), request, runner, token)
        .gate(preflight.gate(), resources);
  }

  /** Returns the resources that workers and gates share. */
  public Resources resources() {
    return resources;
  }

  public WorktreeProvisioner supplies(Repository repository) throws IOException {
    AgentOptions options = request.options().agents();
    return new WorktreeProvisioner(
        supplied(repository),
        hook("setup", preflight.setup(), options.setupTimeout()),
        hook("teardown", preflight.teardown(), options.teardownTimeout()));
  }

  private static Map<String, String> ignoring(
      Optional<Path> ignored, Map<String, String> variables) {
    return ignored
        .map(
            file ->
                new GitConfigEnvironment(variables)
                    .with("core.excludesFile", file.toString())
                    .variables())
        .orElse(variables);
  }

  private SuppliedFiles supplied(Repository repository) {
    AgentOptions options = request.options().agents();
    return options
        .copied()
        .map(copied -> SuppliedFiles.of(repository, copied, options.linked()))
        .orElseGet(() -> SuppliedFiles.included(repository, options.linked()));
  }

  private @Nullable WorktreeHook hook(String name, @Nullable Program program, Duration limit)
      throws IOException {
    return program == null
        ? null
        : new WorktreeHook(name, program, runner, slots(environment.plain()), limit, token);
  }
}
