package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.command.ExitCode;
import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.config.ConfigFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documents say is so. */
class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private final CommandLine line =
      CommandLines.line(
          new Terminal(
              new PrintWriter(Writer.nullWriter()),
              new PrintWriter(Writer.nullWriter()),
              Path.of(""),
              Map.of(),
              false,
              SignalSource.none()));

  private static String read(String name) throws IOException {
    return Files.readString(ROOT.resolve(name));
  }

  @Test
  void theGuideNamesEveryCommandAndNoOther() throws IOException {
    String guide = read("docs/guide.md");
    List<String> rows =
        firstCells(guide.substring(guide.indexOf("## Commands"), guide.indexOf("## Filters")));
    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            line.getSubcommands().keySet().stream().filter(name -> !name.equals("help")).toList());
  }

  @Test
  void theConfigurationReferenceNamesEveryKeyAndEveryFlagOfARun() throws IOException {
    String reference = read("docs/configuration.md");
    assertThat(firstCells(reference)).containsExactlyInAnyOrderElementsOf(ConfigFile.keys());
    CommandLine run = Objects.requireNonNull(line.getSubcommands().get("run"));
    for (String flag : run.getCommandSpec().optionsMap().keySet()) {
      if (!List.of("--dry-run", "--json", "--help", "--version", "-h", "-V").contains(flag)) {
        assertThat(reference).containsPattern("`" + flag + "[ `]");
      }
    }
  }

  @Test
  void theGuideNamesEveryExitCode() throws IOException {
    String guide = read("docs/guide.md");
    for (ExitCode code : ExitCode.values()) {
      assertThat(guide).contains("| " + code.code() + " | " + code.meaning() + " |");
      assertThat(line.getCommandSpec().usageMessage().exitCodeList())
          .containsEntry(Integer.toString(code.code()), code.meaning());
    }
  }

  @Test
  void everyLinkInEveryDocumentLeadsSomewhere() throws IOException {
    Pattern link = Pattern.compile("\\]\\(([^)#:]+)(?:#[a-z-]+)?\\)");
    List<Path> documents;
    try (Stream<Path> all = Files.walk(ROOT.resolve("docs"))) {
      documents =
          Stream.concat(Stream.of(ROOT.resolve("README.md")), all)
              .filter(Files::isRegularFile)
              .toList();
    }
    for (Path document : documents) {
      Matcher matcher = link.matcher(Files.readString(document));
      while (matcher.find()) {
        assertThat(document.resolveSibling(matcher.group(1)).normalize()).exists();
      }
    }
  }

  @Test
  void everyProofTheConcurrencyPageNamesIsThere() throws IOException {
    List<String> sources;
    try (Stream<Path> all = Files.walk(ROOT)) {
      sources =
          all.map(each -> each.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .toList();
    }
    Matcher proof = Pattern.compile("`(\\w+(?:Test|Races))`").matcher(read("docs/concurrency.md"));
    int found = 0;
    while (proof.find()) {
      found++;
      assertThat(sources).contains(proof.group(1) + ".java");
    }
    assertThat(found).isGreaterThan(8);
  }

  @Test
  void theReadmeHasTheTwoCommandsAndTheContinuousRunCallsTheSecond() throws IOException {
    assertThat(read("README.md")).contains("./roundhouse demo\n", "mvn verify\n");
    assertThat(read(".ci/run")).contains("mvn -B -ntp verify\n");
  }

  private static List<String> firstCells(String table) {
    return Pattern.compile("(?m)^\\| `([^`]+)` \\|")
        .matcher(table)
        .results()
        .map(each -> each.group(1))
        .toList();
  }
}
