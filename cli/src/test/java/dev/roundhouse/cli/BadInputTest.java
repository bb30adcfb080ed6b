package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets one clear message and exit code 2, and nothing is changed. */
class BadInputTest {
  @TempDir Path temporary;

  private GitFixture project() {
    return GitFixture.in(temporary.resolve("project")).issue("A-1").commitAll("backlog");
  }

  private static void refused(Shell.Answer answer, String... words) {
    assertThat(answer.err()).contains(words).doesNotContain("Exception", "\tat ");
    assertThat(answer.code()).isEqualTo(2);
  }

  private static void untouched(GitFixture git) {
    assertThat(git.root().resolve(".git/roundhouse")).doesNotExist();
    assertThat(git.root().resolveSibling("project.roundhouse")).doesNotExist();
    assertThat(git.git("for-each-ref", "refs/roundhouse")).isEmpty();
  }

  private Shell.Answer runIn(Path directory) {
    GitFixture any = GitFixture.in(temporary.resolve("any"));
    return new Shell(any).typeIn(directory, "run", "--agent", "true");
  }

  @Test
  void aDirectoryThatIsNoRepository() throws IOException {
    refused(
        runIn(Files.createDirectory(temporary.resolve("plain"))), "not in a git repository", "-C");
  }

  @Test
  void aBareRepository() {
    GitFixture git = project();
    Path bare = temporary.resolve("bare.git");
    git.git("clone", "-q", "--bare", ".", bare.toString());
    refused(runIn(bare), "bare", "clone");
  }

  @Test
  void aRepositoryWithoutCommits() {
    GitFixture git = GitFixture.empty(temporary.resolve("project")).issue("A-1");
    refused(new Shell(git).type("run", "--agent", "true"), "no commits");
    untouched(git);
  }

  @Test
  void aTargetThatIsNotThereOrNotBornYet() {
    GitFixture git = project();
    refused(new Shell(git).type("run", "--agent", "true", "--target", "nowhere"), "nowhere");
    git.git("checkout", "-q", "--orphan", "unborn");
    refused(new Shell(git).type("run", "--agent", "true"), "unborn");
    untouched(git);
  }

  @Test
  void aDetachedHeadNeedsATarget() {
    GitFixture git = project();
    git.git("checkout", "-q", "--detach");
    refused(new Shell(git).type("run", "--agent", "true"), "detached", "--target");
    untouched(git);
    String agent = git.script("agent", "echo x >x");
    assertThat(new Shell(git).type("run", "--agent", agent, "--target", "main").code()).isZero();
    assertThat(git.landed("main")).containsExactly("A-1");
  }

  @Test
  void aRepositoryWithSha256Ids() throws IOException {
    GitFixture any = GitFixture.in(temporary.resolve("any"));
    Path other = Files.createDirectory(temporary.resolve("sha256"));
    any.gitIn(other, "init", "-q", "--object-format=sha256");
    refused(new Shell(any).typeIn(other, "run", "--agent", "true"), "sha256", "SHA-1");
  }

  @Test
  void aRepositoryWithReftables() throws IOException {
    GitFixture git = project();
    git.git("config", "core.repositoryFormatVersion", "1");
    git.git("config", "extensions.refStorage", "reftable");
    Files.createDirectory(git.root().resolve(".git/reftable"));
    refused(new Shell(git).type("run", "--agent", "true"), "reftable");
  }

  @Test
  void anIdThatLeadsOutOfTheRoot() {
    GitFixture git = project().write("issues/evil.md", "---\nid: ../../evil\n---\n");
    refused(new Shell(git).type("run", "--agent", "true"), "../../evil", "issues/evil.md:2");
    untouched(git);
  }

  @Test
  void aBacklogOfNothing() {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    refused(new Shell(git).type("run", "--agent", "true"), "no issues", "--backlog");
    untouched(git);
  }

