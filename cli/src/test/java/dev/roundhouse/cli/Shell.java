package dev.roundhouse.cli;

import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Types commands into a repository: in this process, or in one of its own that can be killed. */
final class Shell {
  private final GitFixture git;

  Shell(GitFixture git) {
    this.git = git;
  }

  /** What a command answered. */
  record Answer(int code, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }
  }

  /** Answers a command line typed in the checkout. */
  Answer type(String... words) {
    return typeIn(git.root(), words);
  }

  Answer typeIn(Path directory, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(err),
            directory,
            git.environment(),
            false,
            SignalSource.none());
    int code = CommandLines.answer(terminal, words);
    return new Answer(code, out.toString(), err.toString());
  }

  /** Starts the program in a process of its own; its output goes to {@code log}. */
  Process start(Path log, String... words) throws IOException {
    return startOn(List.of(), log, words);
  }

  /** The same on a Java with options of its own. */
  Process startOn(List<String> options, Path log, String... words) throws IOException {
    List<String> command = command(options, Main.class);
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(git.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(git.environment());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectInput(new File("/dev/null"))
        .start();
  }

  /** What starts {@code program} on a Java with {@code options}, up to the program's own words. */
  static List<String> command(List<String> options, Class<?> program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.add("-cp");
    command.add(Objects.requireNonNull(System.getProperty("java.class.path")));
    command.add(program.getName());
    return command;
  }

  /** The lifecycle status of an issue, as {@code status --json} has it. */
  String status(String id) {
    for (JsonNode each : type("status", "--json").json().path("issues")) {
      if (each.path("id").asString().equals(id)) {
        return each.path("status").asString();
      }
    }
    return "absent";
  }
}
