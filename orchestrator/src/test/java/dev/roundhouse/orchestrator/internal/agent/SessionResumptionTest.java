package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.options.Command;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a program goes on in an earlier session; the programs are run by RealSessionsTest. */
class SessionResumptionTest {
  private static final String ID = "01a21e82-597e-7a00-8d73-93284f65a397";

  @TempDir Path temporary;

  private static Optional<String> resumed(String line, String session) {
    List<String> words = Command.parse(line).argv();
    return AgentProfile.ofProgram(words.get(0))
        .orElseThrow()
        .resume(words.subList(0, 1), words.subList(1, words.size()), session)
        .map(argv -> String.join(" ", argv));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude | claude -p --output-format stream-json --verbose --dangerously-skip-permissions",
        "claude --model opus | claude -p --output-format stream-json --verbose"
            + " --dangerously-skip-permissions --model opus",
        "claude -p --permission-mode acceptEdits --allowedTools Bash | claude --output-format"
            + " stream-json --verbose -p --permission-mode acceptEdits --allowedTools Bash",
      })
  void claudeGetsTheSessionAfterEverythingElse(String line, String argv) {
    assertThat(resumed(line, ID)).contains(argv + " --resume " + ID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "codex | codex exec --json --dangerously-bypass-approvals-and-sandbox",
        "codex -m o3 | codex exec --json --dangerously-bypass-approvals-and-sandbox -m o3",
        "codex -c a=b exec -s read-only | codex -c a=b exec --json -s read-only",
      })
  void codexResumesWithTheSameOptionsAndThePromptOnItsInput(String line, String argv) {
    assertThat(resumed(line, ID)).contains(argv + " resume " + ID + " -");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "--last",
        "--dangerously-skip-permissions",
        "a b",
        "../../etc/passwd",
        "/home/tess/session.jsonl",
        "the session of yesterday",
        "01a21e82-597e-7a00-8d73-93284f65a397\n",
        "01a21e82-597e-7a00-8d73-93284f65a397 --yolo",
        "01a21e82597e7a008d7393284f65a397"
      })
  void whatIsNotAnIdIsRefused(String session) {
    assertThat(resumed("claude", session)).isEmpty();
    assertThat(resumed("codex", session)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claude --no-session-persistence",
        "claude -c",
        "claude --resume=other",
        "claude --session-id " + ID,
        "claude -- do it",
        "codex --ephemeral",
        "codex exec resume --last",
        "codex exec 'do it'",
        "codex -i picture.png",
        "codex exec --"
      })
  void wordsOfTheUserThatLeaveNoSessionOrAnotherOneHold(String line) {
    assertThat(resumed(line, ID)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemini", "opencode", "qwen", "copilot", "aider"})
  void aProgramThatWasNotTriedStartsASessionOfItsOwn(String line) {
    assertThat(resumed(line, ID)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "claude, claude-no-session.jsonl, true",
    "claude, claude-401.jsonl,        false",
    "claude, claude-500.jsonl,        false",
    "claude, claude-400.jsonl,        false",
    "claude, claude-no-network.jsonl, false",
    "claude, claude-done.jsonl,       false",
    "codex,  codex-no-session.jsonl,  true",
    "codex,  codex-401.jsonl,         false",
    "codex,  codex-500.jsonl,         false",
    "codex,  codex-400.jsonl,         false",
    "codex,  codex-no-network.jsonl,  false",
    "codex,  codex-done.jsonl,        false",
    "aider,  codex-no-session.jsonl,  false"
  })
  void onlyTheProgramsOwnLineSaysThatTheSessionIsGone(String name, String stream, boolean gone)
      throws Exception {
    assertThat(couldNotResume(name, new AgentEnding.Exited(1), stream(stream))).isEqualTo(gone);
    assertThat(couldNotResume(name, new AgentEnding.Exited(0), stream(stream))).isFalse();
    assertThat(couldNotResume(name, new AgentEnding.Idle(Duration.ZERO), stream(stream))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "claude, claude-done.jsonl, No conversation found with session ID: 1",
    "claude, claude-500.jsonl, No conversation found with session ID: 1",
    "codex, codex-done.jsonl, Error: thread/resume: thread/resume failed",
    "codex, codex-401.jsonl, Error: thread/resume: thread/resume failed"
  })
  void theSameLineAfterTheModelOrTheServiceAnsweredIsNotTaken(
      String name, String stream, String line) throws Exception {
    Path log = temporary.resolve("log");
    Files.writeString(log, Files.readString(stream(stream)) + "\n" + line + "\n");

    assertThat(couldNotResume(name, new AgentEnding.Exited(1), log)).isFalse();
  }

  @Test
  void aMissingLogSaysNothing() throws IOException {
    Path log = temporary.resolve("none");

    assertThat(couldNotResume("claude", new AgentEnding.Exited(1), log)).isFalse();
  }

  private static boolean couldNotResume(String name, AgentEnding ending, Path log)
      throws IOException {
    AgentProfile profile = AgentProfile.find(name).orElseThrow();
    return profile.couldNotResume(ending, profile.format().read(log, Clock.systemUTC()), log);
  }

  private static Path stream(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(SessionResumptionTest.class.getResource("/streams/" + name))
            .toURI());
  }
}
