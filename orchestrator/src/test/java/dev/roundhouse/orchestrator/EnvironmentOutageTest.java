package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.options.LandingOptions;
import dev.roundhouse.orchestrator.options.LandingOptions.Mode;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the gate needs beside the tree, a file outside the repository, is broken by nobody's work
 * while a run is going.
 */
@Tag("slow")
class EnvironmentOutageTest {
  private static final int ISSUES = 6;

  /** Red without the database, which goes away the moment the third landing is gated. */
  private static final String GATE =
      """
      echo x >>"$HOME/gated"
      if [ -e A-3.txt ] && [ ! -e "$HOME/went" ]; then touch "$HOME/went"; rm "$HOME/database"; fi
      [ -e "$HOME/database" ] || { echo 'connection refused'; exit 1; }
      ! grep -q wrong ./*.txt
      """;

  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeRepository() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    for (int i = 1; i <= ISSUES; i++) {
      git.issue("A-" + i, i == 1 ? "priority: P0" : "blocked_by: [A-" + (i > 2 ? 2 : 1) + "]");
    }
    git.commitAll("backlog");
    Files.createFile(home("database"));
  }

  private Path home(String name) {
    return Path.of(git.environment().getOrDefault("HOME", ""), name);
  }

  private RunReport run(Mode mode, String agent, int attempts) throws Exception {
    RunOptions options =
        RunOptions.builder()
            .agent(git.agent(agent))
            .gate(git.gate(GATE))
            .workers(4)
            .attempts(attempts)
            .landing(LandingOptions.DEFAULT.in(mode))
            .build();
    return git.orchestrator().options(options).build().run();
  }

  private void nobodyIsBlamedAndAllLandOnceItIsMended(Mode mode) throws Exception {
    String agent = "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";

    RunReport held = run(mode, agent, 1);

    assertThat(held.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(held.note())
        .contains(
            "although its files are the same", "no issue is to blame", "fix it, then run again");
    assertThat(held.issues())
        .extracting(IssueResult::status)
        .doesNotContain("rejected", "failed", "retry-wait");
    for (IssueRecord each : Ledger.read(git.root().resolve(".git/roundhouse")).issues()) {
      assertThat(each.failures()).as(each.id().value()).isZero();
    }
    assertThat(git.landed("main")).contains("A-2", "A-1").hasSizeLessThan(ISSUES);

    Files.createFile(home("database"));
    RunReport after = run(mode, agent, 1);

    assertThat(after.isComplete()).as(after.toString()).isTrue();
    assertThat(git.landed("main")).hasSize(ISSUES).doesNotHaveDuplicates();
    assertThat(after.issues()).extracting(IssueResult::attempts).containsOnly(1);
  }

  @Test
  void whoIsGatedWhileItIsBrokenIsNotBlamed() throws Exception {
    nobodyIsBlamedAndAllLandOnceItIsMended(Mode.SPECULATE);
  }

  @Test
  void noPartOfABatchIsBlamedEither() throws Exception {
    nobodyIsBlamedAndAllLandOnceItIsMended(Mode.BATCH);
  }

  @Test
  void aChangeThatIsWrongCostsOneGateOfTheBaseAndOneToConfirm() throws Exception {
    Files.createFile(home("went"));
    String agent =
        "echo ok >$ROUNDHOUSE_ISSUE_ID.txt\n[ $ROUNDHOUSE_ISSUE_ID != A-2 ] || echo wrong >A-2.txt";

    RunReport report = run(Mode.SERIAL, agent, 1);

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(report.issues()).extracting(IssueResult::status).contains("rejected");
    assertThat(Files.readAllLines(home("gated"))).hasSize(2 + 3);
  }
}
