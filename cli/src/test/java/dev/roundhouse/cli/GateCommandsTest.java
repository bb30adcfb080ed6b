package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a person sees of gates. */
class GateCommandsTest extends CommandFixture {
  private static final String REPORT =
      "<testsuite><testcase classname='SumTest' name='adds'><failure message='3 is not 2'/>"
          + "</testcase></testsuite>";

  @BeforeEach
  void makeRepository() {
    git.issue("A-1").commitAll("backlog");
  }

  private Shell.Answer runWithGates(String... gates) {
    String[] words = new String[5 + 2 * gates.length];
    String agent = git.script("agent", "echo x >it.txt");
    System.arraycopy(new String[] {"run", "--agent", agent, "--attempts", "1"}, 0, words, 0, 5);
    for (int i = 0; i < gates.length; i++) {
      words[5 + 2 * i] = "--gate";
      words[6 + 2 * i] = gates[i];
    }
    return shell.type(words);
  }

  @Test
  void everyGateThatIsNamedMustBeGreen() {
    String first = git.script("first", "echo 1 >>\"$HOME/ran\"");
    String second = git.script("second", "echo 2 >>\"$HOME/ran\"; [ ! -e it.txt ] || exit 3");

    assertThat(runWithGates(first, second).code()).isEqualTo(1);

    assertThat(shell.type("why", "A-1").out()).contains("second exited with 3");
    assertThat(shell.type("log", "A-1", "--gate").out()).contains("== " + first, "== " + second);
    assertThat(git.landed("main")).isEmpty();
  }

  @Test
  void whyTellsWhichTestsFailed() {
    String gate =
        git.script(
            "gate",
            "[ -e it.txt ] || exit 0\nmkdir -p target/surefire-reports\necho \""
                + REPORT
                + "\" >target/surefire-reports/TEST-S.xml\nexit 1");

    assertThat(runWithGates(gate).code()).isEqualTo(1);

    assertThat(shell.type("why", "A-1").out())
        .contains("1 of 1 tests did not pass", "- SumTest.adds: 3 is not 2");
    for (String command : new String[] {"why", "show"}) {
      JsonNode tests = shell.type(command, "A-1", "--json").json().path("tests");
      assertThat(tests.path("failures").asInt()).isEqualTo(1);
      assertThat(tests.path("failed").path(0).path("suite").asString()).isEqualTo("SumTest");
      assertThat(tests.path("failed").path(0).path("message").asString()).isEqualTo("3 is not 2");
    }
  }
}
