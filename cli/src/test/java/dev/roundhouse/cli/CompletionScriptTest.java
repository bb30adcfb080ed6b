package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The completion scripts in the shells themselves, at a terminal: keys are typed, Tab is one of
 * them. A shell that is not on this machine is skipped.
 */
@Tag("slow")
class CompletionScriptTest extends CommandFixture {
  private static final String HOSTILE = "$(touch pwned)";
  private final List<Process> started = new ArrayList<>();
  private Path programs;

  @BeforeEach
  void installProgram() throws IOException {
    programs = Files.createDirectory(temporary.resolve("bin"));
    Path program = programs.resolve("roundhouse");
    String java =
        ChildJvm.command(Main.class).stream()
            .map(each -> "'" + each + "'")
            .collect(Collectors.joining(" "));
    Files.writeString(program, "#!/bin/sh\nexec " + java + " \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    for (String each : List.of("bash", "zsh", "fish")) {
      Files.writeString(script(each), shell.type("completion", each).out());
    }
    git.write(
        "issues/BUG-7.md",
        "---\nlabels: ['" + HOSTILE + "']\n---\n# `touch pwned` $(touch pwned); touch pwned\n");
    git.commitAll("issue");
  }

  private Path script(String name) {
    return temporary.resolve("completion." + name);
  }

  @AfterEach
  void stop() {
    started.forEach(each -> each.descendants().forEach(ProcessHandle::destroyForcibly));
    started.forEach(Process::destroyForcibly);
  }

  /** Types {@code keys} into a shell at a terminal, then what ends it; returns what it showed. */
  private String type(String name, String keys) throws Exception {
    String set = "PS1='READY> '; source '" + script(name) + "'";
    String zsh = "autoload -U compinit; compinit -u -D; unsetopt zle_bracketed_paste; " + set;
    String begin = name.equals("zsh") ? zsh : "bind 'set enable-bracketed-paste off'; " + set;
    Path rc = Files.writeString(temporary.resolve(".zshrc"), begin + "\n");
    String start = name.equals("zsh") ? "zsh -i" : "bash --noprofile --rcfile '" + rc + "' -i";
    Path log = temporary.resolve("screen");
    Process process = start(log, List.of("script", "-q", "-e", "-c", start, "/dev/null"));
    try (OutputStream keyboard = process.getOutputStream()) {
      Patience.await().until(() -> Files.readString(log).contains("READY> "));
      keyboard.write((keys + "\nexit\n").getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
      Patience.exitCode(process);
    }
    return Files.readString(log);
  }

  private Process start(Path log, List<String> line) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line).directory(git.root().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(git.environment());
    environment.putAll(Map.of("TERM", "xterm", "SHELL", "/bin/sh", "COLUMNS", "200"));
    environment.put("ZDOTDIR", temporary.toString());
    environment.put("PATH", programs + ":" + System.getenv("PATH"));
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    started.add(process);
    return process;
  }

  private static void assumeThere(String program) throws Exception {
    Process asked = new ProcessBuilder("sh", "-c", "command -v " + program).start();
    assumeThat(Patience.exitCode(asked)).as(program).isZero();
  }

  @ParameterizedTest
  @CsvSource({"bash", "zsh"})
  void tabCompletesAnIssueAndTheValueOfAFlag(String name) throws Exception {
    assumeThere(name);
    type(
        name,
        "roundhouse sho\tBU\t --js\t >shown; roundhouse run --style=sq\t --plai\t --help >help");

    assertThat(git.read("shown")).contains("\"BUG-7\"");
    assertThat(git.read("help")).contains("Works through the backlog");
    assertThat(git.root().resolve("pwned")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void whatTheRepositoryNamesIsTextThatIsNotRun(String name) throws Exception {
    assumeThere(name);
    type(name, "roundhouse list --label \t --json >listed");

    assertThat(git.read("listed")).contains("BUG-7");
    assertThat(git.root().resolve("pwned")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void aDirectoryIsCompletedByTheShell(String name) throws Exception {
    assumeThere(name);
    git.write("the backlog/BUG-9.md", "# Far away\n");
    type(name, "roundhouse list --backlog the\t --json >listed");

    assertThat(git.read("listed")).contains("BUG-9");
  }

  @Test
  void fishShowsTitlesAndRunsNone() throws Exception {
    assumeThere("fish");
    Path log = temporary.resolve("fish");
    Process fish =
        start(
            log,
            List.of(
                "fish",
                "--no-config",
                "-c",
                "source '"
                    + script("fish")
                    + "'; complete -C 'roundhouse show BU'; complete -C 'roundhouse run --label ';"
                    + " complete -C 'roundhouse run --style=s'; complete -C 'roundhouse -C iss'"));

    assertThat(Patience.exitCode(fish)).isZero();
    assertThat(Files.readString(log).lines())
        .contains("BUG-7\t`touch pwned` $(touch pwned); touch pwned")
        .contains(HOSTILE, "--style=squash")
        .anyMatch(each -> each.startsWith("issues/"));
    assertThat(git.root().resolve("pwned")).doesNotExist();
  }
}
