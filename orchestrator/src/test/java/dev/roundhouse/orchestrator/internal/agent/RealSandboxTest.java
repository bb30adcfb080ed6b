package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.process.ProcessEnding;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real CLIs in their own sandboxes, as the table in docs/security.md has it; run as {@link
 * RealAgentsTest} is. Claude Code needs {@code bwrap} and {@code socat} on the {@code PATH}.
 */
class RealSandboxTest {
  @TempDir Path temporary;
  private Path place;
  private GitFixture git;
  private Path worktree;
  private Path log;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    RealAgentFixture.install();
  }

  /** Prepares a place that is not below {@code /tmp}, where one of the sandboxes lets it write. */
  @BeforeEach
  void prepare() throws IOException {
    place = Files.createTempDirectory(Path.of("/var/tmp"), "roundhouse-sandbox-");
    git = GitFixture.in(place.resolve("project"));
    Files.writeString(git.home().resolve("secret"), "hunter2");
    worktree = place.resolve("worktree");
    log = temporary.resolve("log");
    git.git("worktree", "add", "-q", "-b", "issue", worktree.toString());
  }

  @AfterEach
  void cleanUp() throws IOException {
    Directories.deleteTree(place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude | printf x > inside",
        "codex  | printf x > inside",
        "claude | cp $HOME/secret inside",
        "codex  | cp $HOME/secret inside",
      })
  void aCommandReadsAnythingAndWritesInItsWorktree(String name, String command) throws Exception {
    ran(name, command);

    assertThat(worktree.resolve("inside")).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude | printf x > $HOME/outside",
        "codex  | printf x > $HOME/outside",
        "claude | printf x > ../outside",
        "codex  | printf x > ../outside",
        "claude | printf x > ../project/outside",
        "codex  | printf x > ../project/outside",
        "claude | printf x > ../project/.git/outside",
        "codex  | printf x > ../project/.git/outside",
        "claude | printf x > ../project/.git/hooks/outside",
        "codex  | printf x > ../project/.git/hooks/outside",
        "claude | printf x > ../project/.git/worktrees/worktree/outside",
        "codex  | printf x > ../project/.git/worktrees/worktree/outside",
        "claude | ln -s $HOME link; printf x > link/outside",
        "codex  | ln -s $HOME link; printf x > link/outside",
      })
  void whatItWritesElsewhereIsHeld(String name, String command) throws Exception {
    ran(name, command + " || printf x > held");

    assertThat(worktree.resolve("held")).exists();
    try (var all = Files.walk(place)) {
      assertThat(all).noneMatch(each -> each.endsWith("outside"));
    }
  }

  @ParameterizedTest
  @CsvSource({"claude", "codex"})
  void aCommitIsHeldAndTheWorkStays(String name) throws Exception {
    ran(name, "printf x > work; git add -A && git commit -qm x || printf x > held");

    assertThat(worktree.resolve("held")).exists();
    assertThat(git.gitIn(worktree, "status", "--porcelain")).contains("?? work");
    assertThat(git.git("rev-parse", "issue")).isEqualTo(git.git("rev-parse", "main"));
    git.gitIn(worktree, "add", "work");
  }

  @ParameterizedTest
  @CsvSource({"claude", "codex"})
  void aConnectionIsHeld(String name) throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      String connect = "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort();
      ran(name, "bash -c '" + connect + "' && printf x > connected || printf x > held");
    }
    assertThat(worktree.resolve("held")).exists();
    assertThat(worktree.resolve("connected")).doesNotExist();
  }

  /** Has the model ask for {@code command}, whose characters need no escape in JSON. */
  private void ran(String name, String command) throws Exception {
    AgentProfile profile = AgentProfile.find(name).orElseThrow();
    List<String> program = List.of(RealAgentFixture.program(name));
    Optional<String> failure =
        new SandboxTrial(worktree, Map.of("PATH", Objects.requireNonNull(System.getenv("PATH"))))
            .failure(profile.sandbox().orElseThrow(), program.get(0));
    assumeTrue(failure.isEmpty(), "the sandbox does not work here: " + failure);
    AgentProfile sandboxed = profile.sandboxed(git.root().resolve(".git")).orElseThrow();
    RealAgentFixture agents = new RealAgentFixture(git, place);
    try (ScriptedModel model = ScriptedModel.wanting(command)) {
      Map<String, String> settings = new TreeMap<>(agents.settings(name, model.url()));
      Optional.ofNullable(System.getenv("LD_LIBRARY_PATH"))
          .ifPresent(path -> settings.put("LD_LIBRARY_PATH", path));
      ProcessEnding ending =
          agents
              .in(worktree, settings, RealAgentFixture.LIMIT)
              .run(sandboxed.argv(program, List.of(), "", Path.of("")), "-- go on\n", log);
      assertThat(ending).as(Files.readString(log)).isEqualTo(new ProcessEnding.Exited(0));
    }
  }
}
