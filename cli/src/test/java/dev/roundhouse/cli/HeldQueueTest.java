package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of work that is finished, and that the queue could not land. */
class HeldQueueTest {
  @TempDir Path temporary;

  @Test
  void whatWaitsToLandIsToldAsThatByTheReportTheStatusAndWhy() {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").commitAll("backlog");
    Shell shell = new Shell(git);
    String agent = git.script("agent", "echo x >x");
    String red = git.script("gate", "exit 1");

    Shell.Answer held = shell.type("run", "--agent", agent, "--gate", red);

    assertThat(held.code()).isEqualTo(1);
    assertThat(held.out()).contains("finished, waits to land; the next run lands it");
    assertThat(shell.type("status").out())
        .contains("finished; the next run lands them:", "finished, waits to land")
        .doesNotContain("cut off", "under way");
    assertThat(shell.type("why", "A-1").out())
        .contains("finished, waits to land", "the next 'roundhouse run'");
  }
}
