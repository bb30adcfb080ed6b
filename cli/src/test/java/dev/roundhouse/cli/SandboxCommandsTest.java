package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say of an agent's own sandbox, for a codex that a project has installed. */
class SandboxCommandsTest extends CommandFixture {
  private static final String CODEX = "node_modules/.bin/codex";

  @BeforeEach
  void makeAgent() {
    sandbox("exit 0");
    git.issue("A-1").commitAll("a project");
  }

  /** Makes the agent, whose sandbox answers a trial as {@code answer} says. */
  private void sandbox(String answer) {
    git.write(
        CODEX,
        "#!/bin/sh\n[ \"$1\" != --version ] || { echo codex 1.2.3; exit 0; }\n"
            + "[ \"$1\" != sandbox ] || { "
            + answer
            + "; }\ncat >/dev/null; echo \"$*\" >>\"$HOME/arguments\"; echo works >check.txt\n");
    assertThat(git.root().resolve(CODEX).toFile().setExecutable(true)).isTrue();
  }

  private void configure(String permissions) {
    git.write("roundhouse.yaml", "agent: " + CODEX + "\ngate: 'true'\n" + permissions + "\n");
  }

  @Test
  void theDoctorTriesTheSandboxAndSaysWhetherItIsOn() {
    configure("permissions: sandboxed");
    assertThat(shell.type("doctor").out())
        .contains("ok  sandbox    that of codex works here, and is on\n");

    configure("");
    assertThat(shell.type("doctor").out())
        .contains("works here, and is off; 'permissions: sandboxed' turns it on\n");
  }

  @Test
  void aSandboxThatFailsIsAnErrorOnlyWhereItIsAskedFor() {
    sandbox("echo 'no user namespaces' >&2; exit 1");

    configure("permissions: sandboxed");
    Shell.Answer asked = shell.type("doctor");
    configure("permissions: unrestricted");
    Shell.Answer unasked = shell.type("doctor");

    assertThat(asked.code()).isEqualTo(2);
    assertThat(asked.out())
        .contains("error  sandbox    that of codex does not work here: no user namespaces\n")
        .contains("write 'permissions: unrestricted' into roundhouse.yaml");
    assertThat(unasked.code()).isZero();
    assertThat(unasked.out())
        .contains(
            "sandbox    off, so agents may do what you may do; to turn on that of codex, first ")
        .contains("(no user namespaces)")
        .doesNotContain("does not work");
  }

  @Test
  void theDoctorRefusesAnAgentWithoutASandbox() {
    git.write("roundhouse.yaml", "agent: 'true'\ngate: 'true'\npermissions: sandboxed\n");

    Shell.Answer answer = shell.type("doctor");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).contains("the agent true is run as it stands, without a sandbox");
  }

  @Test
  void theListOfAgentsSaysWhatEachWouldBePermitted() {
    configure("");
    assertThat(shell.typeOnScreen(400, "agents").out())
        .contains("codex exec --json --dangerously-bypass-approvals-and-sandbox\n")
        .contains("with 'permissions: sandboxed', Codex's sandbox is on: ");

    configure("permissions: sandboxed");
    assertThat(shell.typeOnScreen(400, "agents").out())
        .contains("codex exec --json --sandbox workspace-write -c approval_policy=never\n")
        .contains("refused: 'permissions: sandboxed' is set, and it has no sandbox");
    assertThat(shell.type("agents", "--json").out()).contains("\"sandbox\" : \"Codex's sandbox is");
  }

  @Test
  @Tag("slow")
  void theCheckOfAnAgentUsesTheSandboxThatTheProjectAsksFor() throws IOException {
    configure("permissions: sandboxed");

    assertThat(shell.type("agents", "check", CODEX).code()).isZero();
    assertThat(Files.readString(git.home().resolve("arguments")))
        .isEqualTo("exec --json --sandbox workspace-write -c approval_policy=never\n");

    Shell.Answer refused = shell.type("agents", "check", "true");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("write 'permissions: unrestricted' into roundhouse.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "run --dry-run", "watch"})
  void nothingStartsWithoutTheSandbox(String line) {
    git.write("roundhouse.yaml", "agent: 'true'\npermissions: sandboxed\n");

    Shell.Answer answer = shell.type(line.split(" "));

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains("'permissions: sandboxed' is set, but the agent true is run as it stands");
  }

  @Test
  void aWordThatIsNeitherIsRefusedWithBoth() {
    configure("permissions: sandbox");

    assertThat(shell.type("config", "--check").err())
        .contains("permissions must be one of sandboxed, unrestricted, not 'sandbox'");
  }
}
