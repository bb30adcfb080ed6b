package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.config.ConfigReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Compares the documents with the program. */
class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private final CommandLine line = CommandLines.line(Shell.NOWHERE);

  private static String read(String name) throws IOException {
    return Files.readString(ROOT.resolve(name));
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
  void theConfigurationReferenceHasTheDefaultAndTheFlagOfEveryKey() throws IOException {
    String reference = read("docs/configuration.md");
    for (ConfigReference.Key each : ConfigReference.keys()) {
      int dot = each.name().lastIndexOf('.');
      if (dot > 0) {
        assertThat(reference)
            .as(each.name())
            .containsPattern("[|`{ ]" + each.name().substring(dot + 1) + "[|`: ]");
        continue;
      }
      String flag = each.flag().map(name -> " `" + name + "` |").orElse("");
      String row = "(?m)^\\| `" + each.name() + "` \\|" + Pattern.quote(flag) + " ([^|]+) \\|";
      assertThat(matches(row, reference)).as(each.name()).hasSize(1);
      assertThat(matches(row, reference).get(0).replace("`", "")).isEqualTo(each.usual());
    }
  }

  /** The pages at the root, and those in docs. */
  private static List<Path> pages() throws IOException {
    try (Stream<Path> root = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(root, docs).filter(each -> each.toString().endsWith(".md")).toList();
    }
  }

  @Test
  void everyLinkInEveryDocumentLeadsSomewhere() throws IOException {
    Pattern link = Pattern.compile("\\]\\(([^)#:]*)(?:#([^)]+))?\\)");
    for (Path page : pages()) {
      Matcher matcher = link.matcher(Files.readString(page));
      while (matcher.find()) {
        String path = matcher.group(1);
        Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        assertThat(target).exists();
        if (matcher.group(2) != null) {
          assertThat(anchors(target)).as(page + " links to " + target).contains(matcher.group(2));
        }
      }
    }
  }

  private static List<String> anchors(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(each -> each.startsWith("#"))
        .map(each -> each.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(each -> each.replaceAll("[^\\p{L}\\p{N} -]", "").replace(' ', '-'))
        .toList();
  }

  /** Rows of tables and code cannot be broken. */
  @Test
  void linesOfDocumentsEndAt120Characters() throws IOException {
    for (Path page : pages()) {
      boolean code = false;
      for (String each : Files.readAllLines(page)) {
        code ^= each.strip().startsWith("```");
        if (!code && !each.startsWith("|")) {
          assertThat(each).as(page.toString()).hasSizeLessThanOrEqualTo(120);
        }
      }
    }
  }

  @Test
  void documentsHaveNoWordsThatReadAsTranslated() throws IOException {
    Pattern odd =
        Pattern.compile(
            "\\b(told|anew|afresh|nobody|somebody|anybody|whoever|for ever)\\b"
                + "|(?<![Tt]here )\\bis no (?!longer)");
    for (Path page : pages()) {
      String prose = Files.readString(page).replaceAll("(?s)```.*?```|`[^`\n]*`", "");
      assertThat(odd.matcher(prose).results().map(MatchResult::group)).as("in " + page).isEmpty();
    }
  }

  @Test
  void theEmbeddingPageAndTheKeyTypesNameOnlyWhatExists() throws IOException {
    String architecture = read("docs/internals/architecture.md");
    String keyTypes =
        architecture.substring(
            architecture.indexOf("## Key types"), architecture.indexOf("## Modules"));
    assertThat(sources()).containsAll(matches("`([A-Z][a-z]\\w+)`", keyTypes));
    String embedding = read("docs/embedding.md");
    Matcher call = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)\\(").matcher(embedding);
    while (call.find()) {
      assertThat(source(call.group(1))).as(call.group()).contains(" " + call.group(2) + "(");
    }
    String calls =
        embedding.substring(embedding.indexOf("| call |"), embedding.indexOf("## Ports"));
    for (String method : matches("`(\\w+)\\(\\w*\\)`", calls)) {
      assertThat(source("Orchestrator")).contains(" " + method + "(");
    }
  }

  @Test
  void theCommandsToContributeWithExist() throws IOException {
    String page = read("CONTRIBUTING.md");
    assertThat(sources()).containsAll(matches("-Dtest=(\\w+)", page));
    for (String modules : matches("-pl ([\\w,-]+)", page)) {
      assertThat(modules.split(","))
          .allMatch(each -> Files.exists(ROOT.resolve(each + "/pom.xml")));
    }
    for (String plugin : matches("mvn (\\w+):", page)) {
      assertThat(read("pom.xml")).contains(plugin + "-maven-plugin");
    }
    assertThat(sources()).containsAll(matches("`([A-Z][a-z]\\w*[A-Z]\\w+)`", page));
    assertThat(ROOT.resolve(".ci/run")).isExecutable();
    assertThat(read(".github/workflows/ci.yml")).contains("run: .ci/run\n");
  }

  @Test
  void everyProofTheConcurrencyPageNamesIsThere() throws IOException {
    List<String> sources = sources();
    Matcher proof =
        Pattern.compile("`(\\w+(?:Test|Races))`").matcher(read("docs/internals/concurrency.md"));
    int found = 0;
    while (proof.find()) {
      found++;
      assertThat(sources).contains(proof.group(1));
    }
    assertThat(found).isGreaterThan(8);
  }

  @Test
  void theReadmeHasTheTwoCommandsAndTheContinuousRunCallsTheSecond() throws IOException {
    assertThat(read("README.md")).contains("./roundhouse demo\n", "mvn verify\n");
    assertThat(read(".ci/run")).contains("mvn -B -ntp verify\n");
  }

  /** The names of all types that have a file of their own. */
  private static List<String> sources() throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.map(each -> each.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .toList();
    }
  }

  private static String source(String type) throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      Path file = all.filter(each -> each.endsWith(type + ".java")).findFirst().orElseThrow();
      return Files.readString(file);
    }
  }

  private static List<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(each -> each.group(1)).toList();
  }

  private static List<String> firstCells(String table) {
    return matches("(?m)^\\| `([^`]+)` \\|", table);
  }
}
