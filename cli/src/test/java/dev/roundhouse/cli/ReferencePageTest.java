package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands, flags and exit codes in docs/reference.md are those of the program, and no others;
 * {@code -Dreference.write=true} writes the commands.
 */
class ReferencePageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference.md");
  private static final Pattern COMMANDS =
      Pattern.compile("(?s)(<!-- commands[^\n]*-->\n).*?(<!-- end of commands -->\n)");

  private final CommandLine line = CommandLines.line(Shell.NOWHERE);

  @Test
  void thePageHasEveryCommandWithEveryFlagAndNoOther() throws IOException {
    var section = COMMANDS.matcher(Files.readString(PAGE));
    assertThat(section.find()).isTrue();
    String right = section.replaceFirst(each -> quoted(each.group(1) + commands() + each.group(2)));
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, right);
    }

    assertThat(Files.readString(PAGE))
        .as("-Dtest=ReferencePageTest -Dreference.write=true writes it")
        .isEqualTo(right);
  }

  @Test
  void thePageHasEveryExitCodeAndNoOther() throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("## Exit codes"), page.indexOf("## Output"));
    List<String> rows = section.lines().filter(each -> each.matches("\\| \\d+ \\|.*")).toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(ExitCode.values())
                .map(each -> "| " + each.code() + " | " + each.meaning() + " |")
                .toList());
    for (ExitCode code : ExitCode.values()) {
      assertThat(line.getCommandSpec().usageMessage().exitCodeList())
          .containsEntry(Integer.toString(code.code()), code.meaning());
    }
  }

  private static String quoted(String replacement) {
    return replacement.replace("\\", "\\\\").replace("$", "\\$");
  }

  private String commands() {
    return line.getSubcommands().values().stream()
        .distinct()
        .flatMap(ReferencePageTest::family)
        .map(ReferencePageTest::entry)
        .collect(Collectors.joining("\n", "\n", "\n"));
  }

  /** Returns a command, and those below it. */
  private static Stream<CommandLine> family(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(ReferencePageTest::family));
  }

  private static String entry(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    String name = spec.qualifiedName().replaceFirst("^\\S+ ", "");
    String first =
        Stream.of(spec.usageMessage().header(), spec.usageMessage().description())
            .flatMap(Arrays::stream)
            .findFirst()
            .orElseThrow();
    String rows = rows(spec);
    return "### `"
        + name
        + "`\n\n"
        + text(first)
        + "\n"
        + (rows.isEmpty() ? "" : "\n| argument | |\n|---|---|\n" + rows);
  }

  private static String rows(CommandSpec spec) {
    Stream<ArgSpec> all =
        Stream.concat(spec.positionalParameters().stream(), spec.options().stream());
    return all.filter(each -> !each.hidden() && !isHelp(each))
        .map(
            each -> "| `" + name(each) + "` | " + text(String.join(" ", each.description())) + " |")
        .map(each -> each + "\n")
        .collect(Collectors.joining());
  }

  private static boolean isHelp(ArgSpec each) {
    return each instanceof OptionSpec option && option.usageHelp();
  }

  private static String name(ArgSpec each) {
    if (each instanceof PositionalParamSpec) {
      return each.paramLabel() + (each.arity().max() > 1 ? "…" : "");
    }
    OptionSpec option = (OptionSpec) each;
    String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    return String.join(", ", option.names()) + value;
  }

  private static String text(String description) {
    String line = Objects.requireNonNull(description).replace("%n", " ").replace("%%", "%");
    return line.replaceAll("\\s+", " ").strip().replace("|", "\\|").replace("<", "\\<");
  }
}
