package dev.roundhouse.orchestrator.internal.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.run.RepositoryException;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of an old git, and what asking costs; each git here hands on to the real one. */
class GitVersionTest {
  private static final String REAL = "PATH=${PATH#*:} exec git \"$@\"\n";

  private GitFixture git;
  private Path bin;
  private Path asked;

  /** Finds a repository and says where it is, or why it cannot be used. */
  static final class Finds {
    public static void main(String... args) throws IOException {
      try (Repository repository = Repository.find(Path.of(args[0]))) {
        System.out.println(repository.checkout());
      } catch (RepositoryException refused) {
        System.out.println(refused.getMessage() + "; " + refused.hint());
      }
    }
  }

  @BeforeEach
  void begin(@TempDir Path directory) throws Exception {
    git = GitFixture.in(directory);
    bin = Files.createDirectory(directory.resolve("bin"));
    asked = directory.resolve("asked");
  }

  private String found(String script) throws Exception {
    Path program = bin.resolve("git");
    Files.writeString(program, "#!/bin/sh\necho \"$*\" >>'" + asked + "'\n" + script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    ProcessBuilder child = ChildJvm.of(Finds.class, git.root().toString());
    child.environment().compute("PATH", (name, path) -> bin + ":" + path);
    Process process = child.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Patience.exitCode(process)).as(said).isZero();
    return said.strip();
  }

  @Test
  void aRepositoryIsFoundByOneProcess() throws Exception {
    assertThat(found(REAL)).isEqualTo(git.root().toRealPath().toString());

    assertThat(Files.readAllLines(asked)).hasSize(1);
  }

  @Test
  void anOldGitIsRefused() throws Exception {
    String old = "echo '{\"event\":\"version\",\"evt\":\"2\",\"exe\":\"2.37.7\"}' >&2\n";

    assertThat(found(old + REAL)).isEqualTo("git 2.37 is too old; install git 2.38 or newer");
  }

  @Test
  void aGitThatKnowsNoTraceIsAsked() throws Exception {
    String older = "unset GIT_TRACE2_EVENT\n";
    String answer = "case $* in *version) echo git version 2.17.1; exit 0 ;; esac\n";

    assertThat(found(older + answer + REAL))
        .isEqualTo("git 2.17 is too old; install git 2.38 or newer");
    assertThat(Files.readAllLines(asked)).hasSize(2);
  }

  @Test
  void aNewGitThatKnowsNoTraceIsGoodEnough() throws Exception {
    assertThat(found("unset GIT_TRACE2_EVENT\n" + REAL))
        .isEqualTo(git.root().toRealPath().toString());
  }

  @Test
  void aGitThatOnlyFailsCannotBeRun() throws Exception {
    assertThat(found("exit 1\n")).isEqualTo("git cannot be run; install git 2.38 or newer");
  }
}
