package dev.roundhouse.cli;

import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Types commands into a repository: in this process, or in one of its own that can be killed. */
final class Shell {
  /** A terminal at which nothing was typed, and whose output goes nowhere. */
  static final Terminal NOWHERE =
      new Terminal(
          new PrintWriter(Writer.nullWriter()),
          new PrintWriter(Writer.nullWriter()),
          Path.of(""),
          Map.of(),
          SignalSource.none());

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

  /** Answers a command line typed in the checkout, with more variables. */
  Answer typeWith(Map<String, String> more, String... words) {
    Map<String, String> environment = new HashMap<>(git.environment());
    environment.putAll(more);
    return answer(git.root(), environment, words);
  }

  Answer typeIn(Path directory, String... words) {
    return answer(directory, git.environment(), words);
  }

  private static Answer answer(Path directory, Map<String, String> environment, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(err),
            directory,
            environment,
            SignalSource.none());
    int code = CommandLines.answer(terminal, words);
    return new Answer(code, out.toString(), err.toString());
  }

  /** Answers a command line typed at a screen without colours. */
  Answer typeOnScreen(int columns, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Map<String, String> environment = new HashMap<>(git.environment());
    environment.put("NO_COLOR", "1");
    Terminal terminal =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(err),
            git.root(),
            environment,
            true,
            () -> columns,
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
    return start(options, Map.of(), log, words);
  }

  /** The same with more variables. */
  Process startWith(Map<String, String> more, Path log, String... words) throws IOException {
    return start(List.of(), more, log, words);
  }

  private Process start(List<String> options, Map<String, String> more, Path log, String... words)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(ChildJvm.command(options, Main.class, words))
            .directory(git.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(git.environment());
    builder.environment().putAll(more);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectInput(new File("/dev/null"))
        .start();
  }

  /** Starts the program at a terminal of its own; what it shows goes to {@code log}. */
  Process startAtTerminal(Map<String, String> more, Path log, String... words) throws IOException {
    List<String> program = new ArrayList<>(List.of("env"));
    more.forEach((name, value) -> program.add(name + "=" + value));
    program.addAll(ChildJvm.command(Main.class, words));
    String command =
        program.stream()
            .map(each -> "'" + each.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    ProcessBuilder builder =
        new ProcessBuilder("script", "-q", "-e", "-c", command, "/dev/null")
            .directory(git.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(git.environment());
    builder.environment().putAll(Map.of("TERM", "xterm", "SHELL", "/bin/sh"));
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Answers a command line in a process that may have {@code most} files open. */
  String typeWithOpenFiles(int most, Path log, String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + most + "; \"$@\"", "-"));
    command.addAll(ChildJvm.command(Main.class, words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(git.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(git.environment());
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    Patience.exitCode(process);
    return Files.readString(log);
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
