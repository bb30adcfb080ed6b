package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.ProfileArguments.Role.COMMAND;
import static dev.roundhouse.orchestrator.internal.agent.ProfileArguments.Role.MODE;
import static dev.roundhouse.orchestrator.internal.agent.ProfileArguments.Role.OUTPUT;
import static dev.roundhouse.orchestrator.internal.agent.ProfileArguments.Role.PERMISSION;
import static dev.roundhouse.orchestrator.internal.agent.ProfileArguments.Role.QUIET;

import dev.roundhouse.orchestrator.internal.agent.ProfileArguments.Argument;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ready-made profiles; see docs/profiles.md. */
final class KnownProfiles {
  private static final SessionResumption CLAUDE_SESSION =
      new SessionResumption(
          List.of("--resume"),
          List.of(),
          Set.of(
              "-r",
              "--resume",
              "-c",
              "--continue",
              "--fork-session",
              "--from-pr",
              "--session-id",
              "--no-session-persistence"),
          "No conversation found with session ID: ",
          /* countsSession= */ false);

  private static final SessionResumption CODEX_SESSION =
      new SessionResumption(
          List.of("resume"),
          List.of("-"),
          Set.of("--ephemeral", "--worktree", "-i", "--image"),
          "Error: thread/resume: ",
          /* countsSession= */ true);

  private static final AgentProfile CLAUDE =
      new AgentProfile(
          "claude",
          "Claude Code",
          new ProfileArguments(
              List.of(
                  Argument.of(MODE, "-p", "--print"),
                  Argument.of(OUTPUT, "--output-format stream-json"),
                  Argument.of(OUTPUT, "--verbose"),
                  Argument.of(PERMISSION, "--dangerously-skip-permissions")),
              Set.of(
                  "--permission-mode",
                  "--permission-prompt-tool",
                  "--allowedTools",
                  "--allowed-tools",
                  "--allow-dangerously-skip-permissions"),
              Set.of(),
              Set.of("--input-format stream-json", "--bg", "--background")),
          "--dangerously-skip-permissions skips all of Claude Code's questions: it may run any command and change any file that you may",
          PromptDelivery.STDIN,
          List.of(
              "ANTHROPIC_API_KEY",
              "ANTHROPIC_AUTH_TOKEN",
              "ANTHROPIC_BASE_URL",
              "CLAUDE_CODE_OAUTH_TOKEN",
              "CLAUDE_CONFIG_DIR",
              "CLAUDE_CODE_USE_BEDROCK",
              "CLAUDE_CODE_USE_VERTEX",
              "IS_SANDBOX"),
          "type /login in 'claude', or set ANTHROPIC_API_KEY",
          StreamFormat.CLAUDE,
          Optional.of(CLAUDE_SESSION),
          Optional.of(KnownSandboxes.CLAUDE),
          "run to the end against a scripted model, version 2.1.197");

  private static final AgentProfile CODEX =
      new AgentProfile(
          "codex",
          "OpenAI Codex CLI",
          new ProfileArguments(
              List.of(
                  Argument.of(COMMAND, "exec", "e"),
                  Argument.of(OUTPUT, "--json", "--experimental-json"),
                  Argument.of(PERMISSION, "--dangerously-bypass-approvals-and-sandbox", "--yolo")),
              Set.of(
                  "-s",
                  "--sandbox",
                  "-a",
                  "--ask-for-approval",
                  "--full-auto",
                  "--approve-for-me",
                  "-c sandbox",
                  "--config sandbox",
                  "-c approval",
                  "--config approval",
                  "-c permission",
                  "--config permission",
                  "-c default_permissions",
                  "--config default_permissions"),
              Set.of(
                  "-c",
                  "--config",
                  "-m",
                  "--model",
                  "-p",
                  "--profile",
                  "-s",
                  "--sandbox",
                  "-a",
                  "--ask-for-approval",
                  "-C",
                  "--cd",
                  "--add-dir",
                  "-i",
                  "--image",
                  "--enable",
                  "--disable",
                  "--local-provider",
                  "--remote",
                  "--remote-auth-token-env",
                  "--color",
                  "--output-schema",
                  "-o",
                  "--output-last-message"),
              Set.of()),
          "--dangerously-bypass-approvals-and-sandbox skips Codex's questions and its sandbox: it may run any command and change any file that you may",
          PromptDelivery.STDIN,
          List.of("OPENAI_API_KEY", "CODEX_API_KEY", "CODEX_HOME"),
          "run 'codex login', or set CODEX_API_KEY",
          StreamFormat.CODEX,
          Optional.of(CODEX_SESSION),
          Optional.of(KnownSandboxes.CODEX),
          "run to the end against a scripted model, version 0.169.0");

