package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.options.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command lines that turn a program's own sandbox on, and the trial of a sandbox. */
class AgentSandboxTest {
  private static final String ID = "01a21e82-597e-7a00-8d73-93284f65a397";

  @TempDir Path temporary;

  private static AgentProfile profile(String line) {
    return AgentProfile.ofProgram(Command.parse(line).argv().get(0)).orElseThrow();
  }

  private static List<String> more(String line) {
    List<String> words = Command.parse(line).argv();
    return words.subList(1, words.size());
  }

  private static AgentProfile sandboxed(String line, Path git) {
    return profile(line).sandboxed(git).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "codex | codex exec --json --sandbox workspace-write -c approval_policy=never",
        "codex -m o3 | codex exec --json --sandbox workspace-write -c approval_policy=never -m o3",
        "codex exec | codex exec --json --sandbox workspace-write -c approval_policy=never",
        "codex -s read-only | codex exec --json -c approval_policy=never -s read-only",
        "codex -c sandbox_workspace_write.network_access=true | codex exec --json --sandbox"
            + " workspace-write -c approval_policy=never"
            + " -c sandbox_workspace_write.network_access=true",
      })
  void codexIsTurnedToItsSandboxAndAsksNothing(String line, String argv) {
    AgentProfile codex = sandboxed(line, Path.of("/x/.git"));

    assertThat(codex.line("codex", more(line))).isEqualTo(argv);
    assertThat(codex.permission(more(line)).orElseThrow()).startsWith("Codex's sandbox is on");
    assertThat(codex.contrary(more(line))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"claude", "claude -p", "claude --model opus", "claude --verbose"})
  void claudeGetsSettingsThatRefuseToRunWithoutTheSandbox(String line) {
    AgentProfile claude = sandboxed(line, Path.of("/a \"b\"/.git"));
    List<String> argv = claude.argv(List.of("claude"), more(line), "", Path.of("/p"));
    JsonNode settings = JsonMapper.shared().readTree(argv.get(argv.indexOf("--settings") + 1));

    assertThat(argv).containsSequence("--permission-mode", "acceptEdits");
    assertThat(argv).doesNotContain("--dangerously-skip-permissions");
    assertThat(settings.at("/sandbox/enabled").booleanValue()).isTrue();
    assertThat(settings.at("/sandbox/failIfUnavailable").booleanValue()).isTrue();
    assertThat(settings.at("/sandbox/allowUnsandboxedCommands").booleanValue()).isFalse();
    assertThat(settings.at("/sandbox/filesystem/denyWrite/0").stringValue())
        .isEqualTo("/a \"b\"/.git");
    assertThat(claude.permission(more(line)).orElseThrow()).startsWith("Claude Code's sandbox");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "codex --yolo",
        "codex exec --dangerously-bypass-approvals-and-sandbox",
        "codex -s danger-full-access",
        "codex -sdanger-full-access",
        "codex -s=danger-full-access",
        "codex --sandbox=danger-full-access",
        "codex -c 'sandbox_mode=\"danger-full-access\"'",
        "codex -csandbox_mode=danger-full-access",
        "codex --config sandbox_mode=danger-full-access",
        "codex -c approval_policy=on-request",
        "codex --approve-for-me",
        "codex --full-auto",
        "claude --dangerously-skip-permissions",
        "claude -p --permission-mode bypassPermissions",
        "claude --permission-mode=bypassPermissions",
        "claude --settings more.json",
        "claude --allowedTools Bash",
        "claude --allowed-tools=Write"
      })
  void wordsThatLoosenASandboxAreFound(String line) {
    assertThat(profile(line).contrary(more(line))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "codex -m o3",
        "codex -s workspace-write",
        "codex -s read-only",
        "codex --add-dir ../shared",
        "claude --model opus",
        "claude --permission-mode plan",
        "claude --disallowedTools WebSearch",
        "claude -p"
      })
  void otherWordsAreNot(String line) {
    assertThat(profile(line).contrary(more(line))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemini", "opencode", "qwen", "copilot", "aider"})
  void aProgramWhoseSandboxWasNotTriedHasNone(String line) {
    assertThat(profile(line).sandboxed()).isEmpty();
    assertThat(AgentProfile.withSandbox()).doesNotContain(line);
  }

  @Test
  void aSessionGoesOnInTheSandbox() {
    assertThat(sandboxed("codex", Path.of("/x/.git")).resume(List.of("codex"), List.of(), ID))
        .contains(
            List.of(
                "codex",
                "exec",
                "--json",
                "--sandbox",
                "workspace-write",
                "-c",
                "approval_policy=never",
                "resume",
                ID,
                "-"));
  }

  @Test
  void aTrialSucceedsIfOneOfItsWaysDoes() throws Exception {
    program("agent", "[ \"$1\" = new ] && exit 0; echo 'no such command' >&2; exit 1");

    assertThat(failure("agent", trial("", "new"))).isEmpty();
    assertThat(failure("agent", trial("", "old"), trial("", "new"))).isEmpty();
  }

  @Test
  void aTrialThatFailsSaysWhatTheFirstWaySaid() throws Exception {
    program("agent", "echo \"$1 is not permitted\" >&2; exit 1");

    assertThat(failure("agent", trial("", "old"), trial("", "new")))
        .contains("old is not permitted");
  }

  @Test
  void whatASandboxNeedsIsNamedIfItIsMissing() throws Exception {
    program("agent", "exit 0");
    AgentSandbox.Trial needy =
        new AgentSandbox.Trial(List.of("no-such-socat"), List.of("no-such-bwrap", "true"));

    assertThat(failure("agent", needy)).contains("not found: no-such-bwrap, no-such-socat");
  }

  @Test
  void aTrialThatSaysNothingIsAFailureAllTheSame() throws Exception {
    program("agent", "exit 3");

    assertThat(failure("agent", trial("", "new"))).contains("its trial failed without a word");
  }

  private static AgentSandbox.Trial trial(String... words) {
    return new AgentSandbox.Trial(List.of(), List.of(words));
  }

  private Optional<String> failure(String program, AgentSandbox.Trial... trials)
      throws IOException, InterruptedException {
    AgentSandbox sandbox =
        new AgentSandbox(List.of(), Set.of(), List.of(trials), "install it", "it is on");
    return new SandboxTrial(temporary, Map.of("PATH", temporary + ":/usr/bin:/bin"))
        .failure(sandbox, program);
  }

  private void program(String name, String body) throws IOException {
    Path file = Files.writeString(temporary.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
