package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A person sees what agents have filed, and decides about it. */
class FollowUpCommandsTest extends CommandFixture {
  private static final String FILES =
      EDIT
          + "if [ \"$ROUNDHOUSE_ISSUE_ID\" = A-1 ]; then\n"
          + "  echo '# Tidy the parser' >.roundhouse/new/tidy.md\n"
          + "  echo '# Rewrite everything' >.roundhouse/new/write.md\n"
          + "fi\n";

  @Test
  void followUpsAreShownAndWaitForAnAnswer() {
    git.issue("A-1").commitAll("backlog");

    Shell.Answer ran = run(FILES);

    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out() + ran.err())
        .contains("filed       A-1.1  Tidy the parser  waits for approval");
    assertThat(shell.type("show", "A-1").out()).contains("filed       A-1.1, A-1.2\n");
    assertThat(shell.type("show", "A-1.1").out()).contains("filed by    attempt 1 at A-1\n");
    assertThat(shell.status("A-1.1")).isEqualTo("awaiting-approval");
    JsonNode origin = shell.type("show", "A-1.1", "--json").json().path("origin");
    assertThat(origin.toString())
        .isEqualTo("{\"issue\":\"A-1\",\"attempt\":1,\"file\":\"tidy.md\"}");

    assertThat(shell.type("skip", "A-1.2").out())
        .isEqualTo("A-1.2 is skipped: approval is refused\n");
    assertThat(shell.type("approve", "A-1.1").code()).isZero();
    run(FILES);

    assertThat(git.landed("main")).containsExactly("A-1.1", "A-1");
    assertThat(shell.status("A-1.2")).isEqualTo("skipped");
  }

  @Test
  void theKeyOfTheConfigurationDecides() {
    git.write("roundhouse.yaml", "followUps: open\n").issue("A-1").commitAll("backlog");

    assertThat(run(FILES).code()).isZero();

    assertThat(git.landed("main")).containsExactlyInAnyOrder("A-1", "A-1.1", "A-1.2");
    git.write("roundhouse.yaml", "followUps: maybe\n");
    assertThat(shell.type("status").err())
        .contains("roundhouse.yaml:1: ", "followUps must be one of open, hold, off, not 'maybe'");
  }
}
