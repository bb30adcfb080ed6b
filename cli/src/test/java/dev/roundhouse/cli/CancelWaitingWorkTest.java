package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finished work that waits to land is cancelled, whether a run is active or not. */
class CancelWaitingWorkTest extends CommandFixture {
  private static final String BREAKS = EDIT + "touch \"$HOME/broken\"";

  @BeforeEach
  void leaveFinishedWork() {
    git.issue("A-1").commitAll("backlog");
    String gate = git.script("gate", "test ! -e \"$HOME/broken\"");
    assertThat(run(BREAKS, "--gate", gate).out()).contains("0 landed, 1 candidate\n");
  }

  @ParameterizedTest
  @CsvSource({"cancel, cancelled", "skip, skipped"})
  void withoutARunItEndsAtOnceAndItsWorkIsKept(String command, String status) {
    Shell.Answer answer = shell.type(command, "A-1", "--reason", "not now");

    assertThat(answer.out()).isEqualTo("A-1 is " + status + "; its work is kept\n");
    assertThat(shell.status("A-1")).isEqualTo(status);
    assertThat(shell.type("why", "A-1").out())
        .contains("not now")
        .doesNotContain("will land", "waiting to land");
    assertThat(shell.type("rescue").out()).contains("A-1, attempt 1");

    assertThat(run(EDIT, "--gate", "true").out()).contains("0 landed");
    assertThat(git.landed("main")).isEmpty();
    shell.type("retry", "A-1");
    assertThat(run(EDIT, "--gate", "true").code()).isZero();
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void approvalThatIsAskedForMeanwhileIsNamed() {
    shell.type("hold", "--landing", "A-1");

    assertThat(shell.type("why", "A-1").out())
        .contains("finished; it awaits approval before it lands")
        .contains("'roundhouse approve A-1' lets it land")
        .doesNotContain("will land");
  }

  @Test
  @Timeout(Patience.SECONDS)
  void aRunThatDoesNotLandItEndsItAllTheSame() throws Exception {
    git.issue("A-2");
    String agent = git.script("slow", EDIT + "until [ -e \"$HOME/go\" ]; do sleep 0.05; done\n");
    var run =
        CompletableFuture.supplyAsync(
            () -> shell.type("run", "--agent", agent, "--only", "A-2", "--gate", "true"));
    while (!shell.status("A-2").equals("working")) {
      assertThat(run).isNotDone();
    }

    Shell.Answer answer = shell.type("cancel", "A-1");
    while (!shell.status("A-1").equals("cancelled")) {
      assertThat(run).isNotDone();
    }
    Files.writeString(git.home().resolve("go"), "");

    assertThat(answer.out()).matches("(?s)A-1 is (being stopped|cancelled); its work is kept.*");
    assertThat(run.join().code()).isZero();
    assertThat(git.landed("main")).containsExactly("A-2");
  }
}
