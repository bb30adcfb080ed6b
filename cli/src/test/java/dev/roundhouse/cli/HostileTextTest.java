package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.HostileTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Text of issues and agents that tries to be more than text stays that on a terminal. */
class HostileTextTest extends CommandFixture {
  private static final Pattern OBEYED =
      Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]");
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("status"),
          List.of("list"),
          List.of("list", "--all"),
          List.of("lint"),
          List.of("plan"),
          List.of("show", "H-1"),
          List.of("show", "H-45"),
          List.of("why", "H-43"),
          List.of("log", "H-45"),
          List.of("stats"),
          List.of("report", "--md"),
          List.of("report", "--html", "--output", "-"),
          List.of("report", "--junit"));

  @Test
  void nothingThatATerminalObeysIsPrinted() throws IOException {
    int number = 0;
    String agent = "printf 'said: ' >&2\ncat \"$0.said\" >&2\nexit 3\n";
    StringBuilder said = new StringBuilder();
    for (String each : HostileTexts.all().values()) {
      String text = each.replaceAll("\\p{Cs}", "?"); // what no file can hold
      git.write("issues/H-" + ++number + ".md", "# " + text + "\n\n" + text + "\n");
      said.append(text).append('\n');
    }
    git.commitAll("backlog");
    Files.writeString(git.home().resolve("agent.said"), said);

    assertPlain("run", run(agent, "--attempts", "1", "--max-issues", "50"));
    for (List<String> each : COMMANDS) {
      Shell.Answer answer = shell.typeOnScreen(100, each.toArray(String[]::new));
      assertThat(answer.code()).as(each + answer.err()).isBetween(0, 1);
      assertPlain(each.toString(), answer);
    }
  }

  private static void assertPlain(String command, Shell.Answer answer) {
    for (String line : (answer.out() + answer.err()).split("\n", -1)) {
      assertThat(OBEYED.matcher(line).find()).as(command + ": " + line).isFalse();
    }
  }
}
