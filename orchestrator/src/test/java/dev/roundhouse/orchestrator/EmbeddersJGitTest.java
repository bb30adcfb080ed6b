package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedding program that uses JGit itself finds it as it was. */
class EmbeddersJGitTest {
  @TempDir Path temporary;
  private GitFixture git;
  private Path calls;

  @BeforeEach
  void makeProjectAndHome() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").commitAll("backlog");
    git.git("gc", "-q"); // a pack
    git.git("config", "--unset", "user.name");
    Files.writeString(git.home().resolve(".gitconfig"), "[user]\n\tname = Emma Embedder\n");
    calls = temporary.resolve("calls");
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    Path wrapper =
        Files.writeString(
            bin.resolve("git"),
            "#!/bin/sh\necho \"$*\" >>'" + calls + "'\nPATH=${PATH#*:}\nexec git \"$@\"\n");
    assertThat(wrapper.toFile().setExecutable(true)).isTrue();
  }

  private List<String> run(String reader) throws IOException, InterruptedException {
    ProcessBuilder child =
        new ProcessBuilder(
                ChildJvm.command(
                    List.of("-Duser.home=" + git.home()),
                    Embedder.class,
                    reader,
                    git.root().toString(),
                    git.agent("echo x >x\n").display()))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    child.environment().clear();
    child.environment().putAll(git.environment());
    child
        .environment()
        .compute("PATH", (name, path) -> temporary.resolve("bin") + File.pathSeparator + path);
    child.environment().remove("GIT_CONFIG_NOSYSTEM");
    Process process = child.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Patience.exitCode(process)).isZero();
    return said.lines().toList();
  }

  @Test
  void itsOwnReaderStaysAndReadsItsUsersConfiguration() throws Exception {
    assertThat(run("own")).containsExactly("true", "same", "Emma Embedder");
  }

  @Test
  void soDoesThatOfJGit() throws Exception {
    assertThat(run("usual")).containsExactly("true", "same", "Emma Embedder");
  }

  @Test
  void aRunHasJGitStartNoGitAndWriteNothingForTheUser() throws Exception {
    assertThat(run("run only")).containsExactly("true", "same");

    assertThat(Files.readAllLines(calls))
        .as("what JGit asks git")
        .noneMatch(each -> each.startsWith("config --system") || each.equals("--version"));
    try (var files = Files.walk(git.home())) {
      assertThat(files.map(each -> String.valueOf(each.getFileName())))
          .doesNotContain("jgit", ".config");
    }
  }

  /** A program that runs once, and then opens the repository by itself. */
  static final class Embedder {
    private Embedder() {}

    public static void main(String[] arguments) throws Exception {
      if (arguments[0].equals("own")) {
        SystemReader.setInstance(new SystemReader.Delegate(SystemReader.getInstance()));
      }
      SystemReader before = SystemReader.getInstance();
      Path project = Path.of(arguments[1]);
      RunOptions options = RunOptions.builder().agent(Command.parse(arguments[2])).build();
      System.out.println(Orchestrator.at(project).options(options).build().run().isComplete());
      System.out.println(SystemReader.getInstance() == before ? "same" : "replaced");
      if (arguments[0].equals("run only")) {
        return;
      }
      try (Repository own =
          new FileRepositoryBuilder().setGitDir(project.resolve(".git").toFile()).build()) {
        System.out.println(Objects.requireNonNull(own.getConfig().getString("user", null, "name")));
      }
    }
  }
}
