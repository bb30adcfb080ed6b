package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files of a backlog that is in use, named by {@code -Dreal.backlog=DIR}. */
@EnabledIfSystemProperty(
    named = "real.backlog",
    matches = ".+",
    disabledReason = "no real backlog was named with -Dreal.backlog=DIR")
class RealBacklogTest {
  private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final YAMLMapper YAML = new YAMLMapper();

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(System.getProperty("real.backlog")))) {
      return all.filter(each -> each.toString().endsWith(".md")).sorted().toList();
    }
  }

  @Test
  void everyFileIsReadAndNoneTwice() throws IOException {
    Path root = Path.of(System.getProperty("real.backlog"));
    BacklogReading reading = new MarkdownBacklog(root, List.of(".")).read().checked();
    assertThat(reading.issues()).hasSameSizeAs(files()).isNotEmpty();
  }

  @Test
  void mostSayWhatTheyChange() throws IOException {
    Path root = Path.of(System.getProperty("real.backlog"));
    List<DeclaredFiles> touches =
        new MarkdownBacklog(root, List.of("."))
            .read().checked().issues().stream().map(each -> DeclaredFiles.of(each)).toList();
    long declare = touches.stream().filter(each -> !each.declared().isEmpty()).count();
    long mention = touches.stream().filter(each -> !each.mentioned().isEmpty()).count();
    System.out.printf(
        Locale.ROOT,
        "%d issues: %d declare %d paths, %d mention %d%n",
        touches.size(),
        declare,
        touches.stream().mapToInt(each -> each.declared().size()).sum(),
        mention,
        touches.stream().mapToInt(each -> each.mentioned().size()).sum());
    assertThat(declare).isGreaterThan(touches.size() / 2);
    assertThat(mention).isGreaterThan(declare);
  }

  @Test
  void aMarkChangesItsTwoKeysAndNothingElse() throws IOException {
    for (Path file : files()) {
      byte[] content = Files.readAllBytes(file);
      byte[] marked = IssueFile.of(content).withStatus(IssueStatus.DONE, WHEN);
      assertThat(others(marked)).as("%s", file).isEqualTo(others(content));
      assertThat(yaml(marked).path("status").asString()).isEqualTo("done");
      assertThat(yaml(marked).path("completed_at").asString()).isEqualTo(WHEN.toString());
      assertThat(without(yaml(marked))).isEqualTo(without(yaml(content)));
      assertThat(IssueFile.sameButStatus(content, marked)).isTrue();
    }
  }

  /** All lines but those two, and how the file ends. */
  private static List<String> others(byte[] content) {
    List<String> kept = new ArrayList<>();
    boolean front = true;
    List<String> lines = List.of(new String(content, StandardCharsets.UTF_8).split("\n", -1));
    for (int i = 0; i < lines.size(); i++) {
      front = front && (i == 0 || !lines.get(i).equals("---"));
      if (!front || !lines.get(i).matches("(status|completed_at):.*")) {
        kept.add(lines.get(i));
      }
    }
    return kept;
  }

  private static JsonNode yaml(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return YAML.readTree(text.substring(4, text.indexOf("\n---", 4) + 1));
  }

  private static JsonNode without(JsonNode node) {
    return ((ObjectNode) node).remove(List.of("status", "completed_at"));
  }
}
