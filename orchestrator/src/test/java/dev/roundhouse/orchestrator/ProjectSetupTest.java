package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.GateCommand;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A first configuration names what the project and the machine have, and is valid. */
class ProjectSetupTest {
  private static final String SCRIPTS = "{\"scripts\": {\"test\": \"node --test\"}";

  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeProject() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    program("bwrap", "exit 1\n"); // whatever this machine has
    program("sandbox-exec", "exit 1\n");
  }

  private ProjectSetup.Proposal propose() throws IOException, InterruptedException {
    return propose(git.environment());
  }

  private ProjectSetup.Proposal propose(Map<String, String> environment)
      throws IOException, InterruptedException {
    Map<String, String> bare = new HashMap<>(environment);
    bare.put("PATH", bin() + ":" + environment.get("PATH"));
    return Orchestrator.at(git.root()).environment(bare).build().projectSetup().propose();
  }

  private Path bin() throws IOException {
    return Files.createDirectories(git.home().resolve("bin"));
  }

  private void program(String name, String body) throws IOException {
    Files.move(Path.of(git.script(name, body)), bin().resolve(name));
  }

  /** Writes the proposed file and reads it as a run does. */
  private RunOptions written() throws Exception {
    ProjectSetup.write(propose());
    return ConfigFile.read(git.root()).build();
  }

  private static List<String> gate(RunOptions options) {
    return options.gate().commands().stream().map(GateCommand::display).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pom.xml|mvn -B -q verify",
        "pom.xml,mvnw*|./mvnw -B -q verify",
        "pom.xml,mvnw|sh ./mvnw -B -q verify",
        "build.gradle|gradle --no-daemon check",
        "settings.gradle.kts,gradlew*|./gradlew --no-daemon check",
        "Cargo.toml|cargo test",
        "Cargo.toml,Cargo.lock|cargo test --locked",
        "go.mod|go test ./...",
      })
  void aBuildToolThatNeedsNothingButTheTree(String files, String gate) throws Exception {
    for (String each : files.split(",", -1)) {
      git.write(each.replace("*", ""), "");
      if (each.endsWith("*")) {
        assertThat(git.root().resolve(each.replace("*", "")).toFile().setExecutable(true)).isTrue();
      }
    }

    RunOptions options = written();

    assertThat(gate(options)).containsExactly(gate);
    assertThat(options.setup()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "package-lock.json|npm ci|npm test",
        "pnpm-lock.yaml|pnpm install --frozen-lockfile|pnpm test",
        "yarn.lock|yarn install --frozen-lockfile|yarn test",
        "yarn.lock,.yarnrc.yml|yarn install --immutable|yarn test",
        "bun.lock|bun install --frozen-lockfile|bun run test",
      })
  void aNodeProjectIsInstalledFromItsLockFile(String files, String install, String test)
      throws Exception {
    git.write("package.json", SCRIPTS + "}");
    for (String each : files.split(",", -1)) {
      git.write(each, "");
    }

    RunOptions options = written();

    assertThat(gate(options)).containsExactly(install, test);
    assertThat(options.setup().orElseThrow().display()).isEqualTo(install);
    assertThat(options.agents().linked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"scripts\": {\"test\": \"x\"}}|npm test",
        "{\"scripts\": {\"test\": \"x\"}, \"dependencies\": {}}|npm test",
        "{\"scripts\": {\"test\": \"x\"}, \"devDependencies\": {\"a\": \"1\"}}"
            + "|npm install --no-package-lock;npm test",
        "{\"scripts\": {\"test\": \"echo \\\"Error: no test specified\\\" && exit 1\"}}|",
        "{\"scripts\": {\"build\": \"tsc\"}}|npm run build",
        "{\"scripts\": {\"test\": \"react-scripts test\"}}|env CI=true npm test",
        "{\"scripts\": {\"test\": \"x\"}, \"packageManager\": \"pnpm@9.1.0\"}|pnpm test",
        "not JSON|",
      })
  void aNodeProjectWithoutALockFile(String manifest, String gate) throws Exception {
    git.write("package.json", manifest);

    List<String> expected = gate == null ? List.of() : List.of(gate.split(";"));
    assertThat(gate(written())).isEqualTo(expected);
  }

  @Test
  void aLockFileThatGitIgnoresIsNotInACleanWorktree() throws Exception {
    git.write("package.json", SCRIPTS + ", \"dependencies\": {\"a\": \"1\"}}");
    git.write("package-lock.json", "{}").write(".gitignore", "package-lock.json\n");

    assertThat(gate(written())).containsExactly("npm install --no-package-lock", "npm test");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[project]\\ndependencies = []\\n[dependency-groups]\\ndev = [\\n  'pytest>=8',\\n]\\n"
            + "|uv run --locked pytest",
        "[project]\\nx = 1\\n[dependency-groups]\\nlint = ['ruff']\\ntest = ['pytest']\\n"
            + "|uv run --locked --group test pytest",
        "[project.optional-dependencies]\\nchecks = ['pytest']\\n"
            + "|uv run --locked --extra checks pytest",
        "[tool.uv]\\ndev-dependencies = ['pytest']\\n|uv run --locked pytest",
        "[project]\\ndependencies = []\\n|uv run --locked --with pytest pytest",
      })
  void aProjectOfUv(String pyproject, String gate) throws Exception {
    git.write("pyproject.toml", pyproject.replace("\\n", "\n")).write("uv.lock", "");
    git.write("tests/test_x.py", "");

    assertThat(gate(written())).containsExactly(gate);
  }

  @Test
  void aProjectOfPoetry() throws Exception {
    git.write("pyproject.toml", "[tool.poetry]\n").write("tests/test_x.py", "");

    RunOptions options = written();

    assertThat(gate(options))
        .containsExactly("poetry install --no-interaction", "poetry run pytest");
    assertThat(options.setup().orElseThrow().display())
        .isEqualTo("poetry install --no-interaction");
  }

  @Test
  void aProjectOfPipGetsAVirtualEnvironmentOfTheTree() throws Exception {
    git.write("requirements.txt", "requests\n").write("tests/test_x.py", "");
    git.write("pyproject.toml", "[project]\n[project.optional-dependencies]\ndev = ['pytest']\n");
    git.write(".gitignore", "venv/\n").write("venv/pyvenv.cfg", "");

    RunOptions options = written();

    assertThat(gate(options))
        .containsExactly(
            "python3 -m venv venv",
            "sh -c 'venv/bin/pip install -q -r requirements.txt -e \".[dev]\"'",
            "sh -c 'venv/bin/python -m pytest -q'");
    assertThat(options.setup().orElseThrow().argv().get(2))
        .startsWith("python3 -m venv venv && venv/bin/pip install");
    assertThat(options.agents().linked()).isEmpty();
  }

  @Test
  void aVirtualEnvironmentThatGitDoesNotIgnoreIsNotMadeForAgents() throws Exception {
    git.write("requirements.txt", "pytest\n").write("test_x.py", "");

    assertThat(written().setup()).isEmpty();
    assertThat(git.read("roundhouse.yaml")).contains(".gitignore");
  }

  @Test
  void aPythonProjectWithoutPackagesNeedsNone() throws Exception {
    git.write("setup.cfg", "").write("tests/test_x.py", "");

    assertThat(gate(written())).containsExactly("python3 -m unittest discover -s tests");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "test: all|make test",
        "check:|make check",
        "check test: all|make test",
        "test:: all|make test",
        ".PHONY: test|",
        "test := 1|",
        "test = 1|",
        "latest: x|",
      })
  void aMakefileWithATargetThatTests(String line, String gate) throws Exception {
    git.write("Makefile", "all:\n\techo\n" + line + "\n\techo\n");

    assertThat(gate(written())).isEqualTo(gate == null ? List.of() : List.of(gate));
  }

  @Test
  void ofSeveralToolsTheOneAtTheTopIsTheGateAndTheOthersAreComments() throws Exception {
    git.write("package.json", SCRIPTS + "}").write("Makefile", "check:\n\techo\n");
    git.write("api/go.mod", "").write("packages/a/package.json", SCRIPTS + "}");

    assertThat(gate(written())).containsExactly("npm test");
    assertThat(git.read("roundhouse.yaml"))
        .contains("#   - make check\n", "#   - sh -c 'cd api && go test ./...'\n")
        .doesNotContain("packages/a");
  }

  @Test
  void toolsInFoldersAreAllPartOfTheGateIfThereIsNoneAtTheTop() throws Exception {
    git.write("server/pom.xml", "").write("my web/package.json", SCRIPTS + "}");
    git.write("my web/package-lock.json", "{}").write(".gitignore", "node_modules\n");
    git.write("my web/node_modules/x/package.json", SCRIPTS + "}");

    RunOptions options = written();

    assertThat(gate(options))
        .containsExactly(
            "sh -c 'cd \"my web\" && npm ci && npm test'", "sh -c 'cd server && mvn -B -q verify'");
    assertThat(options.setup().orElseThrow().argv())
        .containsExactly("sh", "-c", "cd \"my web\" && npm ci");
  }

  @Test
  void ignoredFilesAreLinkedAndCopiedAndSecretsAreNot() throws Exception {
    git.write("go.mod", "").write("vendor/x", "x").write("local.properties", "x");
    git.write(".env", "KEY=1").write("dist/x", "x").write("__pycache__/x.pyc", "x");
    git.write(".gitignore", "vendor\nlocal.properties\n.env\ndist\n__pycache__\nbig\nsmall\n");
    git.write("big/data", "x".repeat(20_000_001)).write("small/data", "x");

    RunOptions options = written();

    assertThat(options.agents().linked()).containsExactly("vendor");
    assertThat(options.gate().supplies().linked()).containsExactly("vendor");
    assertThat(options.agents().copied()).contains(List.of("local.properties"));
    assertThat(git.read("roundhouse.yaml"))
        .contains("# copy: {workers: [.env], gates: [.env]}\n", "# link: {workers: [big]")
        .doesNotContain("dist", "pycache", "small");
  }

  @Test
  void agentsOnPathAreNamedTheFirstWithItsVersion() throws Exception {
    program("codex", "echo codex-cli 0.169.0\n");
    program("claude", "echo '2.1.197 (Claude Code)'\n");
    git.write("go.mod", "");

    ProjectSetup.Proposal proposal = propose();

    assertThat(proposal.agents()).startsWith("claude", "codex");
    assertThat(proposal.found()).contains("claude 2.1.197, codex on PATH");
    assertThat(written().agent().orElseThrow().display()).isEqualTo("claude");
    assertThat(git.read("roundhouse.yaml")).contains("# Also on PATH: codex.\n");
  }

  @Test
  void withoutAnAgentNoneIsWritten() throws Exception {
    ProjectSetup.Proposal proposal = propose(Map.of("PATH", "/nowhere", "HOME", "/nowhere"));

    assertThat(proposal.agent()).isEmpty();
    assertThat(proposal.text()).contains("\n# agent: claude\n", "roundhouse agents");
    git.write("roundhouse.yaml", proposal.text());
    assertThat(ConfigFile.read(git.root()).build().agent()).isEqualTo(Optional.empty());
  }

  @Test
  void issuesElsewhereAreFoundByTheirStatus() throws Exception {
    git.write("docs/backlog/BUG-1.md", "---\nid: BUG-1\nstatus: open\n---\n\n# X\n");
    git.write("docs/guide.md", "# Guide\n").write("docs/decisions/0001-x.md", "# X\n");

    assertThat(propose().issues()).isEqualTo(1);
    assertThat(written().backlog()).containsExactly("docs/backlog");
  }

  @Test
  void theUsualFoldersOfIssuesNeedNoKey() throws Exception {
    git.issue("A-1").write("docs/BUG-1.md", "---\nid: BUG-1\nstatus: open\n---\n");

    assertThat(propose().found()).contains("1 issue in issues");
    assertThat(written().backlog()).isEmpty();
  }

  @Test
  void everyKeyHasACommentBeforeIt() throws Exception {
    program("claude", "");
    git.issue("A-1").write("Cargo.toml", "").write("vendor/x", "x").write(".gitignore", "vendor\n");

    List<String> lines = propose().text().lines().toList();

    List<String> keys = new ArrayList<>();
    for (int at = 1; at < lines.size(); at++) {
      if (lines.get(at).matches("[a-zA-Z]+:.*")) {
        keys.add(lines.get(at).replaceAll(":.*", ""));
        assertThat(lines.get(at - 1)).as(lines.get(at)).startsWith("# ");
      }
    }
    assertThat(keys).containsExactly("agent", "gate", "link", "keepIgnored", "workers");
    assertThat(lines).allMatch(each -> each.length() <= 80);
  }

  @Test
  void chosenValuesAreWrittenAsTheyAre() throws Exception {
    ProjectSetup.write(
        propose()
            .withAgent("./agent.sh --model 'a: b'")
            .withGate("sh -c \"make -k test # all\"")
            .withWorkers(7));

    RunOptions options = ConfigFile.read(git.root()).build();

    assertThat(options.agent().orElseThrow().argv())
        .containsExactly("./agent.sh", "--model", "a: b");
    assertThat(options.gate().commands().get(0).command().argv())
        .containsExactly("sh", "-c", "make -k test # all");
    assertThat(options.workers()).isEqualTo(7);
  }

  @Test
  void anExistingFileIsNotTouched() throws Exception {
    git.write("roundhouse.yaml", "workers: 1\n");

    ProjectSetup.Proposal proposal = propose();

    assertThatThrownBy(() -> ProjectSetup.write(proposal))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("already exists");
    assertThat(git.read("roundhouse.yaml")).isEqualTo("workers: 1\n");
  }

  @ParameterizedTest
  @CsvSource({"exit 0, SANDBOXED", "exit 1, UNRESTRICTED"})
  void anAgentWhoseSandboxWorksIsSandboxed(String trial, AgentOptions.Permissions permissions)
      throws Exception {
    program("codex", "[ \"$1\" != sandbox ] || " + trial + "\n");

    ProjectSetup.Proposal proposal = propose().withAgent("codex");
    ProjectSetup.write(proposal);

    assertThat(ConfigFile.read(git.root()).build().agents().permissions()).isEqualTo(permissions);
    assertThat(proposal.text().contains("'unrestricted' is everything that you may do"))
        .isEqualTo(permissions == AgentOptions.Permissions.SANDBOXED);
  }

  @ParameterizedTest
  @CsvSource({
    "codex -m o3, SANDBOXED",
    "codex --yolo, UNRESTRICTED",
    "codex review, UNRESTRICTED",
    "./work.sh, UNRESTRICTED"
  })
  void anAgentThatAPersonChoosesIsSandboxedIfItsWordsLetIt(
      String line, AgentOptions.Permissions permissions) throws Exception {
    program("codex", "exit 0\n");

    ProjectSetup.write(propose().withAgent(line));

    assertThat(ConfigFile.read(git.root()).build().agents().permissions()).isEqualTo(permissions);
  }
}
