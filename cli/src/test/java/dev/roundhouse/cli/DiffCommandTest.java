package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an attempt has changed is shown at any time, and the attempt does not notice. */
class DiffCommandTest extends CommandFixture {
  private static final String WAITS =
      "n=0; while [ ! -e \"$HOME/go\" ] && [ $n -lt 600 ]; do sleep 0.1; n=$((n+1)); done\n";

  private @Nullable Process run;

  @AfterEach
  void endRun() {
    if (run != null) {
      run.destroyForcibly();
    }
  }

  private Path slot() {
    return temporary.resolve("project.roundhouse").resolve("w1");
  }

  private void start(String agent) throws IOException {
    run =
        shell.start(
            temporary.resolve("run.log"),
            "run",
            "--agent",
            git.script("agent", agent + "touch \"$HOME/ready\"\n" + WAITS));
    Patience.await().until(() -> Files.exists(git.home().resolve("ready")));
  }

  private void finish() throws Exception {
    Files.createFile(git.home().resolve("go"));
    assertThat(Patience.exitCode(Objects.requireNonNull(run))).isZero();
  }

  @Test
  void aRunningAttemptIsComparedWithItsBaseAndDoesNotNotice() throws Exception {
    git.write("old.txt", "one\n").write("gone.txt", "x\n").write("flagged", "1\n");
    git.write(".gitignore", "ignored\n").issue("A-1").commitAll("backlog");
    start(
        "echo two >>old.txt; git commit -qam two; echo three >>old.txt; rm gone.txt\n"
            + "git update-index --assume-unchanged flagged; echo 2 >flagged\n"
            + "mkdir new; echo a >'new/a file'; printf 'a\\0b' >new/binary; echo x >ignored\n");
    Path index = Path.of(git.gitIn(slot(), "rev-parse", "--absolute-git-dir"), "index");
    byte[] before = Files.readAllBytes(index);
    String status = git.gitIn(slot(), "--no-optional-locks", "status", "--porcelain");

    Shell.Answer patch = shell.type("diff", "1");

    assertThat(patch.code()).as(patch.err()).isZero();
    assertThat(patch.err()).isEqualTo("A-1, attempt 1, so far:\n");
    assertThat(patch.out())
        .contains("+two\n+three\n", "deleted file mode", "-1\n+2\n", "+++ b/new/a file\t\n", "+a\n")
        .doesNotContain("ignored", ".roundhouse", "\u001b");
    assertThat(shell.type("diff", "A-1", "--name-only").out())
        .isEqualTo("flagged\ngone.txt\nnew/a file\nnew/binary\nold.txt\n");
    assertThat(shell.type("diff", "A-1", "--stat").out())
        .contains("old.txt", "5 files changed", "new/binary");
    JsonNode json = shell.type("diff", "A-1", "--json").json();
    assertThat(json.path("state").asString()).isEqualTo("running");
    assertThat(json.path("worktree").asString()).isEqualTo(slot().toString());
    assertThat(json.path("files").toString())
        .contains("{\"path\":\"old.txt\",\"status\":\"M\",\"added\":2,\"removed\":0}")
        .contains("{\"path\":\"new/binary\",\"status\":\"A\",\"added\":-1,\"removed\":-1}");
    assertThat(Files.readAllBytes(index)).isEqualTo(before);
    assertThat(git.gitIn(slot(), "--no-optional-locks", "status", "--porcelain")).isEqualTo(status);
    Path file = temporary.resolve("x.patch");
    Files.writeString(file, patch.out());
    git.git("apply", file.toString());
    assertThat(git.read("new/binary")).isEqualTo("a\0b");
    git.git("reset", "-q", "--hard");
    git.git("clean", "-qfd");
    finish();
  }

  @Test
  void eachFileHasItsOwnNumbersWhileTheAgentAddsOthersBeforeIt() throws Exception {
    git.write(".gitignore", "t\n").issue("A-1").commitAll("backlog");
    start(
        "add() { seq $1 >t; mv t m$((1000 - $1)); }\n"
            + "add 1; (k=2; while [ ! -e \"$HOME/go\" ] && [ $k -lt 900 ]; do add $k; k=$((k+1)); done) &\n");

    for (JsonNode each : shell.type("diff", "A-1", "--json").json().path("files")) {
      int number = Integer.parseInt(each.path("path").asString().substring(1));
      assertThat(each.path("added").asInt()).as("m" + number).isEqualTo(1000 - number);
      assertThat(each.path("status").asString()).isEqualTo("A");
    }
    finish();
  }

