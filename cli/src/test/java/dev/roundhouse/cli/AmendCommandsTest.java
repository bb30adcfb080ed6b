package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The plan is changed from one terminal while a run goes on in another. */
@Tag("slow")
class AmendCommandsTest extends CommandFixture {
  /** Works until the file named after its issue and ".go" is there, at most 60 s. */
  private static final String WAITS =
      "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n"
          + "n=0\n"
          + "while [ ! -e \"$GO/$ROUNDHOUSE_ISSUE_ID.go\" ] && [ $n -lt 600 ]; do\n"
          + "  sleep 0.1; n=$((n+1))\n"
          + "done\n";

  private Path go;
  private @Nullable Process run;

  @BeforeEach
  void makeRepository() throws IOException {
    go = Files.createDirectory(temporary.resolve("go"));
  }

  @AfterEach
  void endRun() {
    if (run != null) {
      run.destroyForcibly();
    }
  }

  private void start(int workers) throws IOException {
    String agent = git.script("agent", "GO='" + go + "'\n" + WAITS);
    run =
        shell.start(
            temporary.resolve("run.log"),
            "run",
            "--agent",
            agent,
            "--workers",
            Integer.toString(workers));
  }

  private void go(String issue) throws IOException {
    Files.createFile(go.resolve(issue + ".go"));
  }

  private void await(String issue, String status) {
    Patience.await().until(() -> shell.status(issue), status::equals);
  }

  private int finish() throws InterruptedException {
    Process process = Objects.requireNonNull(run);
    return Patience.exitCode(process);
  }

  @Test
  void whatIsCancelledWhileItIsWorkedEndsAndItsWorkIsKept() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    start(1);
    await("A-1", "working");
    Patience.await().until(() -> Files.exists(slot().resolve("A-1.txt")));

    assertThat(shell.type("cancel", "A-1", "--reason", "not now").code()).isZero();
    await("A-1", "cancelled");
    go("A-2");

    assertThat(finish()).isZero();
    assertThat(git.landed("main")).containsExactly("A-2");
    assertThat(shell.type("rescue").out()).contains("A-1, attempt 1", "dirty");
    assertThat(shell.type("why", "A-1").out()).contains("not now");
    assertThat(shell.type("cancel", "A-2").code()).as("it has landed").isEqualTo(2);
  }

  @Test
  void aLogIsFollowedUntilItsAttemptIsOver() throws Exception {
    git.issue("A-1").commitAll("backlog");
    String agent = git.script("agent", "echo begun\nGO='" + go + "'\n" + WAITS + "echo ended\n");
    run = shell.start(temporary.resolve("run.log"), "run", "--agent", agent);
    await("A-1", "working");

    var followed = CompletableFuture.supplyAsync(() -> shell.type("log", "A-1", "-f"));
    go("A-1");

    assertThat(Patience.result(followed).out()).contains("begun\n", "ended\n");
    assertThat(finish()).isZero();
    assertThat(shell.type("log", "A-1", "--follow").out()).contains("begun\n", "ended\n");
  }

  private Path slot() {
    return temporary.resolve("project.roundhouse").resolve("w1");
  }

  @Test
  void whatIsSubmittedAndHeldDuringARunIsWorkedOnceItIsApproved() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    shell.type("hold", "A-2");
    shell.type("hold", "--landing", "A-1");
    start(1);
    await("A-1", "working");
    Shell.Answer first = shell.type("submit", "Now", "--id", "S-1", "--key", "k", "--json");
    Shell.Answer second = shell.type("submit", "Now", "--key", "k", "--json");
    assertThat(first.json().path("first").asBoolean()).isTrue();
    assertThat(second.json().path("issue").asString()).isEqualTo("S-1");
    assertThat(second.json().path("first").asBoolean()).isFalse();
    go("A-1");
    await("A-1", "awaiting-approval");
    await("S-1", "working");
    shell.type("approve", "A-1", "A-2");
    await("A-1", "landed");
    go("S-1");
    go("A-2");

    assertThat(finish()).isZero();
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "A-2", "S-1");
  }

  @Test
  void anEditAndASwapDecideWhatIsWorkedNext() throws Exception {
    git.issue("A-1").issue("A-2").issue("A-3").issue("A-4").commitAll("backlog");
    start(1);
    await("A-1", "working");
    shell.type("edit", "4", "--priority", "P0", "--title", "Urgent");
    shell.type("swap", "A-2", "A-3");
    for (String each : List.of("A-1", "A-2", "A-3", "A-4")) {
      go(each);
    }

    assertThat(finish()).isZero();
    assertThat(git.landed("main")).containsExactly("A-2", "A-3", "A-4", "A-1");
    JsonNode edited = shell.type("show", "A-4", "--json").json();
    assertThat(edited.path("title").asString()).isEqualTo("Urgent");
  }

  @Test
  void bothWhoWantTheSameVersionCannotHaveIt() {
    git.issue("A-1").commitAll("backlog");
    long version = shell.type("show", "A-1", "--json").json().path("version").asLong();
    String seen = Long.toString(version);

    assertThat(shell.type("edit", "A-1", "--priority", "P1", "--if-version", seen).code()).isZero();
    Shell.Answer told = shell.type("skip", "A-1", "--if-version", seen);

    assertThat(told.code()).isEqualTo(2);
    assertThat(told.err()).contains("A-1 is at version 1, not 0", "nothing was changed");
    assertThat(shell.status("A-1")).isEqualTo("open");
  }

  @Test
  void badInputChangesNothing() {
    git.issue("A-1").commitAll("backlog");
    for (String[] words :
        new String[][] {
          {"cancel", "A-9"},
          {"approve", "A-1"},
          {"refuse", "A-1"},
          {"edit", "A-1"},
          {"edit", "A-1", "--priority", "P12"},
          {"edit", "A-1", "--title", " "},
          {"swap", "A-1", "A-9"},
          {"submit", " "},
          {"submit", "x", "--id", "../x"},
          {"submit", "x", "--id", "a-1"},
          {"submit", "x", "--key", ""},
          {"submit", "x", "--priority", "lofty"},
          {"submit", "x", "--blocked-by", "a b"},
        }) {
      Shell.Answer answer = shell.type(words);
      assertThat(answer.code()).as(String.join(" ", words)).isEqualTo(2);
      assertThat(answer.err()).startsWith("roundhouse: ").contains("\n  ");
    }
    assertThat(shell.status("A-1")).isEqualTo("open");
    assertThat(shell.type("list", "--json").json().path("issues")).hasSize(1);
  }

  @Test
  void theJournalIsCompactedAndNothingIsForgottenThatCounts() {
    git.issue("A-1").commitAll("backlog");
    shell.type("edit", "A-1", "--priority", "P1");
    shell.type("cancel", "A-1");

    Shell.Answer answer = shell.type("gc");

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("freed");
    assertThat(shell.status("A-1")).isEqualTo("cancelled");
  }
}
