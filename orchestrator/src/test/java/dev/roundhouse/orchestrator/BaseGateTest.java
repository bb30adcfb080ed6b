package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tip is judged before the first agent starts, so that a gate that cannot pass costs none. */
@Tag("slow")
class BaseGateTest {
  private static final String AGENT =
      "echo x >>\"$HOME/agents\"\necho x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";
  private static final String COUNT = "echo x >>\"$HOME/gated\"\n";

  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").issue("A-2");
  }

  private Orchestrator.Builder orchestrator(String gate) throws Exception {
    git.write("roundhouse.yaml", "agent: '" + git.script("agent", AGENT) + "'\n" + gate);
    return git.configuredOrchestrator(git.environment());
  }

  private String gate(String body) {
    return "gate: '" + git.script("gate", body) + "'\n";
  }

  private long lines(String name) throws IOException {
    Path file = git.home().resolve(name);
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  @Test
  void aGateThatNeedsWhatGitIgnoresStartsNoAgentAndSaysWhatToWrite() throws Exception {
    git.write(".gitignore", "node_modules/\ntarget/\n").commitAll("rules");
    git.write("node_modules/dep", "ok").write("target/built", "by the gate as well");
    String gate = gate("mkdir -p target\necho cannot find dep\ntest -f node_modules/dep\n");

    RunReport report = orchestrator(gate).build().run();

    assertThat(lines("agents")).isZero();
    assertThat(report.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(report.issues()).allMatch(each -> each.attempts() == 0);
    assertThat(report.note())
        .contains("main itself does not pass the gate", "exited with 1", "base-gate.log")
        .contains("node_modules/ is in your checkout")
        .doesNotContain("target")
        .contains("\n  link: {workers: [node_modules], gates: [node_modules]}\n");

    RunReport after =
        orchestrator(gate + "link: {workers: [node_modules], gates: [node_modules]}\n")
            .build()
            .run();

    assertThat(after.isComplete()).as(after.toString()).isTrue();
  }

  @Test
  void aFileThatIsMissingIsToBeCopied() throws Exception {
    git.write(".gitignore", ".env*\n*.log\n").commitAll("rules");
    git.write("apps/web/.env.local", "A=1").write("it's.log", "");
    String gate = gate("test -f apps/web/.env.local\n");

    RunReport report = orchestrator(gate + "copy: []\n").build().run();

    String line = "copy: {workers: [apps/web/.env.local], gates: [apps/web/.env.local]}\n";
    assertThat(report.note()).contains("\n  " + line).contains("and 1 more");
    RunReport after = orchestrator(gate + line).build().run();
    assertThat(after.isComplete()).as(after.toString()).isTrue();
  }

  @Test
  void aTipThatIsKnownToBeGreenIsNotGatedAgain() throws Exception {
    String gate = gate(COUNT) + "workers: 1\n";
    git.commitAll("backlog");
    RunReport first = orchestrator(gate).build().run();
    assertThat(first.landed()).isEqualTo(2);
    assertThat(lines("gated")).isEqualTo(1 + 2);

    orchestrator(gate).build().run(); // nothing to start
    git.issue("A-3");
    orchestrator(gate).build().run();

    assertThat(lines("gated")).isEqualTo(1 + 2 + 1);
    assertThat(git.landed("main")).hasSize(3);
  }

  @Test
  void withoutAGateNothingIsJudged() throws Exception {
    RunReport report = orchestrator("").build().run();

    assertThat(report.isComplete()).isTrue();
    assertThat(git.root().resolve(".git/roundhouse/runs/" + report.run() + "/base-gate.log"))
        .doesNotExist();
  }

  @Test
  void aRedTipIsConfirmedAndAskedAgainByTheNextRun() throws Exception {
    String gate = gate(COUNT + "test -f \"$HOME/database\"\n");

    assertThat(orchestrator(gate).build().run().ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(lines("gated")).isEqualTo(2);
    Files.createFile(git.home().resolve("database"));
    RunReport after = orchestrator(gate).build().run();

    assertThat(after.isComplete()).as(after.toString()).isTrue();
  }

  @Test
  void aFlakyTipStartsAgents() throws Exception {
    String gate = gate(COUNT + "[ $(wc -l <\"$HOME/gated\") -gt 1 ]\n");

    RunReport report = orchestrator(gate).build().run();

    assertThat(report.isComplete()).isTrue();
    assertThat(report.flakes()).isEqualTo(1);
  }

  @Test
  void finishedWorkThatMendsTheTipLandsAllTheSame() throws Exception {
    List<IssueId> one = List.of(new IssueId("A-1"));
    orchestrator("").build().planEditor().hold(one, ApprovalStage.LAND);
    orchestrator("only: [A-1]\n").build().run();
    orchestrator("").build().planEditor().approve(one);
    String gate = gate("test -f A-1.txt\n");

    RunReport report = orchestrator(gate).build().run();

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(report.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(lines("agents")).isEqualTo(1);
    assertThat(orchestrator(gate).build().run().isComplete()).isTrue();
  }

  @Test
  void aStopEndsTheGateOfTheTip() throws Exception {
    StopSignal stop = new StopSignal();
    RunReport report =
        orchestrator(gate(COUNT))
            .stop(stop)
            .listener(
                event -> {
                  if (event instanceof RunEvent.Noticed told
                      && told.message().contains("is gated before")) {
                    stop.raise(StopSignal.Level.DRAIN);
                  }
                })
            .build()
            .run();

    assertThat(report.ending()).isEqualTo(RunReport.Ending.DRAINED);
    assertThat(lines("gated") + lines("agents")).isZero();
  }

  @Test
  void aGateThatLacksWhatItNeedsHoldsTheRunWithoutBlamingTheTip() throws Exception {
    RunReport report = orchestrator("").gate(new WantingGate()).build().run();

    assertThat(report.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(report.note()).isEqualTo("there is no licence");
    assertThat(lines("agents")).isZero();
  }

  /** Never gets what it needs. */
  private record WantingGate() implements Gate {
    @Override
    public String display() {
      return "wants";
    }

    @Override
    public String key() {
      return "wants";
    }

    @Override
    public Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted) {
      return Verdict.Undecided.forWantOf("there is no licence");
    }
  }
}
