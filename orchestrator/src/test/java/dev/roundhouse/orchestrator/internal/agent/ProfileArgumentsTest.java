package dev.roundhouse.orchestrator.internal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.options.Command;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command lines that begin with a known program, and what becomes of them. */
class ProfileArgumentsTest {
  private static AgentProfile profile(String line) {
    return AgentProfile.ofProgram(Command.parse(line).argv().get(0)).orElseThrow();
  }

  private static List<String> more(String line) {
    List<String> words = Command.parse(line).argv();
    return words.subList(1, words.size());
  }

  private static String run(String line) {
    return profile(line).line(Command.parse(line).argv().get(0), more(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude --model opus | claude -p --output-format stream-json --verbose"
            + " --dangerously-skip-permissions --model opus",
        "codex -m o3 | codex exec --json --dangerously-bypass-approvals-and-sandbox -m o3",
        "gemini -m pro | gemini --yolo --skip-trust --output-format stream-json -m pro",
        "opencode -m a/b | opencode run --format json --auto -m a/b",
        "qwen -m coder | qwen --yolo --output-format stream-json -m coder",
        "copilot --model m | copilot --allow-all --no-ask-user --no-auto-update"
            + " --output-format json --model m",
        "claude --disallowedTools WebSearch | claude -p --output-format stream-json --verbose"
            + " --dangerously-skip-permissions --disallowedTools WebSearch",
      })
  void optionsFollowThoseOfTheProfile(String line, String argv) {
    assertThat(run(line)).isEqualTo(argv);
    assertThat(profile(line).permission(more(line))).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude -p --dangerously-skip-permissions | claude --output-format stream-json --verbose"
            + " -p --dangerously-skip-permissions",
        "claude --print --verbose --output-format=stream-json --dangerously-skip-permissions |"
            + "claude --print --verbose --output-format=stream-json --dangerously-skip-permissions",
        "codex exec --json --yolo -m o3 | codex exec --json --yolo -m o3",
        "codex -c model=o3 exec --yolo | codex -c model=o3 exec --json --yolo",
        "codex e --yolo | codex e --json --yolo",
        "opencode run --auto | opencode run --format json --auto",
        "opencode --agent run | opencode run --format json --auto --agent run",
        "gemini -y -o stream-json | gemini -y -o stream-json",
        "aider --map-tokens 1024 | aider --yes-always --no-pretty"
            + " --no-stream --no-check-update --no-show-release-notes --no-analytics"
            + " --no-gitignore --no-detect-urls --input-history-file /dev/null"
            + " --chat-history-file /dev/null --map-tokens 1024 --message-file /PROMPT.md",
      })
  void whatTheLineSaysAlreadyIsNotSaidTwice(String line, String argv) {
    assertThat(run(line)).isEqualTo(argv);
    assertThat(profile(line).permission(more(line))).isPresent();
    assertThat(profile(line).lineObjection(more(line))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude -p | claude --output-format stream-json --verbose -p",
        "claude -p --model opus | claude --output-format stream-json --verbose -p --model opus",
        "claude --permission-mode acceptEdits | claude -p --output-format stream-json --verbose"
            + " --permission-mode acceptEdits",
        "claude --allowedTools Edit | claude -p --output-format stream-json --verbose"
            + " --allowedTools Edit",
        "claude --permission-mode=plan | claude -p --output-format stream-json --verbose"
            + " --permission-mode=plan",
        "codex exec | codex exec --json",
        "codex exec --full-auto | codex exec --json --full-auto",
        "codex -s workspace-write | codex exec --json -s workspace-write",
        "codex -c sandbox_mode=read-only | codex exec --json -c sandbox_mode=read-only",
        "codex --config=approval_policy=never | codex exec --json --config=approval_policy=never",
        "gemini --approval-mode auto_edit | gemini --output-format stream-json"
            + " --approval-mode auto_edit",
        "gemini -p fix | gemini --output-format stream-json -p fix",
        "opencode run | opencode run --format json",
        "qwen --approval-mode plan | qwen --output-format stream-json --approval-mode plan",
        "copilot --allow-tool 'shell(git:*)' | copilot --no-ask-user --no-auto-update"
            + " --output-format json --allow-tool 'shell(git:*)'",
      })
  void aLineThatSaysWhatTheProgramMayDoIsPermittedNoMore(String line, String argv) {
    assertThat(Command.parse(run(line))).isEqualTo(Command.parse(argv));
    assertThat(profile(line).permission(more(line))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude -p --output-format text | --output-format text",
        "claude -p --output-format=json | --output-format json",
        "claude -p --output-format stream-json --output-format text | --output-format text",
        "claude -p --output-format | --output-format",
        "claude -p --input-format stream-json | --input-format stream-json",
        "claude --bg | --bg",
        "gemini -o text | --output-format text",
        "qwen -o=json | --output-format json",
        "opencode run --format default | --format default",
        "copilot --output-format text | --output-format text",
        "codex review | review",
        "codex -m o3 resume --last | resume",
        "opencode serve | serve",
        "aider --message fix | --message",
        "aider -f notes.md | -f",
      })
  void aLineWhoseOutputOrPromptTheProfileCannotHandleHasNone(String line, String words) {
    assertThat(profile(line).lineObjection(more(line))).contains(words);
  }

  @Test
  void whatStandsBehindTheEndOfOptionsIsNoOption() {
    String line = "claude --model opus -- -p --output-format text";

    assertThat(run(line))
        .isEqualTo(
            "claude -p --output-format stream-json --verbose --dangerously-skip-permissions"
                + " --model opus -- -p --output-format text");
    assertThat(profile(line).lineObjection(more(line))).isEmpty();
  }

  @Test
  void anArgumentOfAProfileThatIsNamedMayBeAnyWord() {
    AgentProfile codex = AgentProfile.find("codex").orElseThrow();

    assertThat(codex.objection(List.of("resume", "--last"))).isEmpty();
    assertThat(codex.line("codex", List.of("resume", "--last")))
        .isEqualTo("codex exec --json --dangerously-bypass-approvals-and-sandbox resume --last");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claude",
        "/usr/bin/claude",
        "node_modules/.bin/claude",
        "./node_modules/.bin/claude",
        "../node_modules/.bin/claude",
        "tools/node_modules/.bin/claude"
      })
  void aProgramIsKnownByItsNameOrByWhereItIsInstalled(String word) {
    assertThat(AgentProfile.ofProgram(word)).map(AgentProfile::name).contains("claude");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./claude",
        "agents/claude",
        "claude.sh",
        "Claude",
        "/usr/bin/",
        "shell",
        "/bin/shell",
        "env"
      })
  void anythingElseIsAPlainCommand(String word) {
    assertThat(AgentProfile.ofProgram(word)).isEmpty();
  }
}
