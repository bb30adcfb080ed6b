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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types every command of docs/tutorial.md into a shell, in one go as a reader does, and compares
 * what is printed; {@code -Dtutorial.write=true} writes what differs.
 */
@Tag("slow")
class TutorialTest {
  private static final Path PAGE = Path.of("..", "docs", "tutorial.md").toAbsolutePath();
  private static final String NEXT = "==next==";

  @TempDir Path temporary;
  private @Nullable Process shell;

  @AfterEach
  void end() {
    if (shell != null) {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }

  @Test
  void everyCommandPrintsWhatTheTutorialShows() throws Exception {
    ConsolePage page = ConsolePage.read(PAGE);
    List<List<String>> printed = typed(page.steps());
    List<List<String>> shown = page.steps().stream().map(page::output).toList();
    if (Boolean.getBoolean("tutorial.write")) {
      Files.write(PAGE, page.with(mixed(shown, printed)));
      return;
    }

    assertThat(printed).hasSameSizeAs(shown);
    for (int i = 0; i < shown.size(); i++) {
      assertThat(stable(printed.get(i)))
          .as(page.steps().get(i).command())
          .isEqualTo(stable(shown.get(i)));
    }
  }

  /** Leaves what differs only in hashes and times as the page has it. */
  private static List<List<String>> mixed(List<List<String>> shown, List<List<String>> printed) {
    List<List<String>> all = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      boolean same = stable(shown.get(i)).equals(stable(printed.get(i)));
      all.add(same ? shown.get(i) : printed.get(i));
    }
    return all;
  }

  private static List<String> stable(List<String> lines) {
    return lines.stream()
        .map(each -> each.replaceAll("\\brun_[0-9a-f]+", "RUN"))
        .map(each -> each.replaceAll("\\b(?=[a-f]*\\d)[0-9a-f]{7,40}\\b", "HASH"))
        .map(each -> each.replaceAll("\\b\\d+(\\.\\d+)?[smhd](\\d+[sm])?\\b", "TIME"))
        .map(each -> each.replaceAll("\\s+", " ").strip())
        .collect(Collectors.joining("\n"))
        .strip()
        .lines()
        .toList();
  }

  private List<List<String>> typed(List<ConsolePage.Step> steps) throws Exception {
    StringBuilder script = new StringBuilder("exec 2>&1\n");
    for (ConsolePage.Step step : steps) {
      script.append("echo ").append(NEXT).append('\n').append(step.command()).append('\n');
    }
    Path file = Files.writeString(temporary.resolve("tutorial.sh"), script);
    Path log = temporary.resolve("printed");
    ProcessBuilder builder = new ProcessBuilder("sh", file.toString());
    builder.environment().clear();
    builder.environment().putAll(environment());
    shell =
        builder
            .directory(Files.createDirectories(temporary.resolve("work")).toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Patience.exitCode(shell);
    return parts(Files.readAllLines(log));
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
    String path = program.getParent() + ":" + Objects.requireNonNull(System.getenv("PATH"));
    return Map.of(
        "HOME", home.toString(), "PATH", path, "LANG", "C.UTF-8", "GIT_CONFIG_NOSYSTEM", "1");
  }
}
