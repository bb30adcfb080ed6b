package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A shell into which the commands of a page are typed, in one go as a reader does, by a person who
 * has set up git and has no coding agent installed.
 */
final class ConsoleSession implements AutoCloseable {
  private static final String NEXT = "==next==";
  private static final Set<String> AGENTS =
      Set.of("claude", "codex", "gemini", "opencode", "qwen", "copilot", "aider");

  private final Path temporary;
  private @Nullable Process shell;

  ConsoleSession(Path temporary) {
    this.temporary = temporary;
  }

  /** Returns what each of {@code commands} prints, line by line. */
  List<List<String>> type(List<String> commands) throws Exception {
    StringBuilder script = new StringBuilder("exec 2>&1\n");
    for (String command : commands) {
      script.append("echo ").append(NEXT).append('\n').append(command).append('\n');
    }
    Path file = Files.writeString(temporary.resolve("session.sh"), script);
    Path log = temporary.resolve("printed");
    ProcessBuilder builder = new ProcessBuilder("sh", file.toString());
    builder.environment().clear();
    builder.environment().putAll(environment());
    Process started =
        builder
            .directory(Files.createDirectories(temporary.resolve("work")).toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    shell = started;
    Patience.exitCode(started);
    String place = Files.createDirectories(temporary.resolve("work")).toRealPath().toString();
    return parts(
        Files.readAllLines(log).stream().map(each -> each.replace(place, "/home/ada")).toList());
  }

  /** Returns {@code lines} without what is different each time: hashes, times, versions, sizes. */
  static List<String> stable(List<String> lines) {
    return lines.stream()
        .filter(each -> !each.matches("(?:ok|warning) +sandbox .*")) // the machine's own
        .map(each -> each.replaceAll("\\brun_[0-9a-f]+", "RUN"))
        .map(each -> each.replaceAll("\\b(?=[a-f]*\\d)[0-9a-f]{7,40}\\b", "HASH"))
        .map(each -> each.replaceAll("\\b\\d+(\\.\\d+)?[smhd](\\d+[sm])?\\b", "TIME"))
        .map(each -> each.replaceAll("\\b\\d+(\\.\\d+)? ([kKMGT]B|bytes)\\b", "SIZE"))
        .map(each -> each.replaceAll("^(ok +(?:git|java) +)[\\w.+~-]+", "$1VERSION"))
        .map(each -> each.replaceAll("\\s+", " ").strip())
        .map(each -> each.replaceAll("^workers:? \\d+| workers: \\d+", "WORKERS"))
        .collect(Collectors.joining("\n"))
        .strip()
        .lines()
        .toList();
  }

  private static List<List<String>> parts(List<String> printed) {
    List<List<String>> parts = new ArrayList<>();
    for (String line : printed) {
      if (line.equals(NEXT)) {
        parts.add(new ArrayList<>());
      } else {
        parts.get(parts.size() - 1).add(line);
      }
    }
    return parts;
  }

  /** Returns the path without the coding agents that this machine may have. */
  private String pathWithoutAgents() throws IOException {
    List<String> path = new ArrayList<>();
    for (String each : Objects.requireNonNull(System.getenv("PATH")).split(":", -1)) {
      Path directory = Path.of(each);
      boolean hides = AGENTS.stream().anyMatch(name -> Files.exists(directory.resolve(name)));
      path.add(hides ? withoutAgents(directory, path.size()).toString() : each);
    }
    return String.join(":", path);
  }

  private Path withoutAgents(Path directory, int number) throws IOException {
    Path links = Files.createDirectories(temporary.resolve("path-" + number));
    try (Stream<Path> programs = Files.list(directory)) {
      for (Path each : programs.toList()) {
        if (!AGENTS.contains(each.getFileName().toString())) {
          Files.createSymbolicLink(links.resolve(each.getFileName()), each);
        }
      }
    }
    return links;
  }

  /** The program on the path, and a person who has set up git. */
  private Map<String, String> environment() throws IOException {
    Path home = Files.createDirectories(temporary.resolve("home"));
    Files.writeString(
        home.resolve(".gitconfig"), "[user]\n\tname = Ada\n\temail = ada@example.org\n");
    Path program = Files.createDirectories(temporary.resolve("bin")).resolve("roundhouse");
    String command =
        ChildJvm.command(Main.class).stream()
            .map(each -> "'" + each.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Files.writeString(program, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    String path = program.getParent() + ":" + pathWithoutAgents();
    return Map.of(
        "HOME", home.toString(), "PATH", path, "LANG", "C.UTF-8", "GIT_CONFIG_NOSYSTEM", "1");
  }

  @Override
  public void close() {
    if (shell != null) {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }
}
