package dev.roundhouse.orchestrator.internal.preflight;

import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.internal.agent.AgentProfile;
import dev.roundhouse.orchestrator.internal.agent.AgentScripts;
import dev.roundhouse.orchestrator.internal.agent.EmbeddedAgent;
import dev.roundhouse.orchestrator.internal.agent.Template;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.AgentSteps;
import dev.roundhouse.orchestrator.options.AgentSteps.StepOptions;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.Route;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The programs of all agents a run may need, and the templates of their prompts, found before it
 * begins. Immutable.
 *
 * @param usual the name of the agent for issues without a route
 * @param named every program, by its configured name or command line; without the usual one's if
 *     the embedder supplied an agent
 * @param templates every template, by its path
 */
record AgentPrograms(
    String usual, Map<String, AgentProgram> named, Map<String, Template> templates) {
  /** Copies the maps. */
  AgentPrograms {
    named = Map.copyOf(named);
    templates = Map.copyOf(templates);
  }

  static AgentPrograms find(Repository repository, RunRequest request)
      throws IOException, RefusedException {
    AgentOptions options = request.options().agents();
    AgentPermissions.checkEmbedded(request);
    Map<String, AgentProgram> named = new TreeMap<>();
    String usual =
        request.agent() == null
            ? usual(repository, request, named)
            : EmbeddedAgent.display(request.agent());
    for (String each : names(options)) {
      named.put(each, program(command(each), repository, request));
    }
    Map<String, Template> templates = new TreeMap<>();
    for (String each : prompts(options.steps())) {
      templates.put(each, TemplateFile.prompt(repository.checkout(), each));
    }
    return new AgentPrograms(usual, named, templates);
  }

  private static String usual(
      Repository repository, RunRequest request, Map<String, AgentProgram> named)
      throws IOException, RefusedException {
    Optional<Command> command = request.options().agent();
    if (command.isEmpty()) {
      throw RefusedException.input("no agent is configured", advice(repository.checkout()));
    }
    String name = command.get().display();
    named.put(name, program(command.get(), repository, request));
    return name;
  }

  private static String advice(Path checkout) {
    Path file = checkout.resolve(ConfigFile.NAME);
    String flag = "set one with --agent CMD, or ";
    return Files.exists(file)
        ? flag + "add a line such as 'agent: claude' to " + file
        : flag
            + "put a "
            + ConfigFile.NAME
            + " like this at "
            + checkout
            + ":\n\n"
            + ConfigFile.MINIMAL;
  }

  static Command command(String words) throws RefusedException {
    try {
      return Command.parse(words);
    } catch (IllegalArgumentException malformed) {
      throw RefusedException.input(
          "the agent '" + words + "' is not a valid command line: " + malformed.getMessage(),
          "see 'roundhouse agents' for the names");
    }
  }

  /** Finds the program, in the form that the options or the look of the words give it. */
  static AgentProgram program(Command command, Repository repository, RunRequest request)
      throws IOException, RefusedException {
    AgentProgram found = unrestricted(command, repository, request);
    return request.options().agents().permissions() == AgentOptions.Permissions.SANDBOXED
        ? AgentPermissions.sandboxed(found, repository)
        : found;
  }

  private static AgentProgram unrestricted(
      Command command, Repository repository, RunRequest request)
      throws IOException, RefusedException {
    Program found;
    AgentOptions options = request.options().agents();
    AgentOptions.Form form = options.forms().get(command.display());
    String word = command.argv().get(0);
    if (form == null && command.argv().size() == 1 && !word.contains("/")) {
      Path directory = repository.checkout().resolve(options.directory());
      Optional<AgentScripts.Script> script = new AgentScripts(directory).find(word);
      if (script.isPresent()) {
        found = new Program(command, script.get().file());
        return new AgentProgram(found, Optional.empty(), Optional.empty());
      }
    }
    found = Objects.requireNonNull(new ProgramFinder(repository, request).find("agent", command));
    Optional<AgentProfile> profile =
        form == AgentOptions.Form.COMMAND ? Optional.empty() : AgentProfile.ofProgram(word);
    Optional<String> objection =
        form == AgentOptions.Form.PROFILE
            ? Optional.empty() // the configuration was refused
            : profile.flatMap(each -> each.lineObjection(words(command)));
    return new AgentProgram(found, objection.isPresent() ? Optional.empty() : profile, objection);
  }

  static List<String> words(Command command) {
    return command.argv().subList(1, command.argv().size());
  }

  static List<String> names(AgentOptions options) {
    List<String> names = new ArrayList<>();
    options.routes().stream().map(Route::agent).forEach(names::add);
    steps(options.steps()).flatMap(step -> step.agent().stream()).forEach(names::add);
    return names;
  }

  private static List<String> prompts(AgentSteps steps) {
    return steps(steps).flatMap(step -> step.prompt().stream()).toList();
  }

  private static Stream<StepOptions> steps(AgentSteps steps) {
    return Stream.of(
            steps.validate().stream(), Stream.of(steps.implement()), steps.repair().stream())
        .flatMap(each -> each);
  }

  /**
   * One agent's program.
   *
   * @param program the program
   * @param profile the way to run and to read it; if absent, it is run as it is
   * @param unread the words because of which a known program has no profile
   */
  record AgentProgram(Program program, Optional<AgentProfile> profile, Optional<String> unread) {
    /** Returns lines for people that say how its profile runs it; none without a profile. */
    List<String> notes() {
      if (profile.isEmpty()) {
        return List.of();
      }
      List<String> more = words(program.command());
      String line = profile.get().line(program.command().argv().get(0), more);
      return List.of(
          program.display() + " is run by the profile " + profile.get().name() + ": " + line,
          profile
              .get()
              .permission(more)
              .orElse("this command line skips none of its questions; its own permissions hold"));
    }

    /** Returns a line for people if a known program is run as it stands, but not on purpose. */
    Optional<String> warning() {
      return unread.map(
          words ->
              program.display()
                  + " is run as it stands: with '"
                  + words
                  + "' its profile cannot read its limits, log-in, tokens and cost;"
                  + " write {command: [...]} if that is meant");
    }
  }
}
