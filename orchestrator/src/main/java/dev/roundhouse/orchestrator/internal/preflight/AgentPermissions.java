package dev.roundhouse.orchestrator.internal.preflight;

import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.internal.agent.AgentProfile;
import dev.roundhouse.orchestrator.internal.agent.AgentSandbox;
import dev.roundhouse.orchestrator.internal.agent.EmbeddedAgent;
import dev.roundhouse.orchestrator.internal.agent.SandboxTrial;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.preflight.AgentPrograms.AgentProgram;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.Optional;

/** Refuses agents that would run without the sandbox that {@code permissions} asks for. Pure. */
final class AgentPermissions {
  private static final String ASKED = "'permissions: sandboxed' is set, but ";
  private static final String INSTEAD =
      "write 'permissions: unrestricted' into "
          + ConfigFile.NAME
          + " if it may do everything"
          + " that you may do";

  private AgentPermissions() {}

  /** Refuses an agent of the embedding program, which has no sandbox. */
  static void checkEmbedded(RunRequest request) throws RefusedException {
    if (request.agent() != null && isAsked(request)) {
      throw refused(
          "the agent "
              + EmbeddedAgent.display(request.agent())
              + " is supplied by a program and"
              + " has no sandbox",
          INSTEAD);
    }
  }

  /** Returns {@code found} with the profile that runs it in its own sandbox. */
  static AgentProgram sandboxed(AgentProgram found, Repository repository) throws RefusedException {
    String name = found.program().display();
    if (found.profile().isEmpty()) {
      throw refused(
          "the agent " + name + " is run as it stands, without a sandbox",
          INSTEAD + ", or name one of " + AgentProfile.withSandbox());
    }
    AgentProfile profile = found.profile().get();
    Optional<AgentProfile> sandboxed = profile.sandboxed(repository.commonDir());
    if (sandboxed.isEmpty()) {
      throw refused(
          "the profile " + profile.name() + " of the agent " + name + " has no sandbox",
          INSTEAD + ", or name one of " + AgentProfile.withSandbox());
    }
    Optional<String> contrary = profile.contrary(AgentPrograms.words(found.program().command()));
    if (contrary.isPresent()) {
      throw refused(
          "the agent " + name + " has '" + contrary.get() + "', which loosens its sandbox",
          "remove it, or " + INSTEAD);
    }
    return new AgentProgram(found.program(), sandboxed, found.unread());
  }

  /** Tries the sandbox of each of {@code agents}, and refuses one that does not work here. */
  static void check(AgentPrograms agents, RunRequest request)
      throws IOException, RefusedException, InterruptedException {
    if (!isAsked(request)) {
      return;
    }
    SandboxTrial trial = new SandboxTrial(request.directory(), request.environment());
    for (AgentProgram each : agents.named().values()) {
      AgentSandbox sandbox = each.profile().flatMap(AgentProfile::sandbox).orElseThrow();
      Optional<String> failure = trial.failure(sandbox, each.program().executable().toString());
      if (failure.isPresent()) {
        throw refused(
            "the sandbox of " + each.program().display() + " does not work here: " + failure.get(),
            sandbox.install() + ", or " + INSTEAD);
      }
    }
  }

  private static boolean isAsked(RunRequest request) {
    return request.options().agents().permissions() == AgentOptions.Permissions.SANDBOXED;
  }

  private static RefusedException refused(String why, String hint) {
    return RefusedException.input(ASKED + why, hint);
  }
}
