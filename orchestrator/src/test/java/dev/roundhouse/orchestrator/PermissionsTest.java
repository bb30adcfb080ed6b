package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentMonitor;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a sandbox is asked for, no agent runs without one. */
@Tag("slow")
class PermissionsTest {
  private static final String CODEX =
      """
      #!/bin/sh
      if [ "$1" = sandbox ]; then
        %s
      fi
      cat >/dev/null
      echo "$*" >>"$HOME/arguments"
      echo x >"$ROUNDHOUSE_ISSUE_ID.txt"
      """;

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeRepository() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    environment.put("PATH", bin + ":" + environment.get("PATH"));
    program("codex", CODEX.formatted("exit 0"));
    program("gemini", "#!/bin/sh\n");
    git.write("work.sh", "#!/bin/sh\n");
    assertThat(git.root().resolve("work.sh").toFile().setExecutable(true)).isTrue();
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(temporary.resolve("bin").resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private RunReport run(String yaml) throws Exception {
    git.write("roundhouse.yaml", "attempts: 1\nworkers: 1\n" + yaml.replace('~', '\n') + "\n");
    git.issue("A-1").commitAll("backlog");
    return git.configuredOrchestrator(environment).build().run();
  }

  private RefusedException refused(String yaml) {
    RefusedException refused = catchThrowableOfType(RefusedException.class, () -> run(yaml));
    assertThat(refused.kind()).isEqualTo(RefusedException.Kind.INPUT);
    assertThat(refused.hint()).contains("'permissions: unrestricted'");
    assertThat(git.root().resolve(".git/roundhouse/journal")).doesNotExist();
    assertThat(git.home().resolve("arguments")).doesNotExist();
    return refused;
  }

  @Test
  void aSandboxedAgentGetsItsSandboxAndItsWorkLands() throws Exception {
    RunReport report = run("agent: codex -m o3~permissions: sandboxed");

    assertThat(report.isComplete()).isTrue();
    assertThat(Files.readString(git.home().resolve("arguments")))
        .isEqualTo("exec --json --sandbox workspace-write -c approval_policy=never -m o3\n");
  }

  @ParameterizedTest
  @CsvSource({"''", "permissions: unrestricted"})
  void withoutTheKeyAnAgentRunsAsBefore(String permissions) throws Exception {
    run("agent: codex~" + permissions);

    assertThat(Files.readString(git.home().resolve("arguments")))
        .isEqualTo("exec --json --dangerously-bypass-approvals-and-sandbox\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agent: ./work.sh | the agent ./work.sh is run as it stands",
        "agent: {command: [codex, exec]} | the agent codex exec is run as it stands",
        "agent: gemini | the profile gemini of the agent gemini has no sandbox",
        "agent: codex --yolo | has '--yolo', which loosens its sandbox",
        "agent: codex -s danger-full-access | has '-s danger-full-access', which loosens",
        "agent: codex~routes: [{agent: ./work.sh, label: never}] | ./work.sh is run as it stands",
        "agent: codex~steps: {repair: {agent: gemini}} | the agent gemini has no sandbox",
      })
  void anAgentWithoutASandboxIsRefusedBeforeAnythingChanges(String agents, String why) {
    assertThat(refused(agents + "~permissions: sandboxed")).hasMessageContaining(why);
  }

  @Test
  void aSandboxThatDoesNotWorkHereIsRefusedWithWhatItSaid() throws Exception {
    program("codex", CODEX.formatted("echo 'no user namespaces' >&2; exit 1"));

    assertThat(refused("agent: codex~permissions: sandboxed"))
        .hasMessage(
            "'permissions: sandboxed' is set, but the sandbox of codex does not work here:"
                + " no user namespaces");
  }

  @Test
  void anAgentOfTheEmbeddingProgramIsRefused() {
    git.write("roundhouse.yaml", "permissions: sandboxed\n").issue("A-1").commitAll("backlog");

    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () -> git.configuredOrchestrator(environment).agent(new Idle()).build().run());

    assertThat(refused).hasMessageContaining("is supplied by a program and has no sandbox");
  }

  /** An agent that does nothing. */
  private static final class Idle implements Agent {
    @Override
    public String display() {
      return "idle";
    }

    @Override
    public AgentEnding work(AgentRequest agentRequest, AgentMonitor monitor) {
      return new AgentEnding.Exited(0);
    }
  }
}
