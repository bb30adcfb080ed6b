package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The help is a page of 80 columns: a short list of commands, and a manual for each. */
class HelpTest extends CommandFixture {
  private static final int COLUMNS = 80;

  private static List<String> commands() {
    return List.copyOf(CommandLines.line(Shell.NOWHERE).getSubcommands().keySet());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasAManualWithExamplesThatFitTheScreen(String command) {
    String help = shell.type(command, "--help").out();

    assertThat(help).containsOnlyOnce("Examples:");
    String examples = help.substring(help.indexOf("Examples:"));
    assertThat(examples.lines().skip(1)).isNotEmpty().allMatch(each -> each.startsWith("  "));
    assertThat(help.lines()).allMatch(each -> each.length() <= COLUMNS);
    assertThat(shell.type("help", command).out()).isEqualTo(help);
  }

  @Test
  void theShortHelpIsWhatANewcomerNeedsAndTheLongOneIsAll() {
    String help = shell.type("--help").out();

    assertThat(shell.type().out()).isEqualTo(help);
    assertThat(shell.type("help").out()).isEqualTo(help);
    assertThat(help.lines())
        .hasSizeLessThanOrEqualTo(34)
        .allMatch(each -> each.length() <= COLUMNS);
    assertThat(help).contains("  run  ").doesNotContain("  swap  ", "Exit codes");
    String all = shell.type("--help", "--all").out();
    assertThat(all).contains("Exit codes", "  -C=DIR");
    assertThat(commands()).allMatch(each -> all.contains("\n  " + each + " "));
  }
}