  @Test
  void aBacklogFolderThatIsNotThereOrOutside() {
    GitFixture git = project();
    refused(new Shell(git).type("run", "--agent", "true", "--backlog", "nowhere"), "nowhere");
    refused(new Shell(git).type("run", "--agent", "true", "--backlog", "../.."), "../..");
    untouched(git);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--only", "--type", "--priority", "--label", "--backlog"})
  void aListWithNothingInItIsNotEverything(String flag) {
    GitFixture git = project();
    for (String nothing : List.of("", " ")) {
      refused(
          new Shell(git).type("run", "--agent", "true", flag, nothing),
          flag + " must name at least one");
    }
    untouched(git);
  }

  @Test
  void anAgentOrGateThatIsNotThereOrNotExecutable() {
    GitFixture git = project().write("agent.txt", "not a program");
    refused(new Shell(git).type("run"), "no agent", "roundhouse.yaml", "agent:", "gate:");
    refused(new Shell(git).type("run", "--agent", "no-such-program-anywhere"), "no-such-program");
    refused(new Shell(git).type("run", "--agent", "./agent.txt"), "agent.txt", "chmod");
    refused(new Shell(git).type("run", "--agent", "true", "--gate", "./gone"), "gate", "./gone");
    untouched(git);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workrs: 3|unknown key 'workrs'|did you mean 'workers'",
        "workers: many|workers|whole number",
        "workers: 0|workers must be 1 to 256|roundhouse.yaml:1",
        "timeout: 45|timeout must be a duration|docs/configuration.md",
        "timeout: soon|timeout|45m",
        "agent: 'echo \"'|agent|not closed",
        "gate: []|gate|needs a command",
        "only: []|only must name at least one|roundhouse.yaml:1",
        "type: ''|type must name at least one|roundhouse.yaml:1",
        "priority: []|priority must name at least one|roundhouse.yaml:1",
        "label: [' ']|label must name at least one|roundhouse.yaml:1",
        "backlog: []|backlog must name at least one|roundhouse.yaml:1",
        "gate: [{name: tests}]|gate|needs 'run'",
        "'gate: [{run: true, need: [db]}]'|unknown key 'need'|needs",
        "'gate: [{run: x, name: a}, {run: y, name: a}]'|gate|two commands are called 'a'",
        "'gate: [{run: x, timeout: 0s}]'|gate|timeout",
        "'gate: [{run: x, junit: [../*.xml]}]'|junit|not inside the worktree",
        "'resources: {db: 0}'|resources|1 or more",
        "'needs: {everyone: [db]}'|needs|the keys are type, label",
        "'- a list'|key: value|roundhouse.yaml:1",
        "'ageing: 0s'|ageing must be 1s to 30d, not 0s|docs/configuration.md",
        "'timeout: 31d'|timeout must be more than 0s and at most 30d, not 31d|roundhouse.yaml:1",
        "'landing: {style: rebase}'|landing.style must be one of merge, squash, not|rebase",
        "'a: [1'|roundhouse.yaml:2: not valid YAML|quotes",
      })
  void aConfigurationThatIsNotRight(String content, String first, String second) {
    GitFixture git = project().write("roundhouse.yaml", content + "\n");
    refused(new Shell(git).type("run", "--agent", "true"), first, second);
    untouched(git);
  }

  @ParameterizedTest
  @CsvSource({"--workers,0", "--workers,x", "--attempts,-1", "--timeout,1", "--max-issues,0"})
  void aFlagThatIsNotRight(String flag, String value) {
    GitFixture git = project();
    refused(new Shell(git).type("run", "--agent", "true", flag, value), flag.substring(2, 6));
    untouched(git);
  }

  @Test
  void aCommandThatIsNone() {
    Shell shell = new Shell(project());
    refused(shell.type("rnu"), "unknown command 'rnu'", "did you mean 'run'?");
    refused(shell.type("foo", "bar", "--help"), "unknown command 'foo'", "roundhouse --help");
    refused(shell.type("list", "--jsn"), "unknown option '--jsn'", "did you mean '--json'?");
    refused(shell.type("list", "BUG-1"), "unknown argument 'BUG-1'", "roundhouse list --help");
    refused(shell.type("help", "lsit"), "unknown command 'lsit'", "did you mean 'list'?");
    refused(shell.type("list", "--max-issues", "1"), "unknown option '--max-issues'");
    refused(shell.type("agents", "chekc"), "unknown command 'chekc'", "did you mean 'check'?");
    refused(shell.type("show", "A-9"), "no issue has the id A-9", "did you mean 'A-1'?");
    refused(shell.type("show", "zzzzzz"), "no issue has the id zzzzzz", "roundhouse list --all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stats --by tpye|--by must be one of agent, type, day, not 'tpye'|did you mean 'type'?",
        "plan --format svg|--format must be one of text, json, mermaid, dot, not 'svg'|plan --help",
        "run --workers x|--workers must be a whole number, not 'x'|roundhouse run --help",
        "retry A-1 --if-version z|--if-version must be a whole number, not 'z'|retry --help",
        "run --workers|--workers needs a value: N|roundhouse run --help",
        "-C|-C needs a value: DIR|roundhouse --help",
        "run --workers 1 --workers 2|--workers is given twice|roundhouse run --help",
        "rescue A-1 --branch a --patch b|choose one of --branch, --patch|roundhouse rescue --help",
        "retry|ISSUE is missing|roundhouse retry --help",
        "swap A-1|OTHER is missing|roundhouse swap --help",
        "swap|ISSUE is missing|roundhouse swap --help",
        "new|TITLE is missing|roundhouse new --help",
      })
  void aCommandLineThatIsNotComplete(String typed, String why, String hint) {
    GitFixture git = project();
    Shell.Answer answer = new Shell(git).type(typed.split(" ", -1));
    refused(answer, why, hint);
    assertThat(answer.err()).startsWith("roundhouse: " + why + "\n");
    untouched(git);
  }

