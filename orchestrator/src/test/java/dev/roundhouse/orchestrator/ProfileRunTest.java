package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bare word that names a profile: its program is on PATH, and what it prints is understood. */
class ProfileRunTest {
  private static final String PRINTS =
      """
      #!/bin/sh
      echo "$@" >"$HOME/arguments"
      echo "key=$ANTHROPIC_API_KEY" >"$HOME/key"
      %s
      """;

  @TempDir Path temporary;
  private GitFixture git;
  private Path bin;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeRepository() throws IOException {
    git = GitFixture.in(temporary.resolve("project"));
    bin = Files.createDirectory(temporary.resolve("bin"));
    environment.putAll(git.environment());
    environment.put("PATH", bin + ":" + environment.get("PATH"));
    environment.put("ANTHROPIC_API_KEY", "hush");
    git.issue("A-1").commitAll("backlog");
  }

  private RunReport run(String body) throws Exception {
    Path program = Files.writeString(bin.resolve("claude"), PRINTS.formatted(body));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    RunOptions options =
        RunOptions.builder().agent(new Command(List.of("claude"))).attempts(1).build();
    return Orchestrator.at(git.root()).environment(environment).options(options).build().run();
  }

  private IssueRecord record() throws IOException {
    return Ledger.read(git.root().resolve(".git/roundhouse"))
        .issue(new IssueId("A-1"))
        .orElseThrow();
  }

  private String home(String name) throws IOException {
    return Files.readString(Path.of(environment.getOrDefault("HOME", ""), name));
  }

  @Test
  void itsSessionTokensAndCostAreRecordedAndItsKeyIsPassed() throws Exception {
    RunReport report =
        run(
            "echo x >it.txt\n"
                + "echo '{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s-1\"}'\n"
                + "echo '{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,"
                + "\"session_id\":\"s-1\",\"result\":\"done\",\"total_cost_usd\":0.125,"
                + "\"usage\":{\"input_tokens\":10,\"output_tokens\":4}}'\n");

    assertThat(report.isComplete()).isTrue();
    assertThat(record().usage().tokens()).isEqualTo(14);
    assertThat(record().usage().costUsd()).isEqualByComparingTo("0.125");
    assertThat(home("arguments")).contains("--output-format stream-json");
    assertThat(home("key")).isEqualTo("key=hush\n");
  }

  @Test
  void aVerdictUnderItsHeadingInTheAnswerCounts() throws Exception {
    run(
        "echo x >it.txt\n"
            + "printf '%s\\n' '{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,"
            + "\"result\":\"I looked.\\n\\n## VERDICT\\n\\nNOT READY\\n\"}'\n");

    assertThat(record().status().word()).isEqualTo("not-ready");
    assertThat(git.landed("main")).isEmpty();
  }

  @Test
  void aProgramThatIsNotThereIsNamedBeforeAnythingStarts() {
    RunOptions options = RunOptions.builder().agent(new Command(List.of("qwen"))).build();
    assertThatThrownBy(
            () ->
                Orchestrator.at(git.root()).environment(environment).options(options).build().run())
        .hasMessageContaining("qwen");
  }
}
