package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One command does a task in projects of several kinds, none of which was prepared for it. */
@Tag("slow")
class DoProjectsTest extends DoFixture {
  @BeforeEach
  void removeProject() throws Exception {
    git.git("rm", "-q", "Makefile");
    agent("cat >/dev/null; echo fixed >fix.txt\n");
  }

  /** Does a task in the project that was written, first without an agent. */
  private void check(String gate) throws Exception {
    git.commitAll("a project");
    Path claude = temporary.resolve("bin/claude");
    Path script = Files.readSymbolicLink(claude);
    Files.delete(claude);
    assertThat(doing("Fix it").code()).isEqualTo(2);
    assertThat(git.root().resolve(".git/roundhouse")).doesNotExist();
    Files.createSymbolicLink(claude, script);

    Shell.Answer read = doing("Fix it");
    assertThat(read.out()).contains(gate, "DO-1 is done, and its gate is green", " fix.txt | 1 +");
    assertThat(git.root().resolve("fix.txt")).doesNotExist();

    assertThat(doing("--resume", "--land").code()).isZero();
    assertThat(git.read("fix.txt")).isEqualTo("fixed\n");
    assertThat(git.git("status", "--porcelain")).isEmpty();
  }

  private void requireProgram(String name) {
    assumeTrue(
        Arrays.stream(Objects.requireNonNull(path().get("PATH")).split(":", -1))
            .anyMatch(each -> Files.isExecutable(Path.of(each, name))),
        name + " is not installed");
  }

  @Test
  void inANodeProject() throws Exception {
    requireProgram("npm");
    git.write("package.json", "{\"name\":\"x\",\"scripts\":{\"test\":\"node test.js\"}}\n");
    git.write("test.js", "process.exit(require('./index.js')('a,b').length === 2 ? 0 : 1)\n");
    git.write("index.js", "module.exports = text => text.split(',');\n");

    check("gate: npm test (from package.json)");
  }

  @Test
  void inAPythonProject() throws Exception {
    requireProgram("python3");
    git.write(".gitignore", "__pycache__/\n").write("app.py", "def f(s):\n    return s\n");
    git.write(
        "test_app.py",
        "import unittest, app\n\n\nclass Test(unittest.TestCase):\n"
            + "    def test(self):\n        self.assertEqual(app.f('a'), 'a')\n");
    git.write("setup.cfg", "[flake8]\n");

    check("gate: python3 -m unittest");
  }

  @Test
  void inAMavenProject() throws Exception {
    Files.createSymbolicLink(
        temporary.resolve("bin/mvn"), Path.of(git.script("mvn", "grep -q '<project' pom.xml\n")));
    git.write("pom.xml", "<project/>\n");

    check("gate: mvn ");
  }
}
