package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is told of work that is finished, and that the queue could not land. */
class HeldQueueTest extends CommandFixture {
  @Test
  void whatWaitsToLandIsToldAsThatByTheReportTheStatusAndWhy() {
    git.issue("A-1").commitAll("backlog");
    String agent = git.script("agent", "echo x >x; touch \"$HOME/broken\"");
    String red = git.script("gate", "test ! -e \"$HOME/broken\"");

    Shell.Answer held = shell.type("run", "--agent", agent, "--gate", red);

    assertThat(held.code()).isEqualTo(1);
    assertThat(held.out())
        .contains("0 landed, 1 candidate\n", "'roundhouse run' continues with what is unfinished");
    assertThat(shell.type("status").out())
        .contains("finished; the next run will land them:", "finished, waiting to land")
        .doesNotContain("interrupted", "running");
    assertThat(shell.type("why", "A-1").out())
        .contains("finished, waiting to land", "the next 'roundhouse run'");
  }

  @Test
  void whatARedBaseKeptFromStartingIsToldByTheReportListAndWhy() {
    git.issue("A-1").issue("A-2", "blocked_by: [A-1]").commitAll("backlog");

    Shell.Answer held = run(EDIT, "--gate", "false");

    String cause = "main itself does not pass the gate: ";
    assertThat(held.out())
        .contains("0 landed, 2 open\n" + cause)
        .contains("'roundhouse run' continues with what is unfinished");
    assertThat(shell.type("why", "A-1").out())
        .contains("because     the last run was held: " + cause, "base-gate.log)\n")
        .doesNotContain("nothing blocks it");
    assertThat(shell.type("list", "--json").json().path("issues").path(0).path("reason").asString())
        .startsWith("the last run was held: " + cause);
    assertThat(shell.type("why", "A-2").out()).contains("blocked by A-1 (open)");

    assertThat(run(EDIT, "--gate", "true").code()).isZero();
  }

  @Test
  void whatABudgetKeptFromStartingIsToldByTheReportAndWhy() {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    git.write("roundhouse.yaml", "workers: 1\nbudget: {run: 1 usd, attempt: 1 usd}\nattempts: 1\n");

    Shell.Answer held = run(EDIT);

    String cause =
        "the budget of a run is $1.00: $1.00 spent, $0.00 left, less than the $1.00 that an attempt reserves";
    assertThat(held.out()).contains("  A-2  not started: " + cause);
    assertThat(shell.type("why", "A-2").out()).contains("the last run was held: " + cause);
  }
}
