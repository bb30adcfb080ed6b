package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.SyncReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates, what they share with workers, and what their verdicts are good for: real programs. */
@Tag("slow")
class GateRunTest {
  private static final String EDIT = "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable Gate gate;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
  }

  private Orchestrator orchestrator() throws Exception {
    Orchestrator.Builder builder = git.configuredOrchestrator(environment);
    return gate == null ? builder.build() : builder.gate(gate).build();
  }

  private RunReport run() throws Exception {
    return orchestrator().run();
  }

  /** Configures an agent and, if there is a '%s' for it, a gate. */
  private void configure(String agent, String yaml, String... gates) {
    Object[] scripts = new Object[gates.length];
    for (int i = 0; i < gates.length; i++) {
      scripts[i] = git.script("gate" + i, gates[i]);
    }
    git.write(
        "roundhouse.yaml",
        "agent: '"
            + git.script("agent", agent)
            + "'\n"
            + String.format(Locale.ROOT, yaml, scripts));
  }

  private Path home(String name) {
    return Path.of(environment.getOrDefault("HOME", ""), name);
  }

  private long gated() throws Exception {
    return Files.exists(home("gated")) ? Files.readAllLines(home("gated")).size() : 0;
  }

  /** Takes the landing of A-1 off the target, and works A-1 again: the same tree once more. */
  private void landAgain() throws Exception {
    git.git("reset", "-q", "--hard", "HEAD~1");
    orchestrator().sync(SyncReport.Mode.ACCEPT);
    orchestrator().planEditor().retry(List.of(new IssueId("A-1")));
    assertThat(run().landed()).isEqualTo(1);
  }

  @Test
  void aTreeIsTestedOnceUntilSomethingItsVerdictDependsOnHasChanged() throws Exception {
    Files.writeString(home("version"), "17\n");
    Files.writeString(home("settings"), "one\n");
    configure(
        EDIT,
        "gate: ['%s', {run: ['%s'], name: second}]\ntoolchain: [[cat, '"
            + home("version")
            + "']]\ngateInputs: [~/settings]\n",
        "echo x >>\"$HOME/gated\"",
        "true");
    git.git("add", "-A");
    git.git("commit", "-q", "-m", "configuration");
    git.issue("A-1");
    environment.put("SHLVL", "1");
    run();
    assertThat(gated()).as("the base, and the work on it").isEqualTo(2 * 1);

    environment.put("SHLVL", "2");
    landAgain();
    assertThat(gated()).isEqualTo(2 * 1);

    environment.put("MODE", "strict");
    landAgain();
    assertThat(gated()).isEqualTo(2 * 2);
    Files.writeString(home("version"), "21\n");
    landAgain();
    assertThat(gated()).isEqualTo(2 * 3);
    Files.writeString(home("settings"), "two\n");
    landAgain();
    assertThat(gated()).isEqualTo(2 * 4);
    landAgain();
    assertThat(gated()).isEqualTo(2 * 4);
  }

  @Test
  void aTreeIsTestedAgainWhereVerdictsDoNotStandInForEachOther() throws Exception {
    configure(EDIT, "workers: 1\n");
    git.git("add", "-A");
    git.git("commit", "-q", "-m", "configuration");
    git.issue("A-1");
    AtomicInteger asked = new AtomicInteger();
    gate = new CountingGate(asked);
    run();
    landAgain();
    assertThat(asked).hasValue(2);

    gate = gate.uncached();
    landAgain();
    landAgain();
    assertThat(asked).hasValue(2 + 2 * 2);
  }

  /** Finds everything green. */
  private record CountingGate(AtomicInteger asked) implements Gate {
    @Override
    public String display() {
      return "counts";
    }

    @Override
    public String key() {
      return "counts";
    }

    @Override
    public Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted) {
      asked.incrementAndGet();
      return new Verdict.Green();
    }
  }

  @Test
  void whoRepairsIsToldWhichTestsFailedAndHow() throws Exception {
    String report =
        "<testsuite><testcase classname='org.example.SumTest' name='adds'>"
            + "<failure message='expected 3 but was 2'>at SumTest.java:16</failure></testcase>"
            + "<testcase classname='org.example.SumTest' name='counts'/></testsuite>";
    configure(
        "cat >prompt\n" + EDIT,
        "attempts: 2\ngate: '%s'\n",
        "[ -e prompt ] || exit 0\nmkdir -p target/surefire-reports\ncat >target/surefire-reports/TEST-S.xml <<'E'\n"
            + report
            + "\nE\necho BUILD FAILURE\nexit 1\n");
    git.issue("A-1").commitAll("backlog");

    run();

    assertThat(git.show("refs/roundhouse/work/a-1/2/dirty", "prompt"))
        .contains(
            "the gate exited with 1",
            "1 of 2 tests did not pass",
            "- org.example.SumTest.adds: expected 3 but was 2",
            "at SumTest.java:16",
            "BUILD FAILURE");
  }

  @Test
  void whatIsScarceIsHeldByOneAndWhoNeedsItNotGoesOn() throws Exception {
    String alone = "exec 9>\"$HOME/lock\"\nflock -n 9 || echo both >>\"$HOME/twice\"\n";
    String agent =
        "case $ROUNDHOUSE_ISSUE_ID in\n"
            + "A-1)\n"
            + alone
            + "timeout 50 sh -c 'until [ -e \"$HOME/three\" ]; do sleep 0.05; done';;\n"
            + "A-2)\n"
            + alone
            + "sleep 0.2;;\n"
            + "A-3) touch \"$HOME/three\";;\nesac\n"
            + EDIT;
    configure(
        agent,
        "workers: 2\nattempts: 1\nresources: {db: 1}\nneeds: {label: {SQL: [db]}}\n"
            + "gate: [{run: '%s', needs: [db]}]\n",
        alone + "sleep 0.1");
    git.issue("A-1", "labels: sql", "priority: P0").issue("A-2", "labels: sql", "priority: P1");
    git.issue("A-3", "priority: P2").commitAll("backlog");

    assertThat(run().isComplete()).isTrue();

    assertThat(home("twice")).doesNotExist();
  }

  @Test
  void aGateGetsWhatIsDeclaredAndNothingOfTheIssueTheRunOrTheTerminal() throws Exception {
    environment.put("MODE", "strict");
    environment.put("OTHER", "x");
    environment.put("SHLVL", "7");
    environment.put("ROUNDHOUSE_ISSUE_ID", "outer");
    configure(EDIT, "gateEnv: [MODE]\ngate: '%s'\n", "env >\"$HOME/env\"");
    git.issue("A-1").commitAll("backlog");

    run();

    String seen = Files.readString(home("env"));
    assertThat(seen).contains("MODE=strict", "TERM=dumb", "PATH=");
    assertThat(seen).doesNotContain("OTHER=", "SHLVL=7", "ROUNDHOUSE_ISSUE", "ROUNDHOUSE_RUN");
  }

  @Test
  void whatAGateNeedsAndIsNotThereIsSaidBeforeAnythingBegins() throws Exception {
    git.issue("A-1").commitAll("backlog");
    configure(EDIT, "gate: ['%s', ./gone.sh]\n", "true");
    assertThatThrownBy(this::run)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("./gone.sh");
    configure(EDIT, "gate: [{run: '%s', needs: [db]}]\n", "true");
    assertThatThrownBy(this::run).hasMessageContaining("no resource named db");
    configure(EDIT, "gate: '%s'\ntoolchain: '%s'\n", "true", "echo none >&2; exit 4");
    assertThatThrownBy(this::run).hasMessageContaining("toolchain").hasMessageContaining("none");
    configure(EDIT, "gate: '%s'\ngateInputs: [issues]\n", "true");
    assertThatThrownBy(this::run).hasMessageContaining("not a file: issues");

    assertThat(git.landed("main")).isEmpty();
  }
}
