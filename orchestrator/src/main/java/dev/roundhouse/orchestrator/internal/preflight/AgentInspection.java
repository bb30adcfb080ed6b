package dev.roundhouse.orchestrator.internal.preflight;

import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A configured agent, as a run would find it. Immutable.
 *
 * @param name its configured name or command line
 * @param program the file of its program; empty if there is none
 * @param profile the name of the profile that runs it, if one does
 * @param warning a line for people if a known program is run without its profile
 * @param refusal the reason for which a run would be refused
 */
public record AgentInspection(
    String name,
    String program,
    Optional<String> profile,
    Optional<String> warning,
    Optional<RefusedException> refusal) {
  /**
   * Returns every agent that the options name, the usual one first.
   *
   * @throws IOException if something cannot be read
   */
  public static List<AgentInspection> all(Repository repository, RunRequest request)
      throws IOException {
    Set<String> names = new LinkedHashSet<>();
    request.options().agent().map(Command::display).ifPresent(names::add);
    names.addAll(AgentPrograms.names(request.options().agents()));
    List<AgentInspection> all = new ArrayList<>();
    for (String each : names) {
      all.add(of(each, repository, request));
    }
    return all;
  }

  private static AgentInspection of(String name, Repository repository, RunRequest request)
      throws IOException {
    try {
      Optional<Command> usual = request.options().agent();
      Command command =
          usual.filter(each -> each.display().equals(name)).isPresent()
              ? usual.get()
              : AgentPrograms.command(name);
      AgentPrograms.AgentProgram found = AgentPrograms.program(command, repository, request);
      return new AgentInspection(
          name,
          found.program().executable().toString(),
          found.profile().map(each -> each.name()),
          found.warning(),
          Optional.empty());
    } catch (RefusedException refused) {
      return new AgentInspection(
          name, "", Optional.empty(), Optional.empty(), Optional.of(refused));
    }
  }
}