  private static final AgentProfile GEMINI =
      new AgentProfile(
          "gemini",
          "Gemini CLI",
          new ProfileArguments(
              List.of(
                  Argument.own(MODE, "-p", "--prompt"),
                  Argument.of(PERMISSION, "--yolo", "-y"),
                  Argument.of(PERMISSION, "--skip-trust"),
                  Argument.of(OUTPUT, "--output-format stream-json", "-o")),
              Set.of("--approval-mode", "--allowed-tools"),
              Set.of(),
              Set.of("-i", "--prompt-interactive")),
          "--yolo and --skip-trust skip Gemini CLI's questions and its check of the folder: it may run any command and change any file that you may",
          PromptDelivery.STDIN,
          List.of(
              "GEMINI_API_KEY",
              "GOOGLE_API_KEY",
              "GOOGLE_APPLICATION_CREDENTIALS",
              "GOOGLE_CLOUD_LOCATION",
              "GOOGLE_CLOUD_PROJECT",
              "GOOGLE_GENAI_USE_VERTEXAI"),
          "type /auth in 'gemini', or set GEMINI_API_KEY",
          StreamFormat.GEMINI,
          Optional.empty(),
          Optional.empty(),
          "run to the end against a scripted model, version 0.61.0");

  private static final AgentProfile OPENCODE =
      new AgentProfile(
          "opencode",
          "opencode",
          new ProfileArguments(
              List.of(
                  Argument.of(COMMAND, "run"),
                  Argument.of(OUTPUT, "--format json"),
                  Argument.of(PERMISSION, "--auto", "--dangerously-skip-permissions")),
              Set.of(),
              Set.of(
                  "-m",
                  "--model",
                  "--agent",
                  "-s",
                  "--session",
                  "--log-level",
                  "--attach",
                  "--dir",
                  "--port",
                  "--hostname",
                  "--variant",
                  "--title",
                  "-f",
                  "--file",
                  "--command"),
              Set.of()),
          "--auto answers opencode's questions with yes, except what its configuration denies: it may run any command and change any file that you may",
          PromptDelivery.STDIN,
          List.of(
              "ANTHROPIC_API_KEY",
              "OPENAI_API_KEY",
              "OPENCODE_CONFIG",
              "OPENCODE_CONFIG_CONTENT",
              "OPENROUTER_API_KEY"),
          "run 'opencode auth login'",
          StreamFormat.OPENCODE,
          Optional.empty(),
          Optional.empty(),
          "run to the end against a scripted model, version 1.18.33");

  private static final AgentProfile QWEN =
      new AgentProfile(
          "qwen",
          "Qwen Code",
          new ProfileArguments(
              List.of(
                  Argument.own(MODE, "-p", "--prompt"),
                  Argument.of(PERMISSION, "--yolo", "-y"),
                  Argument.of(OUTPUT, "--output-format stream-json", "-o")),
              Set.of("--approval-mode", "--allowed-tools"),
              Set.of(),
              Set.of("-i", "--prompt-interactive", "--input-format stream-json")),
          "--yolo skips all of Qwen Code's questions: it may run any command and change any file that you may",
          PromptDelivery.STDIN,
          List.of(
              "ANTHROPIC_API_KEY",
              "ANTHROPIC_BASE_URL",
              "DASHSCOPE_API_KEY",
              "OPENAI_API_KEY",
              "OPENAI_BASE_URL",
              "OPENAI_MODEL"),
          "type /auth in 'qwen', or set OPENAI_API_KEY",
          StreamFormat.QWEN,
          Optional.empty(),
          Optional.empty(),
          "run to the end against a scripted model, version 0.15.10");

