package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Manual pages say what the help says, and groff reads them without a warning. */
class ManCommandTest extends CommandFixture {
  @TempDir Path folder;

  private static Stream<CommandLine> family(CommandLine line) {
    return Stream.concat(
        Stream.of(line), line.getSubcommands().values().stream().flatMap(ManCommandTest::family));
  }

  @Test
  void everyCommandHasAPageWithAllItsFlags() throws IOException {
    assertThat(shell.type("man", "--all", folder.resolve("new").toString()).code()).isZero();

    List<CommandLine> all = family(CommandLines.line(Shell.NOWHERE)).distinct().toList();
    for (CommandLine each : all) {
      String name = each.getCommandSpec().qualifiedName("-");
      String page = Files.readString(folder.resolve("new").resolve(name + ".1"));
      assertThat(page).startsWith(".TH ").contains(".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS");
      each.getCommandSpec().options().stream()
          .filter(option -> !option.hidden())
          .forEach(option -> assertThat(page).contains(option.longestName().replace("-", "\\-")));
    }
    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      assertThat(files).hasSameSizeAs(all);
    }
  }

  @Test
  void groffReadsEveryPageWithoutAWarning() throws Exception {
    assumeThat(Path.of("/usr/bin/groff")).isExecutable();
    shell.type("man", "--all", folder.toString());
    try (Stream<Path> files = Files.list(folder)) {
      for (Path page : files.toList()) {
        Process groff =
            new ProcessBuilder("groff", "-man", "-ww", "-Tutf8", "-K", "utf8", page.toString())
                .redirectError(ProcessBuilder.Redirect.to(folder.resolveSibling("e").toFile()))
                .start();
        String text =
            new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replaceAll(".\b|\u001b\\[[0-9;]*m", "");
        assertThat(Patience.exitCode(groff)).isZero();
        assertThat(folder.resolveSibling("e")).as(page.toString()).isEmptyFile();
        assertThat(text).contains("NAME", "SYNOPSIS").doesNotContain("\\e", "\\-", "%n", "${");
      }
    }
  }

  @Test
  void aPageIsPrintedAndAnUnknownCommandGetsTheNearest() {
    assertThat(shell.type("man", "agents", "check").out())
        .startsWith(".TH \"ROUNDHOUSE-AGENTS-CHECK\" 1");
    assertThat(shell.type("man").out()).contains(".SH \"EXIT STATUS\"", "\\fBrun\\fR");
    Shell.Answer wrong = shell.type("man", "rnu");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("unknown command 'rnu'", "did you mean 'run'?");
    assertThat(shell.type("man", "run", "--all", folder.toString()).code()).isEqualTo(2);
    assertThat(folder).isEmptyDirectory();
  }
}
