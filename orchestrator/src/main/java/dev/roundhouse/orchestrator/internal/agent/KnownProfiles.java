package dev.roundhouse.orchestrator.internal.agent;

import java.util.List;

/** The ready-made profiles; see docs/profiles.md. */
final class KnownProfiles {
  private static final AgentProfile CLAUDE =
      new AgentProfile(
          "claude",
          "Claude Code",
          List.of(
              "-p",
              "--output-format",
              "stream-json",
              "--verbose",
              "--dangerously-skip-permissions"),
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
          "run to the end against a scripted model, version 2.1.197");

  private static final AgentProfile CODEX =
      new AgentProfile(
          "codex",
          "OpenAI Codex CLI",
          List.of("exec", "--json", "--dangerously-bypass-approvals-and-sandbox"),
          PromptDelivery.STDIN,
          List.of("OPENAI_API_KEY", "CODEX_API_KEY", "CODEX_HOME"),
          "run 'codex login', or set CODEX_API_KEY",
          StreamFormat.CODEX,
          "run to the end against a scripted model, version 0.169.0");

  private static final AgentProfile GEMINI =
      new AgentProfile(
          "gemini",
          "Gemini CLI",
          List.of("--yolo", "--skip-trust", "--output-format", "stream-json"),
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
          "run to the end against a scripted model, version 0.61.0");

  private static final AgentProfile OPENCODE =
      new AgentProfile(
          "opencode",
          "opencode",
          List.of("run", "--format", "json", "--auto"),
          PromptDelivery.STDIN,
          List.of(
              "ANTHROPIC_API_KEY",
              "OPENAI_API_KEY",
              "OPENCODE_CONFIG",
              "OPENCODE_CONFIG_CONTENT",
              "OPENROUTER_API_KEY"),
          "run 'opencode auth login'",
          StreamFormat.OPENCODE,
          "run to the end against a scripted model, version 1.18.33");

  private static final AgentProfile QWEN =
      new AgentProfile(
          "qwen",
          "Qwen Code",
          List.of("--yolo", "--output-format", "stream-json"),
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
          "run to the end against a scripted model, version 0.15.10");

  private static final AgentProfile COPILOT =
      new AgentProfile(
          "copilot",
          "GitHub Copilot CLI",
          List.of("--allow-all", "--no-ask-user", "--no-auto-update", "--output-format", "json"),
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
          "run to the end against a scripted model, version 1.0.102");

  private static final AgentProfile AIDER =
      new AgentProfile(
          "aider",
          "Aider",
          List.of(
              "--yes-always",
              "--no-pretty",
              "--no-stream",
              "--no-check-update",
              "--no-show-release-notes",
              "--no-analytics",
              "--no-gitignore",
              "--no-detect-urls",
              "--map-tokens",
              "0",
              "--input-history-file",
              "/dev/null",
              "--chat-history-file",
              "/dev/null"),
          PromptDelivery.file("--message-file"),
          List.of("ANTHROPIC_API_KEY", "GEMINI_API_KEY", "OPENAI_API_BASE", "OPENAI_API_KEY"),
          "set the key of its model's provider",
          StreamFormat.PLAIN,
          "read from its documentation; not run");

  private static final AgentProfile SHELL =
      new AgentProfile(
          "shell",
          "Any other program: the prompt on its standard input",
          List.of(),
          PromptDelivery.STDIN,
          List.of(),
          AgentProfile.LOG_IN,
          StreamFormat.PLAIN,
          "run by the tests");

  static final List<AgentProfile> ALL =
      List.of(CLAUDE, CODEX, GEMINI, OPENCODE, QWEN, COPILOT, AIDER, SHELL);

  private KnownProfiles() {}
}
