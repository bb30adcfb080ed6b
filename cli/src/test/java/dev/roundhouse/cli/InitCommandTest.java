package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The first command in a project: it looks, writes, tries the gate, and says what comes next. */
class InitCommandTest extends CommandFixture {
  private GitFixture tested(String command) {
    return git.write("Makefile", "test:\n\t" + command + "\n").commitAll("a test");
  }

  @Test
  void writesWhatWasFoundAndTriesTheGateOnce() {
    tested("@echo tried >>../tried");

    Shell.Answer answer = shell.type("init");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains(
            "Found: make project (Makefile)",
            "Wrote roundhouse.yaml",
            "gate: make test",
            "Checking the gate on main in a clean worktree … passed in ",
            "Next: ");
    assertThat(git.root().resolveSibling("project.roundhouse/tried")).hasContent("tried");
    assertThat(git.git("status", "--porcelain")).isEqualTo("?? .roundhouse/\n?? roundhouse.yaml");
    assertThat(git.read("roundhouse.yaml"))
        .startsWith("# yaml-language-server: $schema=.roundhouse/roundhouse.schema.json\n");
    assertThat(git.read(".roundhouse/roundhouse.schema.json"))
        .isEqualTo(shell.type("config", "--schema").out());
  }

  @Test
  void theVerdictIsKeptForTheFirstRun() {
    tested("@echo tried >>../tried");
    shell.type("init");
    git.issue("A-1");

    Shell.Answer run = run("exit 1\n", "--attempts", "1");

    assertThat(run.err() + run.out()).doesNotContain("before the first agent starts");
    assertThat(git.root().resolveSibling("project.roundhouse/tried")).hasContent("tried");
  }

  @Test
  void aRedGateIsShownWithItsLastLinesAndTheWayOn() {
    tested("@for i in $$(seq 30); do echo line $$i; done; false");

    Shell.Answer answer = shell.type("init");

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out())
        .contains("… failed after ", "the gate exited with 2", "  | line 30", "base-gate.log")
        .contains("roundhouse run")
        .doesNotContain("  | line 2\n");
    assertThat(git.root().resolve("roundhouse.yaml")).exists();
  }

  @Test
  void aRedGateNamesTheFoldersThatAreMissingInItsWorktree() {
    git.write(".gitignore", "models\n").write("models/x", "x");
    tested("@ls models");

    assertThat(shell.type("init").out()).contains("models", "link: {workers: [models], gates: ");
  }

  @Test
  void aGateWhoseProgramDoesNotExistIsNamed() {
    git.write("gradlew", "").write("build.gradle", "").write("pom.xml", "").commitAll("tool");
    git.write("mvnw", "#!/nowhere\n").commitAll("wrapper");
    assertThat(git.root().resolve("mvnw").toFile().setExecutable(true)).isTrue();
    git.commitAll("executable");

    Shell.Answer answer = shell.type("init");

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.out()).contains("gate: ./mvnw -B -q verify", "failed after");
  }

  @Test
  void nothingIsRunWithNoGateOrWithoutOne() {
    tested("@echo tried >>../tried");
    assertThat(shell.type("init", "--no-gate").out()).doesNotContain("Checking");
    git.write("Makefile", "").commitAll("no test");
    git.root().resolve("roundhouse.yaml").toFile().delete();

    Shell.Answer answer = shell.type("init");

    assertThat(answer.code()).isZero();
    assertThat(answer.out()).contains("no tests that could be the gate", "gate: none");
    assertThat(git.root().resolveSibling("project.roundhouse")).doesNotExist();
  }

  @Test
  void aDryRunPrintsTheFileAndWritesNothing() {
    tested("@true");

    Shell.Answer answer = shell.type("init", "--dry-run");

    assertThat(answer.out()).contains("\ngate: make test\n").startsWith("#");
    assertThat(git.root().resolve("roundhouse.yaml")).doesNotExist();
    assertThat(git.root().resolve(".roundhouse")).doesNotExist();
    assertThat(git.root().resolve(".git/roundhouse")).doesNotExist();
    git.write("roundhouse.yaml", answer.out());
    assertThat(shell.type("lint").err()).doesNotContain("roundhouse.yaml:");
  }

  @Test
  void anExistingFileIsRefusedAndStays() {
    git.write("roundhouse.yaml", "workers: 1\n");

    Shell.Answer answer = shell.type("init");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err()).contains("already exists", "--dry-run");
    assertThat(git.read("roundhouse.yaml")).isEqualTo("workers: 1\n");
  }

  @Test
  void asJsonTheTextGoesToTheOtherStream() {
    tested("@true");

    Shell.Answer answer = shell.type("init", "--json");

    assertThat(answer.json().path("gate").get(0).asString()).isEqualTo("make test");
    assertThat(answer.json().path("written").asBoolean()).isTrue();
    assertThat(answer.json().path("base").path("outcome").asString()).isEqualTo("passed");
    assertThat(answer.json().path("text").asString()).isEqualTo(git.read("roundhouse.yaml"));
    assertThat(answer.err()).contains("Wrote roundhouse.yaml");
  }

  @Test
  void worksBeforeTheFirstCommitAndOutsideGitSaysWhatToDo() throws IOException {
    GitFixture young = GitFixture.empty(temporary.resolve("young"));
    young.write("Makefile", "test:\n\ttrue\n");
    Path plain = Files.createDirectory(temporary.resolve("plain"));

    Shell.Answer answer = new Shell(young).type("init");
    Shell.Answer outside = shell.typeIn(plain, "init");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("gate: make test").doesNotContain("Checking");
    assertThat(young.read("roundhouse.yaml")).contains("gate: make test");
    assertThat(outside.code()).isEqualTo(2);
    assertThat(outside.err()).contains("not in a git repository", "git init");
  }

  @Test
  void lintWorksBeforeTheFirstCommit() {
    GitFixture young = GitFixture.empty(temporary.resolve("young")).issue("A-1");

    Shell.Answer answer = new Shell(young).type("lint");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("1 issue");
    assertThat(new Shell(young).type("lint", "--fix").code()).isZero();
    assertThat(new Shell(young).type("list").out()).contains("A-1");
  }

  @Test
  void agentsAreListedAnywhere() throws IOException {
    Path plain = Files.createDirectory(temporary.resolve("plain"));

    Shell.Answer answer = shell.typeIn(plain, "agents");

    assertThat(answer.code()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("claude", "codex");
    Shell young = new Shell(GitFixture.empty(temporary.resolve("young")));
    assertThat(young.type("agents", "--json").json().path("agents")).isNotEmpty();
  }

  @Test
  void anIssueCanBeFiledAndPlannedBeforeTheFirstCommit() {
    GitFixture young = GitFixture.empty(temporary.resolve("young"));
    Shell typed = new Shell(young);

    Shell.Answer created = typed.type("new", "Fix the crash", "-p1");

    assertThat(created.code()).as(created.err()).isZero();
    assertThat(created.out()).contains("Created issues/");
    assertThat(typed.type("list").out()).contains("Fix the crash");
    assertThat(typed.type("plan").out()).contains("Fix the crash");
    assertThat(typed.type("new", "--no-file", "Another").code()).isZero();
    Shell.Answer run = typed.type("run", "--agent", "true");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no commits yet", "commit something first");
  }
}
