package dev.roundhouse.orchestrator.internal.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A ready-made way to run one well-known program unattended. Immutable.
 *
 * @param name its name, which is also the usual name of its program
 * @param description what it is, on one line
 * @param arguments what the program is told so that it runs unattended
 * @param passing how it is given its prompt
 * @param environment the names of the variables it may need, to be passed on where they are set
 * @param format what it prints
 * @param verified how this was found to be so, on one line
 */
public record AgentProfile(
    String name,
    String description,
    List<String> arguments,
    PromptDelivery passing,
    List<String> environment,
    StreamFormat format,
    String verified) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,49}");

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the name is not a lower-case word
   */
  public AgentProfile {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a profile's name must be lower-case letters, digits and '-', not: " + name);
    }
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
  }

  /** The profile of that name, if there is one. */
  public static Optional<AgentProfile> find(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Every ready-made profile, as documented. */
  public static List<AgentProfile> all() {
    return KnownProfiles.ALL;
  }

  /**
   * The program and its arguments, for no shell to see.
   *
   * @param program the program and any words that are to follow it at once
   * @param more further options, such as the choice of a model
   * @param prompt the prompt
   * @param promptFile a file that holds the prompt
   */
  public List<String> argv(
      List<String> program, List<String> more, String prompt, Path promptFile) {
    List<String> argv = new ArrayList<>(program);
    argv.addAll(arguments);
    argv.addAll(more);
    argv.addAll(passing.words(prompt, promptFile));
    return argv;
  }
}
