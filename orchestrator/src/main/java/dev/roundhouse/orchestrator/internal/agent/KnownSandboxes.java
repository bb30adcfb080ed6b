package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.ProfileArguments.Role.SANDBOX;

import dev.roundhouse.orchestrator.internal.agent.AgentSandbox.Trial;
import dev.roundhouse.orchestrator.internal.agent.ProfileArguments.Argument;
import java.util.List;
import java.util.Set;

/** The sandboxes of the ready-made profiles; docs/security.md says what each holds. */
final class KnownSandboxes {
  /**
   * Its sandbox is for shell commands; what its other tools may do, the permission mode says. It
   * would let commands write into the repository of a worktree.
   */
  static final AgentSandbox CLAUDE =
      new AgentSandbox(
          List.of(
              Argument.of(SANDBOX, "--permission-mode acceptEdits"),
              new Argument(
                  SANDBOX,
                  List.of(
                      "--settings",
                      "{\"sandbox\":{\"enabled\":true,\"failIfUnavailable\":true,"
                          + "\"autoAllowBashIfSandboxed\":true,\"allowUnsandboxedCommands\":false,"
                          + "\"filesystem\":{\"denyWrite\":[\""
                          + AgentSandbox.GIT
                          + "\"]}}}"),
                  List.of())),
          Set.of(
              "--dangerously-skip-permissions",
              "--allow-dangerously-skip-permissions",
              "--permission-mode bypassPermissions",
              "--permission-mode auto",
              "--permission-prompt-tool",
              "--allowedTools",
              "--allowed-tools",
              "--settings"),
          List.of(
              new Trial(
                  List.of("socat"),
                  List.of(
                      "bwrap",
                      "--ro-bind",
                      "/",
                      "/",
                      "--dev",
                      "/dev",
                      "--proc",
                      "/proc",
                      "--unshare-pid",
                      "--unshare-net",
                      "true")),
              new Trial(
                  List.of(), List.of("sandbox-exec", "-p", "(version 1)(allow default)", "true"))),
          "install bubblewrap and socat",
          "Claude Code's sandbox is on: commands write only to the worktree, without the network,"
              + " and what it would ask about is denied");

  static final AgentSandbox CODEX =
      new AgentSandbox(
          List.of(
              Argument.of(SANDBOX, "--sandbox workspace-write", "-s"),
              new Argument(SANDBOX, List.of("-c", "approval_policy=never"), List.of())),
          Set.of(
              "--dangerously-bypass-approvals-and-sandbox",
              "--yolo",
              "-s danger-full-access",
              "--sandbox danger-full-access",
              "-a",
              "--ask-for-approval",
              "--full-auto",
              "--approve-for-me",
              "--dangerously-bypass-hook-trust",
              "--trust",
              "-c sandbox_mode",
              "--config sandbox_mode",
              "-c approval",
              "--config approval",
              "-c permission",
              "--config permission",
              "-c default_permissions",
              "--config default_permissions"),
          List.of(
              new Trial(
                  List.of(),
                  List.of("", "sandbox", "-c", "sandbox_mode=\"workspace-write\"", "--", "true")),
              new Trial(List.of(), List.of("", "sandbox", "linux", "--", "true"))),
          "run 'codex sandbox -- true' to see what it lacks",
          "Codex's sandbox is on: commands write only to the worktree and temporary files, without"
              + " the network, and nothing runs outside of it");

  private KnownSandboxes() {}
}
