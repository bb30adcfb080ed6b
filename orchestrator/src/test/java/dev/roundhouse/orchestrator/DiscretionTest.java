package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of an attempt: every prompt, no secret; and how long hooks may take. */
class DiscretionTest {
  private static final String SHAPED = "ghp_AbCdEfGh1234567890AbCdEfGh";
  private static final String OWN = "swordfish-swordfish";

  @TempDir Path temporary;
  private GitFixture git;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("project"));
    environment.putAll(git.environment());
    environment.put("DEPLOY_TOKEN", OWN);
  }

  private RunReport run(String yaml) throws Exception {
    git.write("roundhouse.yaml", yaml).commitAll("backlog");
    return git.configuredOrchestrator(environment).build().run();
  }

  private Path paper(String name) throws IOException {
    try (Stream<Path> all = Files.walk(git.root().resolve(".git/roundhouse/runs"))) {
      return all.filter(each -> each.endsWith(name)).findFirst().orElseThrow();
    }
  }

  @Test
  void noSecretReachesTheLedgerThePromptThatIsKeptOrALog() throws Exception {
    git.write(
        "issues/A-1.md",
        "---\nid: A-1\nstatus: open\n---\n\n# Use it\n\nThe key is "
            + SHAPED
            + ", of "
            + OWN
            + ".\n");
    String agent =
        git.script(
            "agent",
            "cat >\"$HOME/told\"\nprintf '{\"verdict\":\"not-ready\",\"reason\":\"%s does not fit %s\","
                + "\"corrections\":[\"was %s\"],\"session_id\":\"%s\"}' \"$DEPLOY_TOKEN\" "
                + SHAPED
                + " \"$DEPLOY_TOKEN\" \"$DEPLOY_TOKEN\" >\"$ROUNDHOUSE_RESULT\"\n");

    RunReport report = run("agent: '" + agent + "'\nenv: [DEPLOY_TOKEN]\n");

    assertThat(report.issues().get(0).reason()).endsWith(": [redacted] does not fit [redacted]");
    assertThat(Files.readString(Path.of(environment.getOrDefault("HOME", ""), "told")))
        .contains(SHAPED, OWN);
    assertThat(paper("agent.prompt.md")).content().contains("The key is [redacted], of [redacted]");
    try (Stream<Path> all = Files.walk(git.root().resolve(".git/roundhouse"))) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        assertThat(each).content().doesNotContain(OWN, SHAPED);
      }
    }
  }

  @Test
  void thePromptOfEachStepIsKept() throws Exception {
    git.write("prompts/look.md", "Look at {{issue.id}}.").write("prompts/do.md", "Do it.");
    git.issue("A-1");
    String agent = git.script("agent", "cat >>\"$HOME/told\"\necho x >it");

    run(
        "agent: '"
            + agent
            + "'\nsteps:\n  validate: {prompt: prompts/look.md}\n"
            + "  implement: {prompt: prompts/do.md}\n");

    assertThat(paper("validate.prompt.md")).hasContent("Look at A-1.");
    assertThat(paper("agent.prompt.md")).hasContent("Do it.");
  }

  @Test
  void aHookThatTakesTooLongStopsTheRunAndIsNotTheIssuesFault() throws Exception {
    git.issue("A-1");
    String agent = git.script("agent", "echo x >it");
    String slow = git.script("slow", "sleep 300");

    assertThatThrownBy(
            () -> run("agent: '" + agent + "'\nsetup: '" + slow + "'\nsetupTimeout: 1s\n"))
        .hasMessageContaining("setup " + slow + " took longer than 1s");
    assertThatThrownBy(
            () -> run("agent: '" + agent + "'\nteardown: '" + slow + "'\nteardownTimeout: 1s\n"))
        .hasMessageContaining("teardown " + slow + " took longer than 1s");
  }
}
