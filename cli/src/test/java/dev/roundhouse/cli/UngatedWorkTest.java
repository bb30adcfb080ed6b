package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Finished work that a person has to read, left by a run that was killed while its gate ran. */
@Tag("slow")
class UngatedWorkTest extends CommandFixture {
  @BeforeEach
  void killARunWhileItsGateRuns() throws Exception {
    String gate =
        git.script("slow", "[ -e A-1.txt ] || exit 0; : >\"$HOME/gating\"; exec sleep 300");
    git.write("roundhouse.yaml", "review: required\nattempts: 1\ngate: " + gate + "\n");
    git.issue("A-1").commitAll("backlog");
    String agent = git.script("agent", EDIT);
    Process run = shell.start(git.home().resolve("output"), "run", "--agent", agent);
    Patience.await().until(() -> Files.exists(git.home().resolve("gating")));
    assertThat(needsYou()).as("its gate runs").isEmpty();
    run.destroyForcibly();
    Patience.exitCode(run);
  }

  private JsonNode needsYou() {
    return shell.type("review", "--json").json().path("needsYou");
  }

  private Shell.Answer runAgain() {
    return run(EDIT + "echo again >>\"$HOME/worked\"\n", "--gate", "test -e roundhouse.yaml");
  }

  @Test
  void itNeedsAPersonAndItsDiffIsShown() {
    assertThat(needsYou()).hasSize(1);
    JsonNode it = needsYou().path(0);
    assertThat(it.path("issue").asString()).isEqualTo("A-1");
    assertThat(it.path("kind").asString()).isEqualTo("landing");
    assertThat(it.path("gate").asString()).isEqualTo("pending");
    assertThat(it.path("why").asString())
        .isEqualTo(
            "finished; it awaits approval before it lands: review is required; its gate has not run"
                + " yet");
    assertThat(shell.type("status").out())
        .startsWith("Needs you (1)\n")
        .contains("its gate has not run yet", "roundhouse review A-1");
    assertThat(shell.type("review").out())
        .contains("gate: has not judged this work yet", "+++ b/A-1.txt", "+x\n")
        .contains("roundhouse approve A-1", "roundhouse retry A-1 --say");
    assertThat(shell.type("show", "A-1").out()).contains("candidate");
    assertThat(shell.type("why", "A-1").out())
        .contains("its gate has not run yet", "'roundhouse approve A-1' lets it land")
        .contains("'roundhouse retry A-1 --say TEXT' sends it back");
  }

  @Test
  void whatIsApprovedLandsInTheNextRunAfterItsGate() {
    shell.type("approve", "A-1");
    assertThat(needsYou()).isEmpty();
    assertThat(git.landed("main")).isEmpty();

    assertThat(runAgain().code()).isZero();

    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(git.home().resolve("worked")).as("it was not worked on again").doesNotExist();
  }

  @Test
  void whatIsApprovedAndRedDoesNotLand() {
    shell.type("approve", "A-1");

    run(EDIT, "--gate", "test ! -e A-1.txt");

    assertThat(git.landed("main")).isEmpty();
    assertThat(shell.status("A-1")).isEqualTo("rejected");
  }

  @Test
  void whatIsSentBackIsDoneAgainFromTheKeptWorkAndIsReadAgain() {
    Shell.Answer back = shell.type("retry", "A-1", "--say", "shorter");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(shell.status("A-1")).isEqualTo("open");
    assertThat(needsYou()).isEmpty();

    runAgain();

    assertThat(git.home().resolve("worked")).exists();
    assertThat(git.landed("main")).isEmpty();
    assertThat(shell.status("A-1")).isEqualTo("awaiting-approval");
    assertThat(needsYou()).hasSize(1);
  }

  @Test
  void whatWasApprovedAndIsSentBackAllTheSameIsReadAgain() {
    shell.type("approve", "A-1");
    assertThat(shell.type("retry", "A-1", "--say", "shorter").code()).isZero();

    git.write("roundhouse.yaml", "attempts: 1\n");
    run(EDIT, "--gate", "true");

    assertThat(git.landed("main")).isEmpty();
    assertThat(shell.status("A-1")).isEqualTo("awaiting-approval");
    assertThat(shell.type("why", "A-1").out())
        .contains("it was sent back after it had been approved");
  }

  @Test
  void whatIsRefusedRestsAndItsWorkIsKept() {
    assertThat(shell.type("skip", "A-1", "--reason", "not wanted").out())
        .isEqualTo("A-1 is skipped; its work is kept\n");

    assertThat(needsYou()).isEmpty();
    runAgain();
    assertThat(git.landed("main")).isEmpty();
    assertThat(shell.type("rescue").out()).contains("A-1, attempt 1");
  }

  @Test
  @Timeout(Patience.SECONDS)
  void aRunThatDoesNotLandItLeavesItInTheListAndRefusesToSendItBack() throws Exception {
    git.issue("A-2");
    String agent = git.script("wait", EDIT + "until [ -e \"$HOME/go\" ]; do sleep 0.05; done\n");
    var run =
        CompletableFuture.supplyAsync(
            () -> shell.type("run", "--agent", agent, "--only", "A-2", "--gate", "true"));
    while (!shell.status("A-2").equals("working")) {
      assertThat(run).isNotDone();
    }

    assertThat(needsYou().findValuesAsString("issue")).containsExactly("A-1");
    Shell.Answer back = shell.type("retry", "A-1", "--say", "shorter");
    Files.writeString(git.home().resolve("go"), "");

    assertThat(back.code()).isEqualTo(2);
    assertThat(back.err()).contains("a run is active and may be about to land it");
    run.join();
    assertThat(needsYou().findValuesAsString("issue")).containsExactlyInAnyOrder("A-1", "A-2");
  }
}
