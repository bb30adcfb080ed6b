package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Finding.Severity;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms people and programs give their issue files, one by one. */
class IssueFormsTest {
  @TempDir Path root;

  private void file(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, content);
  }

  private BacklogReading read(String... directories) throws IOException {
    return new MarkdownBacklog(root, List.of(directories)).read().checked();
  }

  private Issue only() throws IOException {
    BacklogReading reading = read();
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.issues()).hasSize(1);
    return reading.issues().get(0);
  }

  private static Set<IssueId> ids(String... ids) {
    return Set.of(ids).stream().map(IssueId::new).collect(Collectors.toSet());
  }

  @Test
  void theUsualDirectoriesGiveTheTypeWhereNothingElseDoes() throws IOException {
    file(".issues/bugs/1.md", "");
    file(".issues/features/2.md", "");
    file(".issues/enhancements/3.md", "");
    file(".issues/epics/4.md", "");
    file("issues/deeper/5.md", "");
    file("other/6.md", "");

    assertThat(read().issues())
        .extracting(each -> each.id() + " " + each.type())
        .containsExactly("1 BUG", "2 FEAT", "3 ENH", "4 EPIC", "5 ISSUE");
  }

  @Test
  void otherDirectoriesAreReadInTheirPlaceAndNoneOutsideTheCheckout() throws IOException {
    file("work/todo/1.md", "");
    file("work/more/2.md", "");
    file("issues/3.md", "");

    assertThat(read("work/todo", "work/more").issues()).hasSize(2);
    assertThat(read("work", "work/todo").findings()).isEmpty();
    assertThat(read("work", "../elsewhere").findings())
        .singleElement()
        .satisfies(each -> assertThat(each.locator()).isEqualTo("../elsewhere"));
  }

  @ParameterizedTest
  @CsvSource({
    "P2-BUG-042-some-slug.md, BUG-042, P2, some slug",
    "p0-bug-42.md, bug-42, P0, bug-42",
    "BUG-042-some-slug.md, BUG-042, P3, some slug",
    "P4-17_two_words.md, 17, P4, two words",
    "17.md, 17, P3, 17",
    "task-12.md, task-12, P3, task-12",
    "bd-a3f8.md, bd-a3f8, P3, bd-a3f8",
    "P1-bd-a3f8.md, bd-a3f8, P1, bd-a3f8",
  })
  void aNameAloneSaysEnough(String name, String id, String priority, String title)
      throws IOException {
    file("issues/" + name, "text\n");
    assertThat(only().id().value()).isEqualTo(id);
    assertThat(only().priority()).hasToString(priority);
    assertThat(only().title()).isEqualTo(title);
    assertThat(only().status()).isEqualTo(IssueStatus.OPEN);
  }

  @Test
  void idAndPriorityMayBeInTheFrontMatterAlone() throws IOException {
    file("issues/notes on parsing.md", "---\nid: X.y_1\npriority: 0\ntype: FEAT\n---\n");
    assertThat(only().id().value()).isEqualTo("X.y_1");
    assertThat(only().priority()).isEqualTo(new Priority(0));
    assertThat(only().type()).isEqualTo(new IssueType("FEAT"));
  }

  @ParameterizedTest
  @CsvSource({
    "open, OPEN",
    "'', OPEN",
    "completed, DONE",
    "Finished, DONE",
    "CLOSED, DONE",
    "done, DONE",
    "wip, IN_PROGRESS",
    "in-progress, IN_PROGRESS",
    "In Progress, IN_PROGRESS",
    "in_progress, IN_PROGRESS",
    "blocked, BLOCKED",
    "deferred, DEFERRED",
    "cancelled, CANCELLED",
    "canceled, CANCELLED",
    "won't, BLOCKED"
  })
  void statusesHaveSynonyms(String word, IssueStatus status) throws IOException {
    file("issues/A-1.md", "---\nstatus: " + word + "\n---\n");
    assertThat(read().issues().get(0).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blocked_by: [A-2, a-3]",
        "blocked_by:\n- A-2\n- A-3 (soon)",
        "blocked_by: a-2, A-3",
        "blocked_by: 'A-2,A-3'",
        "known: &k [A-2, A-3]\nblocked_by: *k",
        "{blocked_by: [A-2, A-3]}"
      })
  void listsAreYamlListsOrTextWithCommas(String entry) throws IOException {
    file("issues/A-1.md", "---\n" + entry + "\n---\n");
    file("issues/A-2.md", "");
    file("issues/A-3.md", "");
    assertThat(read().findings()).isEmpty();
    assertThat(read().find(new IssueId("a-1")).orElseThrow().blockedBy())
        .isEqualTo(ids("A-2", "A-3"));
  }

  @Test
  void sectionsCountInFilesOfAnyLineEndAndFencedCodeNever() throws IOException {
    String text =
        "# T\n\n## BLOCKED BY ##\n\n1. A-2\n2) **A-3** first\n\n~~~~ text\n```\n- A-9\n~~~\n~~~~\n"
            + "- nothing, really\n\n## Blocks\n_None_\n\n### Other\n- A-8\n";
    file("issues/A-1.md", "\uFEFF---\r\nid: A-1\r\n---\r\n" + text.replace("\n", "\r\n"));
    file("issues/A-2.md", "");
    file("issues/A-3.md", "");
    BacklogReading reading = read();
    assertThat(reading.findings()).isEmpty();
    Issue issue = reading.find(new IssueId("A-1")).orElseThrow();
    assertThat(issue.title()).isEqualTo("T");
    assertThat(issue.blockedBy()).isEqualTo(ids("A-2", "A-3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"017", "0x1f", "1e3", "3.10", "1_000", "true", "12-30"})
  void whatYamlTakesForANumberIsAnIdAsItStands(String id) throws IOException {
    file("issues/x.md", "---\nid: " + id + "\n---\n");
    assertThat(only().id().value()).isEqualTo(id);
  }

  @Test
  void whenItWasFiledIsReadFromTheKeysInUse() throws IOException {
    file("issues/A-1.md", "---\ncaptured_at: '2026-07-13T06:37:35Z'\n---\n");
    assertThat(only().createdAt()).contains(Instant.parse("2026-07-13T06:37:35Z"));
    file("issues/A-1.md", "---\ncreated_at: 2026-07-14\ncaptured_at: 2026-07-13\n---\n");
    assertThat(only().createdAt()).contains(Instant.parse("2026-07-14T00:00:00Z"));
  }

  @Test
  void eachWordThatCannotBeReadIsReportedOnItsOwnLine() throws IOException {
    file(
        "issues/A-1.md",
        "---\ncreated_at: yesterday\nparent: no id!\nblocks:\n- A-2\n- ???\nblocked_by:\n\n- -x\n---\n");
    file("issues/A-2.md", "");
    assertThat(read().findings())
        .extracting(each -> each.line() + " " + each.severity())
        .containsExactly("2 WARNING", "3 WARNING", "6 ERROR", "9 ERROR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"---\nid: A\n", "---\r\nid: A\r\n", "---  \nid: A\n# Title\n"})
  void aFrontMatterThatIsNotClosedIsAnError(String text) throws IOException {
    file("issues/A-1.md", text);
    assertThat(read().issues()).isEmpty();
    assertThat(read().findings())
        .singleElement()
        .satisfies(each -> assertThat(each.severity()).isEqualTo(Severity.ERROR))
        .satisfies(each -> assertThat(each.line()).isEqualTo(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"id: A\\nid: B|3", "x: *nowhere|2", "- a\\n- b|2", "a: 1\\n b: 2|3", "a: \"x|3"})
  void whatIsNoMappingIsReportedWithItsLine(String front, int line) throws IOException {
    file("issues/A-1.md", "---\n" + front.replace("\\n", "\n") + "\n---\n");
    assertThat(read().findings())
        .singleElement()
        .satisfies(each -> assertThat(each.line()).isEqualTo(line));
  }

  @Test
  void listsInListsWithoutEndAreAnErrorOfTheirFileAndNotTheEndOfTheProgram() throws IOException {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    file("issues/A-1.md", "---\nid: A-1\n---\n");
    file("issues/A-2.md", "---\nid: A-2\nnotes: " + deep + "\n---\n");

    BacklogReading reading = read();

    assertThat(reading.issues()).extracting(Issue::id).containsExactly(new IssueId("A-1"));
    assertThat(reading.findings())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.locator()).isEqualTo("issues/A-2.md");
              assertThat(each.line()).isEqualTo(3);
              assertThat(each.message()).contains("nested more than 32 deep");
            });
  }
}
