package dev.roundhouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** A project nobody prepared, and a PATH whose only agent is a script called claude. */
abstract class DoFixture extends CommandFixture {
  /** An agent that corrects the project and counts how often. */
  static final String FIXING = "cat >\"$HOME/prompt\"; echo fixed >>fix.txt\n";

  private static final String VERSION =
      "case \"$*\" in *--version*) echo '2.1.0 (Claude Code)'; exit;; esac\n";
  private static final Set<String> AGENTS =
      Set.of("claude", "codex", "gemini", "opencode", "qwen", "copilot", "aider");

  private Path bin = Path.of("");
  private String path = "";

  @BeforeEach
  void makePath() throws IOException {
    bin = Files.createDirectory(temporary.resolve("bin"));
    List<String> rest = new ArrayList<>(List.of(bin.toString()));
    for (String each : Objects.requireNonNull(System.getenv("PATH")).split(":", -1)) {
      rest.add(withoutAgents(Path.of(each), rest.size()).toString());
    }
    path = String.join(":", rest);
    git.write("Makefile", "test:\n\t@echo tried >>../tried; ! grep -s broken fix.txt\n");
    git.commitAll("a project");
  }

  private Path withoutAgents(Path directory, int number) throws IOException {
    if (AGENTS.stream().noneMatch(each -> Files.exists(directory.resolve(each)))) {
      return directory;
    }
    Path clean = Files.createDirectory(temporary.resolve("path" + number));
    try (Stream<Path> programs = Files.list(directory)) {
      for (Path each : programs.toList()) {
        if (!AGENTS.contains(each.getFileName().toString())) {
          Files.createSymbolicLink(clean.resolve(each.getFileName()), each);
        }
      }
    }
    return clean;
  }

  /** Puts an agent called claude on PATH. */
  void agent(String script) throws IOException {
    Files.deleteIfExists(bin.resolve("claude"));
    Files.createSymbolicLink(
        bin.resolve("claude"), Path.of(git.script("claude", VERSION + script)));
  }

  Map<String, String> path() {
    return new HashMap<>(Map.of("PATH", path));
  }

  Shell.Answer type(String... words) {
    return shell.typeWith(path(), words);
  }

  /** Types {@code do} with {@code words}. */
  Shell.Answer doing(String... words) {
    return type(Stream.concat(Stream.of("do"), Stream.of(words)).toArray(String[]::new));
  }

  String home(String name) throws IOException {
    return Files.readString(git.home().resolve(name));
  }

  /** The number of times the gate has run. */
  long tried() throws IOException {
    try (Stream<String> lines =
        Files.lines(git.root().resolveSibling("project.roundhouse/tried"))) {
      return lines.count();
    }
  }
}
