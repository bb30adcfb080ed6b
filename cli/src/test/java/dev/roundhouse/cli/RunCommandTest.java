package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What scripts rely on. */
class RunCommandTest extends CommandFixture {
  @Test
  void exitsWithZeroWhenEverythingLandedAndWhenNothingIsLeft() {
    git.issue("A-1").issue("A-2").commitAll("backlog");

    assertThat(run(EDIT).code()).isZero();
    assertThat(run(EDIT).code()).isZero();
    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "A-2");
  }

  @Test
  void exitsWithOneWhenSomeDidNotLandAndWhenSomeAreBlockedOrDeferred() {
    git.issue("A-1").commitAll("backlog");
    assertThat(run("exit 1", "--attempts", "1").code()).isEqualTo(1);
    assertThat(run(EDIT).code()).as("it rests until a retry").isEqualTo(1);
    assertThat(shell.type("retry", "1").code()).isZero();
    assertThat(run(EDIT).code()).isZero();

    git.issue("A-2", "blocked_by: A-99");
    assertThat(run(EDIT).code()).isEqualTo(1);
    git.write("issues/A-2.md", "---\nid: A-2\nstatus: deferred\n---\n");
    assertThat(run(EDIT).code()).isEqualTo(1);
  }

  @Test
  void aScriptWithANameIsListedTriedAndRun() {
    git.write(
        ".roundhouse/agents/one.sh",
        "#!/bin/sh\n# name: one\n# description: does it\necho works >check.txt\n");
    assertThat(git.root().resolve(".roundhouse/agents/one.sh").toFile().setExecutable(true))
        .isTrue();
    git.issue("A-1").commitAll("backlog");

    assertThat(shell.type("agents").out())
        .contains("one", "script", "does it", "claude")
        .contains("    gemini --yolo --skip-trust --output-format stream-json\n")
        .contains("    --yolo and --skip-trust skip Gemini CLI's questions");
    assertThat(shell.type("agents", "check", "one").code()).isZero();
    assertThat(shell.type("agents", "check", "one", "--json").json().path("target").asString())
        .isEqualTo("main");
    assertThat(shell.type("agents", "check", "false").code()).isEqualTo(1);
    assertThat(shell.type("run", "--agent", "one").code()).isZero();
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void whatMaxIssuesCutIsNoFailure() {
    git.issue("A-1").issue("A-2").issue("A-3", "blocked_by: A-2").commitAll("backlog");

    assertThat(run(EDIT, "--max-issues", "1").code()).isZero();
    assertThat(git.landed("main")).as("what others wait for goes first").containsExactly("A-2");
  }

  @Test
  void filtersAsThePeersDo() {
    git.issue("BUG-1", "type: BUG", "priority: P1", "labels: [ui]")
        .issue("ENH-2", "type: ENH", "priority: P2", "labels: ui, core")
        .issue("BUG-13", "type: BUG", "priority: P3")
        .commitAll("backlog");

    assertThat(ready("--only", "1")).containsExactly("BUG-1");
    assertThat(ready("--skip", "BUG-1,13")).containsExactly("ENH-2");
    assertThat(ready("--type", "bug")).containsExactly("BUG-1", "BUG-13");
    assertThat(ready("--priority", "P2,3")).containsExactly("ENH-2", "BUG-13");
    assertThat(ready("--label", "ui")).containsExactly("BUG-1", "ENH-2");
    assertThat(run(EDIT, "--only", "77").code()).isEqualTo(2);
  }

  private List<String> ready(String... flags) {
    List<String> words = new ArrayList<>(List.of("--dry-run", "--json"));
    words.addAll(List.of(flags));
    List<String> ids = new ArrayList<>();
    run(EDIT, words.toArray(String[]::new))
        .json()
        .path("next")
        .forEach(each -> ids.add(each.asString()));
    return ids;
  }

  @Test
  void aDryRunWritesNothing() {
    git.issue("A-1").commitAll("backlog");
    String before = git.git("for-each-ref") + git.git("status", "--porcelain", "--ignored");

    assertThat(run(EDIT, "--dry-run").code()).isZero();

    assertThat(git.git("for-each-ref") + git.git("status", "--porcelain", "--ignored"))
        .isEqualTo(before);
    assertThat(git.root().resolve(".git/roundhouse")).doesNotExist();
    assertThat(temporary.resolve("project.roundhouse")).doesNotExist();
  }

  @Test
  void theFirstLinesAndTheSummarySayWhatIsDoneWithoutAGate() {
    git.issue("A-1").issue("A-2", "blocked_by: A-1").commitAll("backlog");

    Shell.Answer answer = run(EDIT);

    List<String> lines = answer.out().lines().toList();
    assertThat(lines.subList(0, 6))
        .satisfiesExactly(
            line -> assertThat(line).contains("run_"),
            line -> assertThat(line).contains("target", "main"),
            line -> assertThat(line).contains("agent", "agent"),
            line -> assertThat(line).contains("gate", "untested"),
            line -> assertThat(line).contains("workers", "2"),
            line -> assertThat(line).contains("ready 1, blocked 1"));
    assertThat(answer.out()).contains("2 landed untested");
  }

  @Test
  void jsonHasWhatWasPromised() {
    git.issue("A-1", "title: One", "type: BUG", "priority: P1")
        .issue("A-2", "blocked_by: A-1")
        .commitAll("backlog");
    JsonNode ran = run(EDIT, "--json", "--only", "1").json();
    assertThat(ran.path("landed").asInt()).isEqualTo(1);

    for (String command : List.of("status", "list")) {
      JsonNode object = shell.type(command, "--json").json();
      JsonNode first = object.path("issues").get(0);
      assertThat(first.path("id").asString()).isEqualTo("A-1");
      assertThat(first.path("title").asString()).isEqualTo("One");
      assertThat(first.path("type").asString()).isEqualTo("BUG");
      assertThat(first.path("priority").asString()).isEqualTo("P1");
      assertThat(first.path("status").asString()).isEqualTo("landed");
      assertThat(first.path("attempts").asInt()).isEqualTo(1);
      assertThat(first.path("path").asString()).isEqualTo("issues/A-1.md");
      assertThat(object.path("issues").get(1).path("blockedBy").get(0).asString()).isEqualTo("A-1");
      assertThat(object.path("counts").path("landed").asInt()).isEqualTo(1);
      assertThat(object.path("counts").path("open").asInt()).isEqualTo(1);
    }
  }

  @Test
  void theAgentIsToldWhatWasPromised() {
    git.issue("A-1").commitAll("backlog");
    String body =
        "cat >prompt; env | grep '^ROUNDHOUSE_' | sort >env; pwd >>env;"
            + " test -f \"$ROUNDHOUSE_ISSUE_FILE\"; git rev-parse HEAD >head";
    assertThat(run(body).code()).isZero();

    String env = git.show("main", "env");
    assertThat(env)
        .contains("ROUNDHOUSE_ISSUE_ID=A-1")
        .contains("ROUNDHOUSE_ATTEMPT=1\n")
        .contains("ROUNDHOUSE_ATTEMPT_ID=att_")
        .contains("ROUNDHOUSE_RUN_ID=run_")
        .contains("ROUNDHOUSE_BASE=" + git.show("main", "head"))
        .contains("ROUNDHOUSE_RESULT=")
        .contains("ROUNDHOUSE_WORKTREE=" + temporary.resolve("project.roundhouse"));
    assertThat(git.show("main", "prompt"))
        .contains("A-1", "Work on A-1", "Work only in the current");
  }

  @Test
  void configurationIsReadAndFlagsOverrideIt() {
    String agent = git.script("agent", EDIT);
    String gate = git.script("gate", "test ! -e A-1.txt");
    git.issue("A-1").write("roundhouse.yaml", "agent: " + agent + "\ngate: " + gate + "\n");
    git.commitAll("backlog");

    assertThat(shell.type("run", "--attempts", "1").code()).isEqualTo(1);
    assertThat(shell.status("A-1")).isEqualTo("rejected");
    assertThat(shell.type("retry", "A-1").code()).isZero();
    assertThat(shell.type("run", "--gate", "true").code()).isZero();
  }

  @Test
  void lintNamesFileLineAndCureAndExitsWithTwoOnAnError() {
    git.issue("A-1").commitAll("backlog");
    assertThat(shell.type("lint").code()).isZero();
    git.issue("A-2", "priority: soon");

    Shell.Answer answer = shell.type("lint");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).contains("issues/A-2.md:4: error:", "soon", "P0 to P9");
    assertThat(shell.type("lint", "--json").json().path("findings").get(0).path("line").asInt())
        .isEqualTo(4);
  }

  @Test
  void setupPreparesEachWorktreeAndItsFailureIsNobodysFailure() {
    git.issue("A-1").write(".gitignore", "tools\n").commitAll("backlog");
    Shell.Answer failed = run(EDIT, "--setup", git.script("setup", "echo no tools; exit 9"));
    assertThat(failed.code()).isEqualTo(2);
    assertThat(failed.err()).contains("setup", "exited with 9", "no tools");

    Shell.Answer answer = run("cat tools >x", "--setup", git.script("setup", "echo ready >tools"));

    assertThat(answer.code()).as(answer.err() + answer.out()).isZero();
    assertThat(git.show("main", "x")).isEqualTo("ready");
    assertThat(shell.type("show", "A-1", "--json").json().path("failures").asInt()).isZero();
  }

  @Test
  void otherTerminalsSeeWhyAndWhereAndWhatIsKept() {
    git.issue("A-1").issue("A-2", "blocked_by: A-1").commitAll("backlog");
    run("echo said; echo half >half; exit 7", "--attempts", "1");

    assertThat(shell.type("why", "A-2").out()).contains("blocked by A-1 (failed)");
    assertThat(shell.type("why", "A-1").out()).contains("exited with 7", "retry A-1");
    assertThat(shell.type("show", "1").out()).contains("attempts    1\n", "failed");
    assertThat(shell.type("log", "1").out()).contains("said");
    assertThat(shell.type("log", "1", "--gate", "--prompt").code()).isEqualTo(2);
    assertThat(shell.type("rescue").out()).contains("A-1, attempt 1", "dirty");
    assertThat(shell.type("rescue", "A-1", "--branch", "half-done").code()).isZero();
    assertThat(git.show("half-done", "half")).isEqualTo("half");
    assertThat(shell.type("rescue", "A-1", "--branch", "half-done").code()).isEqualTo(2);
    assertThat(shell.type("sync").code()).isZero();
    assertThat(shell.type("status").out()).contains("no run is active", "failed");
  }

  @Test
  void anIssueWhoseFileIsGoneIsStillKnown() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    run("echo half >half; exit 7", "--attempts", "1");
    Files.delete(git.root().resolve("issues/A-1.md"));

    Shell.Answer why = shell.type("why", "A-1");
    assertThat(why.code()).as(why.err()).isZero();
    assertThat(why.out()).contains("its file is gone", "exited with 7", "roundhouse rescue A-1");
    assertThat(shell.type("show", "1").out()).contains("attempts    1\n", "failed");
    assertThat(shell.type("show", "A-1", "--json").json().path("status").asString())
        .isEqualTo("failed");
    assertThat(shell.type("retry", "A-1").out()).contains("has no file");
    assertThat(shell.type("why", "A-9").err()).contains("no issue has the id A-9");

    shell.type("cancel", "A-2");
    assertThat(shell.type("why", "A-2").out()).contains("roundhouse rescue A-2");
  }

  @Test
  void retryOfWhatItsFileCallsDoneSaysWhatElseItTakes() throws Exception {
    git.issue("A-1").commitAll("backlog");
    git.write("issues/A-2.md", "---\nid: A-2\nstatus: deferred\n---\n# Later\n").commitAll("more");
    run("echo 1 >x");

    assertThat(shell.type("retry", "A-1").out())
        .contains("its file says done; set 'status: open' there");
    assertThat(shell.type("retry", "A-2").out()).contains("its file says deferred");
  }

  @Test
  void whatIsEmptyIsNotSaid() {
    git.issue("EPIC-1", "type: epic").issue("A-1", "parent: EPIC-1").commitAll("backlog");

    assertThat(shell.type("why", "EPIC-1").out().lines()).contains("    A-1  open");
    assertThat(shell.type("show", "A-1").out()).doesNotContain("blocked by");
    assertThat(run("echo 1 >x").code()).isZero();
    assertThat(shell.type("why", "EPIC-1").out()).contains("its only child is done");
  }

  @Test
  void workTheTargetCannotTakeWaitsAndSyncBringsIt() {
    git.issue("A-1").commitAll("backlog");
    git.write("A-1.txt", "the user's own, untracked\n");

    Shell.Answer answer = run(EDIT);

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("A-1.txt", "roundhouse sync");
    assertThat(git.read("A-1.txt")).isEqualTo("the user's own, untracked\n");
    assertThat(git.landed("main")).isEmpty();
    assertThat(git.landed("refs/roundhouse/tip/main")).containsExactly("A-1");
    assertThat(shell.type("sync").code()).isEqualTo(1);
    git.root().resolve("A-1.txt").toFile().delete();
    assertThat(shell.type("sync").code()).isZero();
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void anIssueWhoseBlockerDoesNotExistIsNotSaidToStart() {
    git.issue("A-1", "blocked_by: [GONE-7]").issue("A-2", "blocked_by: [A-1]").commitAll("backlog");

    assertThat(shell.type("why", "A-1").out())
        .contains("it will not start until there is an issue GONE-7, or the line")
        .doesNotContain("once these have landed");
    assertThat(shell.type("why", "A-2").out()).contains("it starts once these have landed");
  }

  @Test
  void theLastLineNamesWhatHelpsTheIssuesThatAreLeft() {
    git.issue("A-1").issue("A-2", "blocked_by: [A-1]").commitAll("backlog");
    String agent = git.script("agent", EDIT);

    Shell.Answer held = shell.type("run", "--agent", agent, "--gate", git.script("red", "exit 1"));
    assertThat(held.out())
        .contains("'roundhouse run' continues with what is unfinished")
        .doesNotContain("retry");
    Shell.Answer failed = run("exit 1", "--attempts", "1", "--only", "A-2,A-1");
    assertThat(failed.code()).isLessThan(2);
  }

  @Test
  void relativePathsOfTheConfigurationCountFromItsFolder() throws IOException {
    git.issue("A-1").write("sub/x", "").write("sub/a.sh", "#!/bin/sh\nexit 9\n");
    git.write("a.sh", "#!/bin/sh\necho from the top >top\n");
    git.write("roundhouse.yaml", "agent: ./a.sh\nworktrees: ../elsewhere\n");
    for (String each : List.of("a.sh", "sub/a.sh")) {
      assertThat(git.root().resolve(each).toFile().setExecutable(true)).isTrue();
    }
    git.commitAll("backlog");

    Shell.Answer typed = shell.typeIn(git.root().resolve("sub"), "run");

    assertThat(typed.code()).as(typed.err() + typed.out()).isZero();
    assertThat(git.read("top")).isEqualTo("from the top\n");
    assertThat(git.root().resolveSibling("elsewhere")).isDirectory();
    Shell.Answer check = shell.typeIn(git.root().resolve("sub"), "agents", "check", "./a.sh");
    assertThat(check.out()).as("as run --agent ./a.sh there").contains("exited with 9");
    check = shell.type("agents", "check", "./a.sh");
    assertThat(check.code()).as(check.err() + check.out()).isZero();
  }

  @Test
  void aVariableThatAProfileGetsIsNotListedAsWithheld() throws IOException {
    git.issue("A-1").commitAll("backlog");
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("claude"), Path.of(git.script("claude", "exit 1")));
    Map<String, String> environment = new HashMap<>(git.environment());
    environment.merge("PATH", bin.toString(), (path, own) -> own + ":" + path);
    environment.put("ANTHROPIC_API_KEY", "k");
    environment.put("OTHER_TOKEN", "t");
    StringWriter out = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(new StringWriter()),
            git.root(),
            environment,
            SignalSource.none());

    CommandLines.answer(terminal, "run", "--agent", "claude", "--attempts", "1");

    assertThat(out.toString())
        .contains("because it looks secret: OTHER_TOKEN (list")
        .contains("ANTHROPIC_API_KEY is passed to the agents that need it");
  }
}
