package dev.roundhouse.orchestrator;

import dev.roundhouse.orchestrator.agent.AgentScripts;
import dev.roundhouse.orchestrator.git.Repository;
import java.io.IOException;
import java.util.List;

/**
 * The agents that are known by a name in one repository. Immutable; safe for use by any number of
 * threads.
 */
public final class AgentList {
  private final Orchestrator.Builder parts;

  AgentList(Orchestrator.Builder parts) {
    this.parts = parts;
  }

  /**
   * All of them, by name.
   *
   * @throws IOException if their directory cannot be read
   */
  public List<Known> all() throws IOException {
    try (Repository repository = Repository.open(parts.directory)) {
      AgentScripts scripts =
          new AgentScripts(repository.checkout().resolve(parts.options.agents().directory()));
      return scripts.all().stream()
          .map(each -> new Known(each.name(), "script", each.description(), each.file().toString()))
          .toList();
    }
  }

  /**
   * One agent.
   *
   * @param name what it is called
   * @param kind what it is, one word
   * @param description what it is for, possibly empty
   * @param program its program
   */
  public record Known(String name, String kind, String description, String program) {}
}
