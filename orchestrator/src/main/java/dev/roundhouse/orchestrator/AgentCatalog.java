package dev.roundhouse.orchestrator;

import dev.roundhouse.orchestrator.internal.agent.AgentProfile;
import dev.roundhouse.orchestrator.internal.agent.AgentScripts;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.options.AgentOptions.Permissions;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The agents that one repository knows by name. Immutable; safe for use by any number of threads.
 */
public final class AgentCatalog {
  private final RunRequest request;

  AgentCatalog(RunRequest request) {
    this.request = request;
  }

  /**
   * Returns all agents: scripts by name, then profiles. Outside a repository the scripts are those
   * below the directory itself.
   *
   * @throws IOException if their directory cannot be read
   */
  public List<Known> all() throws IOException {
    AgentScripts scripts = new AgentScripts(top().resolve(request.options().agents().directory()));
    List<Known> known = new ArrayList<>();
    for (AgentScripts.Script each : scripts.all()) {
      String file = each.file().toString();
      known.add(new Known(each.name(), "script", each.description(), file, file, "", ""));
    }
    AgentProfile.programs().stream().map(this::known).forEach(known::add);
    return List.copyOf(known);
  }

  /** Describes a profile as a run with the options would use it. */
  private Known known(AgentProfile profile) {
    boolean isAsked = request.options().agents().permissions() == Permissions.SANDBOXED;
    boolean isRefused = isAsked && profile.sandbox().isEmpty();
    AgentProfile used = isAsked ? profile.sandboxed().orElse(profile) : profile;
    Optional<Path> program =
        new Command(List.of(profile.name())).resolve(request.directory(), request.environment());
    return new Known(
        profile.name(),
        "profile",
        profile.description(),
        program.map(Path::toString).orElse(""),
        used.line(profile.name(), List.of()),
        isRefused
            ? "refused: 'permissions: sandboxed' is set, and it has no sandbox"
            : used.permission(),
        profile.sandboxed().map(AgentProfile::permission).orElse(""));
  }

  /** Returns the top of the checkout; the directory itself if it is not in a usable repository. */
  private Path top() throws IOException {
    try (Repository repository = Repository.openUnborn(request.directory())) {
      return repository.checkout();
    } catch (RepositoryException outside) {
      return request.directory();
    }
  }

  /**
   * One agent.
   *
   * @param name its name
   * @param kind its kind, one word
   * @param description its purpose, possibly empty
   * @param program its program, empty if it is not on this machine
   * @param line the command line that runs it
   * @param permission what that command line lets it do without asking, as one sentence; empty if
   *     that is not known
   * @param sandbox what its own sandbox would let it do, as one sentence; empty if it has none
   */
  public record Known(
      String name,
      String kind,
      String description,
      String program,
      String line,
      String permission,
      String sandbox) {}
}
