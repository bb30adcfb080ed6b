package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reason of a failed attempt has the agent's own words on it. */
@Tag("slow")
class FailureWordsTest {
  @TempDir Path temporary;
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").commitAll("backlog");
  }

  private String program(String name, String script) throws IOException {
    Path file = temporary.resolve("bin").resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, "#!/bin/sh\ncat >/dev/null\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }

  private IssueRecord failed(String agent, String... more) throws Exception {
    git.write(
        "roundhouse.yaml",
        "attempts: 1\nagent: '" + agent + "'\n" + String.join("\n", more) + "\n");
    git.configuredOrchestrator(git.environment()).build().run();
    return Ledger.read(git.root().resolve(".git/roundhouse"))
        .issue(new IssueId("A-1"))
        .orElseThrow();
  }

  private static String stream(String name) throws Exception {
    return "cat '"
        + Path.of(
            Objects.requireNonNull(FailureWordsTest.class.getResource("/streams/" + name)).toURI())
        + "'\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo working; echo 'no such module: left-pad.' >&2; exit 7 |"
            + " the agent exited with 7: no such module: left-pad; its work is kept",
        "printf 'a\\nthe end\\n\\n  \\n'; exit 1 | the agent exited with 1: the end; its work is kept",
        "exit 1 | the agent exited with 1; its work is kept",
        "echo alive; kill -9 $$ | the agent exited with 137; its work is kept",
        "printf 'red \\033[31mtext\\033[0m\\t\\001.\\n'; exit 2 |"
            + " the agent exited with 2: red text; its work is kept",
      })
  void ofAScriptItIsTheLastLineItPrinted(String script, String reason) throws Exception {
    assertThat(failed(program("agent", script)).reason()).isEqualTo(reason);
  }

  @Test
  void aLineWithoutEndIsCut() throws Exception {
    String reason =
        failed(program("agent", "head -c 100000 /dev/zero | tr '\\0' x; exit 1")).reason();

    assertThat(reason).startsWith("the agent exited with 1: xxx").endsWith("x…; its work is kept");
    assertThat(reason).hasSizeLessThan(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude | claude-400.jsonl | API Error: 400 messages.0: all messages must have non-empty content",
        "codex  | codex-400.jsonl  | Unsupported parameter",
      })
  void ofAKnownProgramItIsTheErrorThatItsStreamStates(String name, String stream, String words)
      throws Exception {
    IssueRecord record = failed(program(name, stream(stream) + "exit 1"));

    assertThat(record.reason())
        .isEqualTo("the agent exited with 1: " + words + "; its work is kept");
    assertThat(record.evidence()).contains("! ", words).doesNotContain("\"type\":\"result\"");
  }

  @Test
  void ofAKnownProgramThatPrintsNoStreamItIsItsLastLine() throws Exception {
    String agent = program("claude", "echo \"error: unknown option '--modle'\" >&2; exit 1");

    assertThat(failed(agent + " --modle opus").reason())
        .isEqualTo("the agent exited with 1: error: unknown option '--modle'; its work is kept");
  }

  @Test
  void aToolThatFailedIsNotTheProgramsError() throws Exception {
    String agent =
        program(
            "claude",
            """
            echo '{"type":"assistant","message":{"content":[{"type":"tool_use","id":"1","name":"Bash","input":{"command":"make"}}]}}'
            echo '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"1","is_error":true,"content":"Exit code 2"}]}}'
            exit 3""");
    IssueRecord record = failed(agent);

    assertThat(record.reason()).isEqualTo("the agent exited with 3; its work is kept");
    assertThat(record.evidence()).isEqualTo("> Bash  make\n! Bash  Exit code 2\n");
  }

  @Test
  void aValidationThatFailsIsQuotedToo() throws Exception {
    String validator = program("look", "echo 'cannot look' >&2; exit 4");

    IssueRecord record =
        failed(program("agent", "exit 0"), "steps: {validate: {agent: '" + validator + "'}}");

    assertThat(record.reason()).isEqualTo("the agent exited with 4: cannot look; its work is kept");
    assertThat(record.evidence()).isEqualTo("cannot look\n");
  }

  @Test
  void aSecretInTheWordsIsRedacted() throws Exception {
    String secret = "ghp_" + "a1B2".repeat(9);
    String agent =
        program(
            "claude",
            "echo '{\"type\":\"result\",\"is_error\":true,\"result\":\"bad key "
                + secret
                + "\"}'; exit 1");

    assertThat(failed(agent).reason())
        .isEqualTo("the agent exited with 1: bad key [redacted]; its work is kept");
  }
}
