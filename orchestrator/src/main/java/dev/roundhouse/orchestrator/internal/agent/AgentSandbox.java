package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.internal.agent.ProfileArguments.Argument;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program's own sandbox: the arguments that turn it on, and a way to find out whether it works on
 * this machine without asking a model. Immutable.
 *
 * @param arguments the arguments in place of those that permit everything; {@link #GIT} in their
 *     words stands for the repository's directory
 * @param contrary the options by which a user would loosen it or replace its settings, some with
 *     the beginning of their value after a space
 * @param trials the ways to try it, of which one must succeed
 * @param install what a person does if none succeeds, as the end of a sentence
 * @param permission what it lets the program do, as one sentence without its full stop
 */
public record AgentSandbox(
    List<Argument> arguments,
    Set<String> contrary,
    List<Trial> trials,
    String install,
    String permission) {
  /** Stands for the repository's own directory, as the inside of a JSON string. */
  static final String GIT = "{git}";

  /** The path shown to people in place of the repository's, before a repository is known. */
  static final Path ANY_GIT = Path.of("/REPOSITORY/.git");

  private static final ObjectMapper JSON = JsonMapper.shared();

  /** Copies the collections. */
  public AgentSandbox {
    arguments = List.copyOf(arguments);
    contrary = Set.copyOf(contrary);
    trials = List.copyOf(trials);
  }

  /** Returns the arguments for the repository whose directory is {@code git}. */
  List<Argument> arguments(Path git) {
    String quoted = JSON.writeValueAsString(git.toAbsolutePath().toString());
    String inside = quoted.substring(1, quoted.length() - 1);
    return arguments.stream()
        .map(
            each ->
                new Argument(
                    each.role(),
                    each.words().stream().map(word -> word.replace(GIT, inside)).toList(),
                    each.names()))
        .toList();
  }

  /**
   * A command that succeeds only where the sandbox works.
   *
   * @param programs further programs that must exist
   * @param words its words; an empty first one stands for the agent's program
   */
  public record Trial(List<String> programs, List<String> words) {
    /** Copies the lists. */
    public Trial {
      programs = List.copyOf(programs);
      words = List.copyOf(words);
    }
  }
}