  private static final AgentProfile COPILOT =
      new AgentProfile(
          "copilot",
          "GitHub Copilot CLI",
          new ProfileArguments(
              List.of(
                  Argument.own(MODE, "-p", "--prompt"),
                  Argument.of(PERMISSION, "--allow-all", "--yolo"),
                  Argument.of(QUIET, "--no-ask-user"),
                  Argument.of(QUIET, "--no-auto-update"),
                  Argument.of(OUTPUT, "--output-format json")),
              Set.of(
                  "--allow-all-tools",
                  "--allow-all-paths",
                  "--allow-all-urls",
                  "--allow-tool",
                  "--allow-url"),
              Set.of(),
              Set.of("-i", "--interactive")),
          "--allow-all skips Copilot's questions about tools, paths and addresses: it may run any command and change any file that you may",
          PromptDelivery.STDIN,
          List.of(
              "COPILOT_GITHUB_TOKEN",
              "COPILOT_MODEL",
              "COPILOT_OFFLINE",
              "COPILOT_PROVIDER_API_KEY",
              "COPILOT_PROVIDER_BASE_URL",
              "COPILOT_PROVIDER_TYPE",
              "GH_TOKEN",
              "GITHUB_TOKEN"),
          "type /login in 'copilot', or set COPILOT_GITHUB_TOKEN",
          StreamFormat.COPILOT,
          Optional.empty(),
          Optional.empty(),
          "run to the end against a scripted model, version 1.0.102");

  private static final AgentProfile AIDER =
      new AgentProfile(
          "aider",
          "Aider",
          new ProfileArguments(
              List.of(
                  Argument.of(PERMISSION, "--yes-always", "--yes"),
                  Argument.of(QUIET, "--no-pretty"),
                  Argument.of(QUIET, "--no-stream"),
                  Argument.of(QUIET, "--no-check-update"),
                  Argument.of(QUIET, "--no-show-release-notes"),
                  Argument.of(QUIET, "--no-analytics"),
                  Argument.of(QUIET, "--no-gitignore"),
                  Argument.of(QUIET, "--no-detect-urls"),
                  Argument.of(QUIET, "--map-tokens 0"),
                  Argument.of(QUIET, "--input-history-file /dev/null"),
                  Argument.of(QUIET, "--chat-history-file /dev/null")),
              Set.of("--no-yes-always"),
              Set.of(),
              Set.of("--message", "--msg", "-m", "--message-file", "-f")),
          "--yes-always answers all of Aider's questions with yes: it may add, create and change any file that you may",
          PromptDelivery.file("--message-file"),
          List.of("ANTHROPIC_API_KEY", "GEMINI_API_KEY", "OPENAI_API_BASE", "OPENAI_API_KEY"),
          "set the key of its model's provider",
          StreamFormat.PLAIN,
          Optional.empty(),
          Optional.empty(),
          "read from its documentation; not run");

  private static final AgentProfile SHELL =
      new AgentProfile(
          "shell",
          "Any other program: the prompt on its standard input",
          ProfileArguments.of(),
          "",
          PromptDelivery.STDIN,
          List.of(),
          AgentProfile.LOG_IN,
          StreamFormat.PLAIN,
          Optional.empty(),
          Optional.empty(),
          "run by the tests");

  static final List<AgentProfile> ALL =
      List.of(CLAUDE, CODEX, GEMINI, OPENCODE, QWEN, COPILOT, AIDER, SHELL);

  private KnownProfiles() {}
}
