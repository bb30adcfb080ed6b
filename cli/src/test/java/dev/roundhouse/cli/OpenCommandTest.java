package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A person looks at an attempt where it is, or where its work is restored. */
class OpenCommandTest extends CommandFixture {
  private static final String WAITS =
      "n=0; while [ ! -e \"$HOME/go\" ] && [ $n -lt 600 ]; do sleep 0.1; n=$((n+1)); done\n";

  private @Nullable Process run;

  @AfterEach
  void endRun() {
    if (run != null) {
      run.destroyForcibly();
    }
  }

  private void start() throws IOException {
    git.issue("A-1").commitAll("backlog");
    String agent = git.script("agent", "echo x >x; touch \"$HOME/ready\"\n" + WAITS);
    run = shell.start(temporary.resolve("run.log"), "run", "--agent", agent);
    Patience.await().until(() -> Files.exists(git.home().resolve("ready")));
  }

  private static Path printed(Shell.Answer answer) {
    assertThat(answer.code()).as(answer.err()).isZero();
    return Path.of(answer.out().strip());
  }

  @Test
  void aRunningAttemptIsLookedAtWhereItIs() throws Exception {
    start();

    Shell.Answer opened = shell.type("open", "1", "--print");

    assertThat(printed(opened)).isEqualTo(temporary.resolve("project.roundhouse").resolve("w1"));
    assertThat(opened.err()).startsWith("A-1, attempt 1: an agent is at work in ");
    assertThat(shell.type("open", "A-1", "--json").json().path("state").asString())
        .isEqualTo("at-work");
    Files.createFile(git.home().resolve("go"));
    assertThat(Patience.exitCode(Objects.requireNonNull(run))).isZero();
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void anAttemptWhoseRunWasKilledIsLookedAtWhereItIs() throws Exception {
    start();
    Objects.requireNonNull(run).destroyForcibly().waitFor();

    Shell.Answer opened = shell.type("open", "A-1");

    assertThat(printed(opened).resolve("x")).hasContent("x");
    assertThat(opened.err()).contains("the next run saves what is in");
  }

  @Test
  void keptWorkIsRestoredAsItWasLeftAndIsThePersons() throws Exception {
    git.write("base", "1\n").issue("A-1").commitAll("backlog");
    run(
        "echo committed >done; git add done; git commit -qm 'half of it'\n"
            + "echo 2 >base; echo new >'a file'; exit 1\n",
        "--attempts",
        "1");

    Shell.Answer opened = shell.type("open", "A-1");

    Path place = printed(opened);
    assertThat(place)
        .isEqualTo(temporary.resolve("project.roundhouse").resolve("open").resolve("a-1-1"));
    assertThat(git.gitIn(place, "log", "-1", "--format=%s")).isEqualTo("half of it");
    assertThat(git.gitIn(place, "status", "--porcelain")).isEqualTo(" A \"a file\"\n M base");
    String remove = "git worktree remove --force " + place;
    assertThat(opened.err()).contains("A-1, attempt 1: its work is restored", remove);
    Files.writeString(place.resolve("mine"), "x");

    shell.type("retry", "A-1");
    assertThat(run("echo y >y").code()).isZero();
    assertThat(shell.type("gc").code()).isZero();
    assertThat(printed(shell.type("open", "A-1", "--attempt", "1"))).isEqualTo(place);
    assertThat(place.resolve("mine")).exists();

    git.git("worktree", "remove", "--force", place.toString());
    assertThat(place).doesNotExist();
    assertThat(printed(shell.type("open", "A-1", "--attempt", "1")).resolve("done")).exists();
    git.git("fsck", "--no-dangling");
  }

  @Test
  void landedWorkIsRestoredAlsoWhenNothingElseOfItIsLeft() throws Exception {
    git.write("roundhouse.yaml", "retention: {age: 0s, keep: 0}\n").issue("A-1").commitAll("a");
    assertThat(run(EDIT).code()).isZero();
    assertThat(shell.type("gc").code()).isZero();
    assertThat(shell.type("rescue").out()).contains("no work is kept");

    Path place = printed(shell.type("open", "A-1"));

    assertThat(place.resolve("A-1.txt")).hasContent("x");
    assertThat(git.gitIn(place, "rev-parse", "HEAD")).isEqualTo(git.git("rev-parse", "main"));
  }

  @Test
  void whatAKilledCommandHadBegunToRestoreIsRestored() throws Exception {
    git.write(".gitattributes", "base filter=cut\n").write("base", "1\n").write("other", "1\n");
    git.issue("A-1").commitAll("backlog");
    run("echo 2 >other; echo new >'a file'; exit 1\n", "--attempts", "1");
    git.git(
        "config",
        "filter.cut.smudge",
        "kill -9 $(sed -n 's/^PPid:\t//p' /proc/$PPID/status) $PPID; cat");
    Path place = temporary.resolve("project.roundhouse").resolve("open").resolve("a-1-1");

    run = shell.start(temporary.resolve("open.log"), "open", "A-1");

    assertThat(Patience.exitCode(run)).isEqualTo(137);
    assertThat(place.resolve(".git")).exists();
    assertThat(place.resolve("a file")).doesNotExist();
    git.git("config", "--unset", "filter.cut.smudge");
    assertThat(printed(shell.type("open", "A-1"))).isEqualTo(place);
    assertThat(place.resolve("base")).hasContent("1");
    assertThat(place.resolve("other")).hasContent("2");
    assertThat(place.resolve("a file")).hasContent("new");
    assertThat(Objects.requireNonNull(place.getParent()))
        .isDirectoryNotContaining("glob:**.unfinished");
  }

  @Test
  void whatCannotBeOpenedIsRefused() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    run("exit 1", "--attempts", "1", "--only", "A-2");
    Path inTheWay = temporary.resolve("project.roundhouse").resolve("open").resolve("a-2-1");
    Files.createDirectories(inTheWay);

    for (String[] words :
        new String[][] {
          {"open", "A-1"},
          {"open", "A-2"},
          {"open", "A-2", "--attempt", "2"},
          {"open", "A-2", "--editor"},
          {"open", "A-2", "--editor", "--print"},
          {"open", "A-9"},
        }) {
      Shell.Answer answer = shell.type(words);
      assertThat(answer.code()).as(String.join(" ", words)).isEqualTo(2);
      assertThat(answer.err()).startsWith("roundhouse: ").contains("\n  ");
    }
    assertThat(inTheWay).isEmptyDirectory();
  }

