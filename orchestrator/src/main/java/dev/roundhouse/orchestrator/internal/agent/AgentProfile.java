package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.options.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A ready-made way to run one well-known program unattended. Immutable.
 *
 * @param name the profile's name, which is also the usual name of its program
 * @param description a description on one line
 * @param arguments the arguments that make the program run unattended
 * @param permission what these arguments let it do without asking, as one sentence without its full
 *     stop; empty if it asks nothing anyway
 * @param passing the way in which the prompt is passed
 * @param environment the names of the variables the program may need, passed on if they are set
 * @param logIn what a person does to log it in, as the end of a sentence
 * @param format the format of the program's output
 * @param resumption the way in which it goes on in an earlier session; empty if that is not known
 * @param sandbox the program's own sandbox; empty if it has none that is known to hold
 * @param verified the way in which this profile was verified, on one line
 */
public record AgentProfile(
    String name,
    String description,
    ProfileArguments arguments,
    String permission,
    PromptDelivery passing,
    List<String> environment,
    String logIn,
    StreamFormat format,
    Optional<SessionResumption> resumption,
    Optional<AgentSandbox> sandbox,
    String verified) {
  /** The words on logging in for a program that is not known. */
  public static final String LOG_IN = "log in with its program, or set its key";

  private static final Pattern NPM = Pattern.compile("(?:.*/)?node_modules/\\.bin/[^/]+");
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
    environment = List.copyOf(environment);
  }

  /** Returns the profile with that name, if there is one. */
  public static Optional<AgentProfile> find(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * Returns the profile of a well-known program, named by its name, by an absolute path, or by the
   * path at which npm installs it; any other relative path is a script of a project.
   */
  public static Optional<AgentProfile> ofProgram(String word) {
    boolean isInstalled = word.startsWith("/") || NPM.matcher(word).matches();
    String name = isInstalled ? word.substring(word.lastIndexOf('/') + 1) : word;
    return programs().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Returns every profile of a well-known program. */
  public static List<AgentProfile> programs() {
    return all().stream().filter(each -> !each.name().equals("shell")).toList();
  }

  /** Returns the names of the programs with a sandbox of their own, for people. */
  public static String withSandbox() {
    return programs().stream()
        .filter(each -> each.sandbox().isPresent())
        .map(AgentProfile::name)
        .collect(Collectors.joining(", "));
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
    argv.addAll(arguments.with(more));
    argv.addAll(passing.words(prompt, promptFile));
    return argv;
  }

  /**
   * Returns the program and its arguments for going on in an earlier session, with the prompt on
   * its standard input; empty if the program cannot do that, or not with the words of the user, or
   * if {@code session} is not an id.
   *
   * @param program the program and any words that must follow it directly
   * @param more further options, such as the choice of a model
   * @param session the id that the program gave for its session, which may hold anything
   */
  public Optional<List<String>> resume(List<String> program, List<String> more, String session) {
    return resumption
        .filter(each -> passing.onStandardInput() && arguments.endOpen(more, each.unfit()))
        .flatMap(each -> each.of(argv(program, more, "", Path.of("")), session));
  }

  /** Tells whether a resumed run counts again what its session had used before. */
  boolean countsSession() {
    return resumption.filter(SessionResumption::countsSession).isPresent();
  }

  /**
   * Tells whether a run that {@link #resume} started ended because there was no such session, so
   * that the work must be asked for in a new one.
   *
   * @param log the file with all that the program printed
   * @throws IOException if the file cannot be read
   */
  public boolean couldNotResume(AgentEnding ending, AgentReport report, Path log)
      throws IOException {
    return resumption.isPresent() && resumption.get().failed(ending, report, log);
  }

  /**
   * Returns the command line for people, with a prompt in {@code /PROMPT.md} where it is a file.
   */
  public String line(String program, List<String> more) {
    return new Command(argv(List.of(program), more, "PROMPT", Path.of("/PROMPT.md"))).display();
  }

  /**
   * Returns the words of {@code more} with which this profile could not give the program its prompt
   * or read its output, if there are any.
   */
  public Optional<String> objection(List<String> more) {
    return arguments.objection(more);
  }

  /**
   * Returns the same of the words after the program in a command line, which may also begin with
   * another command of the program.
   */
  public Optional<String> lineObjection(List<String> more) {
    return objection(more).or(() -> arguments.otherCommand(more));
  }

  /**
   * Returns the profile that runs the program in its own sandbox; empty if it has none.
   *
   * @param git the repository's own directory, which the sandbox protects
   */
  public Optional<AgentProfile> sandboxed(Path git) {
    return sandbox.map(
        each ->
            new AgentProfile(
                name,
                description,
                arguments.within(each.arguments(git)),
                each.permission(),
                passing,
                environment,
                logIn,
                format,
                resumption,
                sandbox,
                verified));
  }

  /** Returns the same for people, for any repository. */
  public Optional<AgentProfile> sandboxed() {
    return sandboxed(AgentSandbox.ANY_GIT);
  }

  /** Returns the words of {@code more} that would loosen the sandbox, if there are any. */
  public Optional<String> contrary(List<String> more) {
    return sandbox.flatMap(each -> ProfileArguments.firstOf(more, each.contrary()));
  }

  /** Returns {@link #permission} if it holds with {@code more}. */
  public Optional<String> permission(List<String> more) {
    return arguments.permitsAll(more) ? Optional.of(permission) : Optional.empty();
  }
}