  @Test
  void whatIsCopiedIntoTheWorktreeIsNotPartOfTheChanges() throws Exception {
    git.write("roundhouse.yaml", "copy: [.env]\n").issue("A-1").commitAll("backlog");
    git.write(".env", "secret\n");
    start("echo x >x\n");

    assertThat(shell.type("diff", "A-1", "--name-only").out()).isEqualTo("x\n");
    finish();
  }

  @Test
  void finishedWorkIsShownAsItWouldLandAndThenAsItLanded() {
    git.issue("A-1").commitAll("backlog");
    shell.type("hold", "A-1", "--landing");
    assertThat(run(EDIT).code()).isEqualTo(1);
    git.write("mine.txt", "x\n").commitAll("mine");

    Shell.Answer before = shell.type("diff", "A-1");
    shell.type("approve", "A-1");
    assertThat(run("exit 9").code()).isZero();
    Shell.Answer after = shell.type("diff", "A-1");

    assertThat(before.err()).isEqualTo("A-1, attempt 1, as it would land:\n");
    assertThat(after.err()).startsWith("A-1, attempt 1, landed as ");
    assertThat(before.out()).contains("+++ b/A-1.txt", "+status: done").doesNotContain("mine");
    assertThat(after.out()).isEqualTo(before.out());
  }

  @Test
  void keptWorkOfEachAttemptIsShown() {
    git.issue("A-1").commitAll("backlog");
    run("echo $ROUNDHOUSE_ATTEMPT >\"file$ROUNDHOUSE_ATTEMPT\"; exit 1", "--attempts", "2");

    assertThat(shell.type("diff", "A-1").out()).contains("+++ b/file2\n", "+2\n");
    Shell.Answer first = shell.type("diff", "A-1", "--attempt", "1");
    assertThat(first.out()).contains("+++ b/file1\n").doesNotContain("file2");
    assertThat(first.err()).isEqualTo("A-1, attempt 1, whose work is kept:\n");
  }

  @Test
  void anAttemptThatChangedNothingIsPassedOver() {
    git.issue("A-1").commitAll("backlog");
    run("test $ROUNDHOUSE_ATTEMPT = 2 || echo x >file; exit 1", "--attempts", "2");

    Shell.Answer shown = shell.type("diff", "A-1", "--name-only");

    assertThat(shown.out()).isEqualTo("file\n");
    assertThat(shown.err()).isEqualTo("A-1, attempt 1, whose work is kept:\n");
    assertThat(shell.type("open", "A-1").out().strip()).endsWith("a-1-1");
    assertThat(shell.type("open", "A-1", "--attempt", "2").out().strip()).endsWith("a-1-2");
    assertThat(shell.type("diff", "A-1", "--attempt", "2").code()).isEqualTo(2);
  }

  @Test
  void aPatchThatIsNotUtf8GoesIntoAPipeAsItIs() throws Exception {
    git.issue("A-1").commitAll("backlog");
    run("printf 'caf\\351\\n' >latin; exit 1", "--attempts", "1");
    Path log = temporary.resolve("patch");

    assertThat(Patience.exitCode(shell.start(log, "diff", "A-1"))).isZero();

    assertThat(Files.readAllBytes(log)).containsSequence('c', 'a', 'f', 0xe9, '\n');
  }

  @Test
  void whereThereIsNothingTheAnswerSaysSo() {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    run("exit 1", "--attempts", "1", "--only", "A-2");

    for (String[] words :
        new String[][] {
          {"diff", "A-1"},
          {"diff", "A-2"},
          {"diff", "A-2", "--attempt", "2"},
          {"diff", "A-2", "--attempt", "0"},
          {"diff", "A-9"},
          {"diff", "A-2", "--stat", "--name-only"},
        }) {
      Shell.Answer answer = shell.type(words);
      assertThat(answer.code()).as(String.join(" ", words)).isEqualTo(2);
      assertThat(answer.out()).isEmpty();
      assertThat(answer.err()).startsWith("roundhouse: ").contains("\n  ");
    }
  }
}