  private String atTerminal(Map<String, String> more, String... words) throws Exception {
    Path log = temporary.resolve("screen");
    Files.deleteIfExists(log);
    Process process = shell.startAtTerminal(more, log, words);
    try {
      int code = Patience.exitCode(process);
      assertThat(code).as(Files.readString(log)).isZero();
      return Files.readString(log).replace("\r", "");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @Tag("slow")
  void atATerminalAShellAnEditorAndAPagerAreStarted() throws Exception {
    git.issue("A-1").commitAll("backlog");
    run("echo x >x; exit 1", "--attempts", "1");
    String sh =
        git.script("sh", "pwd; echo \"$ROUNDHOUSE_ISSUE_ID $ROUNDHOUSE_ATTEMPT\"; exit 130\n");

    String shown = atTerminal(Map.of("SHELL", sh, "GIT_DIR", "/nowhere"), "open", "A-1");
    assertThat(shown).contains("'exit' leaves this shell\n", "/open/a-1-1\nA-1 1\n");

    String editor = git.script("editor", "test -t 0; test -t 1; echo \"edits $1\"\n");
    assertThat(atTerminal(Map.of("EDITOR", editor), "open", "A-1", "--editor"))
        .contains("edits " + temporary.toRealPath());
    assertThat(atTerminal(Map.of("VISUAL", editor, "EDITOR", "false"), "new", "Fix it"))
        .contains("edits ", "issues/A-2.md\n");
    assertThat(atTerminal(Map.of("VISUAL", editor), "new", "Fix it", "--no-edit"))
        .doesNotContain("edits");

    String paged = atTerminal(Map.of("PAGER", "echo $LESS; sed s/^/paged/"), "diff", "A-1");
    assertThat(paged).contains("FRX\n", "paged\u001b[32m+\u001b[m\u001b[32mx\u001b[m\n");
    assertThat(atTerminal(Map.of("PAGER", "cat", "NO_COLOR", "1"), "diff", "A-1"))
        .contains("\n+x\n")
        .doesNotContain("\u001b");
  }

  @Test
  @Tag("slow")
  void aTerminalObeysNothingThatAnAgentWrote() throws Exception {
    git.issue("A-1").commitAll("backlog");
    run("printf 'a\\033]0;owned\\007b\\n' >x; exit 1", "--attempts", "1");

    String shown = atTerminal(Map.of("PAGER", "cat"), "diff", "A-1");

    assertThat(shown).contains("a?]0;owned?b").doesNotContain("\u0007");
  }

  @Test
  void jsonNamesThePlace() {
    git.issue("A-1").commitAll("backlog");
    run("echo x >x; exit 1", "--attempts", "1");

    JsonNode json = shell.type("open", "A-1", "--json").json();

    assertThat(json.path("attempt").asInt()).isEqualTo(1);
    assertThat(json.path("state").asString()).isEqualTo("restored");
    assertThat(Path.of(json.path("path").asString())).isDirectory();
  }
}