  @Test
  void aFolderForWorktreesThatCannotBe() {
    GitFixture git = project().write("file", "");
    Shell.Answer answer =
        new Shell(git).type("run", "--agent", "true", "--worktrees", "file/inside");
    refused(answer, "file/inside", "--worktrees");
    assertThat(new Shell(git).status("A-1")).isEqualTo("open");
  }

  @Test
  void aFolderOfSomebodyElseWhereAWorktreeBelongs() throws IOException {
    GitFixture git = project();
    Path theirs = git.root().resolveSibling("project.roundhouse").resolve("w1");
    Files.createDirectories(theirs);
    Files.writeString(theirs.resolve("precious"), "theirs");

    Shell.Answer answer = new Shell(git).type("run", "--agent", "true", "--workers", "1");

    refused(answer, "in the way", "w1");
    assertThat(theirs.resolve("precious")).hasContent("theirs");
  }

  @Test
  void namesWithSpacesQuotesLineFeedsAndLettersOfTheWorldWork() {
    GitFixture git =
        GitFixture.in(temporary.resolve("a \"pro'ject\"\nof höchster Güte"))
            .issue("A-1")
            .commitAll("backlog");
    String agent = git.script("agent", "echo 1 >'a b\"c\nd é'");

    Shell.Answer answer =
        new Shell(git).type("run", "--agent", "'" + agent.replace("'", "'\\''") + "'");

    assertThat(answer.code()).as(answer.err() + answer.out()).isZero();
    assertThat(git.read("a b\"c\nd é")).isEqualTo("1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--type|BUGG|no issue has the type 'BUGG'|did you mean 'BUG'?",
        "--type|zzzzzzzz|no issue has the type 'zzzzzzzz'|the types of this backlog are BUG",
        "--label|uii|no issue has the label 'uii'|did you mean 'ui'?",
        "--priority|P7|no issue has the priority 'P7'|did you mean 'P2'?",
        "--priority|P11|priority must be P0 to P9, not 'P11'|P0 is the most urgent",
        "--only|B-9|no issue has the id B-9|roundhouse list",
      })
  void aFilterThatMatchesNothing(String flag, String value, String why, String hint) {
    GitFixture git =
        GitFixture.in(temporary.resolve("project"))
            .issue("A-1", "type: BUG", "labels: [ui]", "priority: P2")
            .commitAll("backlog");
    Shell shell = new Shell(git);
    refused(shell.type("run", "--agent", "true", flag, value), why, hint);
    refused(shell.type("plan", flag, value), why, hint);
    refused(shell.type("list", flag, value), why, hint);
    untouched(git);
    assertThat(shell.type("list", "--type", "bugs", "--label", "UI", "--priority", "2").out())
        .contains("A-1");
  }

  @Test
  void wordsThatAreUnknownBesideTheHelp() {
    Shell shell = new Shell(project());
    refused(shell.type("nonsense", "words", "--help"), "nonsense", "roundhouse --help");
    refused(shell.type("rnu", "--help"), "rnu", "did you mean 'run'?");
    refused(shell.type("foo", "bar", "--help"), "unknown command 'foo'", "see 'roundhouse --help'");
    assertThat(shell.type("foo", "log", "--help").err()).doesNotContain("did you mean");
    assertThat(shell.type("foo", "list").err()).contains("unknown command 'foo'");
    refused(shell.type("stauts", "--version"), "stauts", "did you mean 'status'?");
    refused(shell.type("run", "fast", "--help"), "fast", "roundhouse run --help");
    assertThat(shell.type("run", "--help").code()).isZero();
    assertThat(shell.type("--help").out()).contains("COMMAND");
    assertThat(shell.type("agents", "check", "--help").out()).contains("AGENT");
  }

  @Test
  void aProcessThatMayOpenTooFewFilesIsNotToldToInstallGit() throws Exception {
    GitFixture git = project();
    Shell shell = new Shell(git);
    String said = "";
    for (int most = 30; most < 90 && !said.contains("Too many open files"); most += 2) {
      said = shell.typeWithOpenFiles(most, temporary.resolve("log" + most), "status");
    }
    assertThat(said).contains("Too many open files", "ulimit -n").doesNotContain("install git");
  }
}
