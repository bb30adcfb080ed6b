package dev.roundhouse.orchestrator.internal.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A ready-made way to run one well-known program unattended. Immutable.
 *
 * @param name the profile's name, which is also the usual name of its program
 * @param description a description on one line
 * @param arguments the arguments that make the program run unattended
 * @param passing the way in which the prompt is passed
 * @param environment the names of the variables the program may need, passed on if they are set
 * @param logIn what a person does to log it in, as the end of a sentence
 * @param format the format of the program's output
 * @param verified the way in which this profile was verified, on one line
 */
public record AgentProfile(
    String name,
    String description,
    List<String> arguments,
    PromptDelivery passing,
    List<String> environment,
    String logIn,
    StreamFormat format,
    String verified) {
  /** The words on logging in for a program that is not known. */
  public static final String LOG_IN = "log in with its program, or set its key";

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

  /** Returns the profile with that name, if there is one. */
  public static Optional<AgentProfile> find(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Returns every ready-made profile, as documented. */
  public static List<AgentProfile> all() {
    return KnownProfiles.ALL;
  }

  /**
   * Returns the program and its arguments, to be run without a shell.
   *
   * @param program the program and any words that must follow it directly
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
