package dev.roundhouse.orchestrator.internal.diagnosis;

import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.internal.agent.AgentProfile;
import dev.roundhouse.orchestrator.internal.agent.AgentSandbox;
import dev.roundhouse.orchestrator.internal.agent.SandboxTrial;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.preflight.AgentInspection;
import dev.roundhouse.orchestrator.options.AgentOptions.Permissions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Questions about the sandboxes of the agents that the configuration names: each is tried, without
 * calling a model.
 *
 * @param repository the repository
 * @param request the options, and the environment with PATH
 */
record SandboxChecks(Repository repository, RunRequest request) {
  private static final String NAME = "sandbox";

  /** Checks the sandbox of each agent that has one, once for each program. */
  List<HealthCheck> all() throws IOException, InterruptedException {
    List<HealthCheck> checks = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    SandboxTrial trial = new SandboxTrial(repository.checkout(), request.environment());
    for (AgentInspection each : AgentInspection.all(repository, request)) {
      Optional<AgentProfile> profile = each.profile().flatMap(AgentProfile::find);
      Optional<AgentSandbox> sandbox = profile.flatMap(AgentProfile::sandbox);
      if (sandbox.isPresent() && seen.add(each.program())) {
        Optional<String> failure = trial.failure(sandbox.get(), each.program());
        checks.add(check(profile.get().name(), sandbox.get(), failure));
      }
    }
    return checks;
  }

  private HealthCheck check(String agent, AgentSandbox sandbox, Optional<String> failure) {
    boolean isOn = request.options().agents().permissions() == Permissions.SANDBOXED;
    if (failure.isEmpty()) {
      return HealthCheck.ok(
          NAME,
          "that of "
              + agent
              + " works here, and is "
              + (isOn ? "on" : "off; 'permissions: sandboxed' turns it on"));
    }
    String finding = "that of " + agent + " does not work here: " + failure.get();
    return isOn
        ? HealthCheck.error(
            NAME,
            finding,
            sandbox.install() + ", or write 'permissions: unrestricted' into " + ConfigFile.NAME)
        : HealthCheck.ok(
            NAME,
            "off, so agents may do what you may do; to turn on that of "
                + agent
                + ", first "
                + sandbox.install()
                + " ("
                + failure.get()
                + ")");
  }
}
