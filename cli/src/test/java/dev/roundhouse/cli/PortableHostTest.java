package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole program with the means it has on hosts other than Linux: the JDK's own, with a shell
 * ({@code portable}) and without ({@code direct}).
 */
@Tag("slow")
class PortableHostTest extends CommandFixture {
  private Path home;

  @BeforeEach
  void makeRepository() {
    home = git.home();
  }

  /** An agent that does what the script named after its issue says. */
  private Process start(String means, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("run", "--agent", git.script("agent", "exec \"$HOME/$ROUNDHOUSE_ISSUE_ID\"")));
    command.addAll(List.of(words));
    return shell.startOn(
        List.of("-Droundhouse.processes=" + means),
        home.resolve("output"),
        command.toArray(String[]::new));
  }

  private void issue(String id, String script) {
    git.issue(id);
    git.script(id, script);
  }

  private String output() throws IOException {
    return Files.readString(home.resolve("output"));
  }

  private int end(Process run) throws Exception {
    return Patience.exitCode(run);
  }

  private long pidIn(String name) throws IOException {
    Path file = home.resolve(name);
    Patience.await().until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
    return Long.parseLong(Files.readString(file).strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"portable", "direct"})
  void agentsWorkAndWhatTheyStartIsEndedWithThem(String means) throws Exception {
    issue("A-1", "cat >prompt.txt; echo x >one");
    issue("A-2", "setsid sleep 300 & echo $! >\"$HOME/left\"; echo x >two; sleep 2");
    issue("A-3", "echo x >three; exit 3");
    issue("A-4", "echo x >late; sleep 300 & echo $! >\"$HOME/late\"; wait");
    issue("A-5", "echo x >called-off; echo $$ >\"$HOME/called-off\"; sleep 300");
    git.commitAll("backlog");

    Process run = start(means, "--workers", "5", "--timeout", "15s", "--attempts", "1");
    long calledOff = pidIn("called-off");
    assertThat(shell.type("cancel", "A-5").code()).isZero();
    int code = end(run);

    assertThat(code).as(output()).isEqualTo(1);
    assertThat(git.landed("main")).as(output()).containsExactlyInAnyOrder("A-1", "A-2");
    assertThat(git.show("main", "prompt.txt")).contains("A-1");
    assertThat(git.show("refs/roundhouse/work/a-3/1/dirty", "three")).isEqualTo("x");
    assertThat(git.show("refs/roundhouse/work/a-4/1/dirty", "late")).isEqualTo("x");
    assertThat(git.show("refs/roundhouse/work/a-5/1/dirty", "called-off")).isEqualTo("x");
    assertThat(shell.status("A-4")).isEqualTo("failed");
    assertThat(shell.status("A-5")).isEqualTo("cancelled");
    assertThat(GitFixture.runs(calledOff)).isFalse();
    assertThat(GitFixture.runs(pidIn("left"))).isFalse();
    assertThat(GitFixture.runs(pidIn("late"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"portable", "direct"})
  void afterAKillAnAgentThatStillRunsIsEndedAndItsWorkKept(String means) throws Exception {
    issue("A-1", "echo half >half; echo $$ >\"$HOME/pid\"; sleep 300");
    git.commitAll("backlog");
    Process killed = start(means);
    long agent = pidIn("pid");
    Patience.await().until(() -> shell.status("A-1").equals("working"));
    killed.destroyForcibly().waitFor();
    git.script("A-1", "echo whole >whole");

    assertThat(end(start(means))).as(output()).isZero();

    assertThat(GitFixture.runs(agent)).isFalse();
    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "half")).isEqualTo("half");
  }

  @ParameterizedTest
  @ValueSource(strings = {"portable", "direct"})
  void afterAKillAnAgentThatIsGoneHoldsItsIssueUntilAPersonHasLooked(String means)
      throws Exception {
    issue("A-1", "echo half >half; echo $$ >\"$HOME/pid\"; sleep 300");
    git.issue("A-2", "blocked_by: A-1").commitAll("backlog");
    Process killed = start(means);
    long agent = pidIn("pid");
    Patience.await().until(() -> shell.status("A-1").equals("working"));
    killed.destroyForcibly().waitFor();
    ProcessHandle survivor = ProcessHandle.of(agent).orElseThrow();
    survivor.destroyForcibly();
    Patience.await().until(() -> ProcessHandle.of(agent).isEmpty());

    assertThat(end(start(means))).as(output()).isEqualTo(1);
    assertThat(output()).contains("A-1 stays working: cannot tell", "roundhouse cancel A-1");
    assertThat(git.landed("main")).isEmpty();

    assertThat(shell.type("cancel", "A-1").code()).isZero();
    assertThat(end(start(means))).as(output()).isEqualTo(1);

    assertThat(shell.status("A-1")).isEqualTo("cancelled");
    assertThat(git.show("refs/roundhouse/work/a-1/1/dirty", "half")).isEqualTo("half");
  }
}
