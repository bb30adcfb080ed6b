package dev.roundhouse.orchestrator.internal.diagnosis;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.internal.backlog.BacklogReader;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.Target;
import dev.roundhouse.orchestrator.internal.preflight.AgentInspection;
import dev.roundhouse.orchestrator.internal.preflight.GateFactory;
import dev.roundhouse.orchestrator.internal.preflight.Preflight;
import dev.roundhouse.orchestrator.internal.project.InstalledAgents;
import dev.roundhouse.orchestrator.options.GateCommand;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Questions about the configuration, the branch, the backlog, the agents and the gate.
 *
 * @param repository the repository
 * @param request the options, and the environment with PATH
 */
record ProjectChecks(Repository repository, RunRequest request) {
  HealthCheck configuration() throws IOException, RefusedException {
    if (!Files.exists(repository.checkout().resolve(ConfigFile.NAME))) {
      return HealthCheck.warning(
          "config",
          "there is no " + ConfigFile.NAME,
          "'roundhouse init' writes one for what it finds");
    }
    RunOptions options = ConfigFile.read(repository.checkout()).build();
    return HealthCheck.ok(
        "config", ConfigFile.NAME + " is valid; " + Plural.of(options.workers(), "worker"));
  }

  HealthCheck branch() throws IOException, RefusedException {
    if (!repository.hasCommits()) {
      return HealthCheck.error(
          "branch", "the repository has no commits yet", "commit something, if only the backlog");
    }
    String branch = Preflight.branch(repository, request.options());
    Target target = new Target(repository, branch);
    Optional<ObjectId> tip = repository.refs().commit(target.tipRef());
    ObjectId head = repository.refs().commit(target.branchRef()).orElseThrow();
    if (tip.isPresent() && !repository.objects().isAncestor(tip.get(), head)) {
      return HealthCheck.warning(
          "branch", branch + " lacks changes that have landed", "'roundhouse sync' brings them");
    }
    return HealthCheck.ok("branch", branch + ", at " + head.abbreviate(7).name());
  }

  HealthCheck backlog() throws IOException {
    BacklogReading reading = BacklogReader.scan(repository, request);
    long errors =
        reading.findings().stream()
            .filter(each -> each.severity() == Finding.Severity.ERROR)
            .count();
    long warnings = reading.findings().size() - errors;
    String issues = Plural.of(reading.issues().size(), "issue");
    if (errors > 0) {
      return HealthCheck.error(
          "backlog", issues + "; " + Plural.of(errors, "error"), "see 'roundhouse lint'");
    }
    if (reading.issues().isEmpty()) {
      return HealthCheck.warning(
          "backlog", "no issue found", "'roundhouse new \"Title\"' writes one");
    }
    return warnings > 0
        ? HealthCheck.warning(
            "backlog", issues + "; " + Plural.of(warnings, "warning"), "see 'roundhouse lint'")
        : HealthCheck.ok("backlog", issues);
  }

  /** Checks each agent that the configuration names. */
  List<HealthCheck> agents() throws IOException, InterruptedException {
    if (request.agent() != null) {
      return List.of(HealthCheck.ok("agent", "supplied by the embedding program"));
    }
    InstalledAgents installed = new InstalledAgents(repository.checkout(), request.environment());
    List<HealthCheck> checks = new ArrayList<>();
    if (request.options().agent().isEmpty()) {
      List<String> names = installed.names();
      checks.add(
          HealthCheck.warning(
              "agent",
              "none is configured" + (names.isEmpty() ? "; no known one is on PATH" : ""),
              names.isEmpty()
                  ? "install one, and name it under 'agent' in " + ConfigFile.NAME
                  : "write 'agent: " + names.get(0) + "' into " + ConfigFile.NAME));
    }
    for (AgentInspection each : AgentInspection.all(repository, request)) {
      checks.add(agent(each, installed));
    }
    return checks;
  }

  private static HealthCheck agent(AgentInspection agent, InstalledAgents installed)
      throws IOException, InterruptedException {
    if (agent.refusal().isPresent()) {
      return HealthCheck.error("agent", agent.refusal().get());
    }
    if (agent.warning().isPresent()) {
      return HealthCheck.warning(
          "agent", agent.warning().get(), "'roundhouse agents' lists the profiles");
    }
    if (agent.profile().isEmpty()) {
      return HealthCheck.ok("agent", agent.name() + ", run as it stands: " + agent.program());
    }
    Optional<String> version = installed.version(agent.program());
    String found = agent.name() + version.map(each -> ", version " + each).orElse("");
    return version.isPresent()
        ? HealthCheck.ok("agent", found + ", profile " + agent.profile().get())
        : HealthCheck.warning(
            "agent",
            found + ": " + agent.program() + " --version prints no version",
            "try it: roundhouse agents check " + agent.name());
  }

  HealthCheck gate() throws RefusedException {
    var unused = GateFactory.find(repository, request);
    if (request.gate() != null) {
      return HealthCheck.ok("gate", "supplied by the embedding program");
    }
    List<GateCommand> commands = request.options().gate().commands();
    return commands.isEmpty()
        ? HealthCheck.warning(
            "gate",
            "none, so that changes land untested",
            "name your tests under 'gate' in " + ConfigFile.NAME)
        : HealthCheck.ok(
            "gate",
            commands.stream().map(GateCommand::display).collect(Collectors.joining(", then "))
                + " (not run; --run-gate runs it)");
  }
}
