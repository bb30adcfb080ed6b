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
    assertThat(held.out()).contains("finished, waiting to land; the next run lands it");
    assertThat(shell.type("status").out())
        .contains("finished; the next run will land them:", "finished, waiting to land")
        .doesNotContain("interrupted", "running");
    assertThat(shell.type("why", "A-1").out())
        .contains("finished, waiting to land", "the next 'roundhouse run'");
  }
}
