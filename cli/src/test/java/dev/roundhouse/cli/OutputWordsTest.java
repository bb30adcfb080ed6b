package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.orchestrator.internal.process.OrphanedProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What commands say in a few words is true, and says it once. */
class OutputWordsTest extends CommandFixture {
  @Test
  void aRetryIsLaterOnlyIfItWaits() {
    git.issue("A-1").commitAll("backlog");
    String often = "test -e \"$HOME/once\" || { touch \"$HOME/once\"; exit 3; }\n" + EDIT;
    git.write("roundhouse.yaml", "backoff: {first: 1ms, longest: 1ms}\n");
    assertThat(run(often).out()).contains("  retry later A-1  the agent exited with 3");

    git.issue("A-2").commitAll("another");
    String gate = git.script("gate", "test ! -e A-2.txt || grep -q 2 A-2.txt || exit 4");
    String better = "echo \"$ROUNDHOUSE_ATTEMPT\" >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n";
    assertThat(run(better, "--gate", gate).out())
        .contains("  retry       A-2  the gate exited with 4")
        .doesNotContain("later");
  }

  @Test
  void whatIsHeldBeforeItLandsHasALineAsWideAsOthers() {
    git.issue("A-1").commitAll("backlog");
    shell.type("hold", "--landing", "A-1");

    assertThat(run(EDIT).out())
        .contains("s  held        A-1  it awaits approval before it lands\n");
  }

  @Test
  void issuesThatHaveEndedCannotBeCancelledForAReasonThatAPersonKnows() {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    assertThat(run(EDIT, "--only", "A-1").code()).isZero();

    assertThat(shell.type("cancel", "A-1").err())
        .startsWith("roundhouse: A-1 cannot be cancelled: it has landed\n");
    assertThat(shell.type("skip", "A-1").err())
        .startsWith("roundhouse: A-1 cannot be skipped: it has landed\n");
    assertThat(shell.type("cancel", "A-2").out()).isEqualTo("A-2 is cancelled\n");
    assertThat(shell.type("cancel", "A-2").err())
        .startsWith("roundhouse: A-2 is already cancelled\n");
    assertThat(shell.type("skip", "A-2").err())
        .startsWith("roundhouse: A-2 cannot be skipped: it is cancelled\n");
  }

  @Test
  void aLogWithNothingInItSaysWhoPrintedNothing() {
    git.issue("A-1").commitAll("backlog");
    run(EDIT, "--gate", git.script("gate", "test ! -e A-1.txt"), "--attempts", "1");

    Shell.Answer gate = shell.type("log", "A-1", "--gate");
    assertThat(gate.out()).isEmpty();
    assertThat(gate.err()).isEqualTo("the gate of attempt 1 of A-1 printed nothing\n");
    assertThat(shell.type("log", "A-1").err())
        .isEqualTo("the agent of attempt 1 of A-1 printed nothing\n");
    assertThat(shell.type("log", "A-1", "--prompt").err()).isEmpty();
  }

  @Test
  void aConfigurationThatExistsIsToBeCompletedNotMade() {
    git.issue("A-1").commitAll("backlog");
    assertThat(shell.type("run").err()).contains("put a roundhouse.yaml like this at");

    git.write("roundhouse.yaml", "workers: 2\n");

    assertThat(shell.type("run").err())
        .contains("add a line such as 'agent: claude' to " + git.root().resolve("roundhouse.yaml"))
        .doesNotContain("like this");
  }

  @Test
  void tablesOfStatisticsHaveAnEmptyLineBetweenThemAndNoneAfter() {
    git.issue("A-1").commitAll("backlog");
    run(EDIT);

    String out = shell.type("stats").out();
    assertThat(out).containsPattern("total.*\\n\\nTYPE").doesNotContain("\n\n\n");
    assertThat(out).doesNotEndWith("\n\n");
    assertThat(shell.type("stats", "--by", "day").out()).startsWith("DAY").doesNotContain("\n\n");
  }

  @Test
  void theHoldOfARunThatWasKilledIsThatOfTheLastRun() throws Exception {
    git.issue("A-1").commitAll("backlog");
    Instant now = Instant.EPOCH;
    RunId run = RunId.fresh();
    ProcessIdentity alive = new OrphanedProcesses().self("token");
    started(run, alive, now);
    assertThat(shell.type("why", "A-1").out()).contains("because     not started: main is red");

    ProcessIdentity gone = new ProcessIdentity("another boot", alive.pidNamespace(), 7, 7, "token");
    started(RunId.fresh(), gone, now.plusSeconds(1));
    try (Ledger ledger = Ledger.open(state(), InstantSource.system())) {
      ledger.commit(new Event.RunEnded(run, "done", now));
    }

    assertThat(shell.type("why", "A-1").out())
        .contains("because     the last run was held: main is red")
        .doesNotContain("not started");
  }

  private Path state() {
    return git.root().resolve(".git/roundhouse");
  }

  private void started(RunId run, ProcessIdentity owner, Instant at) throws IOException {
    try (Ledger ledger = Ledger.open(state(), InstantSource.system())) {
      ledger.commit(
          new Event.RunStarted(run, "main", List.of("claude"), List.of(), 1, owner, at),
          new Event.RunHeld(run, "main is red", at));
    }
  }
}
