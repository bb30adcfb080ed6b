package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Finding.Severity;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.Priority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever name and form an order has in a file, it counts or is reported. */
class IssueOrderTest {
  @TempDir Path root;

  private void file(String name, String content) throws IOException {
    Path file = root.resolve("issues").resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, content);
  }

  private void front(String name, String lines) throws IOException {
    file(name, "---\n" + lines.replace("\\n", "\n") + "\n---\n\n# Title\n");
  }

  private void others() throws IOException {
    file("A-2.md", "");
    file("A-3.md", "");
  }

  private BacklogReading read() throws IOException {
    return new MarkdownBacklog(root, List.of("issues")).read().checked();
  }

  private Issue issue(String id) throws IOException {
    return read().find(new IssueId(id)).orElseThrow();
  }

  private static Set<IssueId> ids(String... ids) {
    return Set.of(ids).stream().map(IssueId::new).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dependencies: [A-2, A-3]",
        "deps: A-2, A-3",
        "requires:\\n  - A-2\\n  - 'A-3'",
        "Blocked-By: [A-2, A-3]",
        "blockedBy: [A-2, \"A-3\"]",
        "blocked\u2010by: [A-2, A-3]",
        "prerequisites: [A\u20112, A\u20133]",
        "relations:\\n  blocked_by: [A-2, A-3]",
        "dependencies:\\n  blocked_by: [A-2]\\n  requires: A-3",
        "dependencies:\\n  - id: A-2\\n  - A-3: the lexer",
        "dependencies: {A-2: the parser, A-3: the lexer}",
        "blocked_by: '[[A-2]] and `A-3`'",
        "blocked_by: [[A-2]], \\ndeps: '#3'",
        "blocked_by: 'A-2 (soon, maybe), A-3 \u2014 the lexer'",
        "deps: [2, 03]",
        "dependencies: '2;3'"
      })
  void everyUsualNameAndFormOfAHardDependencyCounts(String lines) throws IOException {
    front("A-1.md", lines.replace("]], \\n", "]]\\n"));
    others();

    assertThat(read().findings()).isEmpty();
    assertThat(issue("A-1").blockedBy()).isEqualTo(ids("A-2", "A-3"));
    assertThat(issue("A-1").status()).isEqualTo(IssueStatus.OPEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "depends_on: [A-2, A-3]",
        "dependsOn: A-2, A-3",
        "Depends On: [A-2, A-3]",
        "relations:\\n  depends_on: [A-2, A-3]",
        "links: {depends-on: [A-2, A-3]}"
      })
  void everyUsualNameOfASoftDependencyCounts(String lines) throws IOException {
    front("A-1.md", lines);
    others();

    assertThat(read().findings()).isEmpty();
    assertThat(issue("A-1").dependsOn()).isEqualTo(ids("A-2", "A-3"));
    assertThat(issue("A-1").blockedBy()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"blocks: A-2", "blocking: [A-2]", "relations: {blocks: [2]}", "Blocks: '#2'"})
  void theOtherSideCountsUnderItsNamesToo(String lines) throws IOException {
    front("A-1.md", lines);
    others();

    assertThat(read().findings()).isEmpty();
    assertThat(issue("A-2").blockedBy()).isEqualTo(ids("A-1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**Blocked by:** A-2, A-3",
        "- **Blocked By**: A-2 (the parser), A-3",
        "> Blocked-by: #2 and #3",
        "Blocked by #2, #3",
        "| **Blocked by** | A-2, A-3 |",
        "**Blocked by** \u2014 A\u20112, A-3",
        "\uD83D\uDD17 **Requires:** A-2 A-3",
        "**Dependencies:**\\n- A-2 the parser\\n- [ ] A-3",
        "**Status:** Open | **Blocked by:** A-2, A-3 | **Priority:** P3"
      })
  void fieldsAtTheTopOfTheTextCount(String lines) throws IOException {
    file("A-1.md", ("# Title\n\n" + lines.replace("\\n", "\n") + "\n\nText.\n"));
    others();
    assertThat(read().findings()).isEmpty();
    assertThat(issue("A-1").blockedBy()).isEqualTo(ids("A-2", "A-3"));

    file(
        "A-1.md",
        ("---\nid: A-1\n---\n# T\n\n" + lines.replace("\\n", "\n") + "\n").replace("\n", "\r\n"));
    assertThat(read().findings()).isEmpty();
    assertThat(issue("A-1").blockedBy()).isEqualTo(ids("A-2", "A-3"));
  }

  @Test
  void statusAndPriorityAtTheTopOfTheTextCountUnlessTheFrontMatterSaysSomethingElse()
      throws IOException {
    file("A-1.md", "# T\n\n**Status:** \u2705 Done (2026-01-31)\n**Priority:** High\n");
    assertThat(issue("A-1").status()).isEqualTo(IssueStatus.DONE);
    assertThat(issue("A-1").priority()).isEqualTo(new Priority(1));
    assertThat(read().findings()).isEmpty();

    file("A-1.md", "---\nstatus: open\npriority: P4\n---\n# T\n\n**Status**: Done\nPriority: 1\n");
    assertThat(issue("A-1").status()).isEqualTo(IssueStatus.OPEN);
    assertThat(issue("A-1").priority()).isEqualTo(new Priority(4));
    assertThat(read().findings())
        .extracting(each -> each.line() + " " + each.severity())
        .containsExactly("7 WARNING", "8 WARNING");
  }

  @ParameterizedTest
  @CsvSource({
    "critical, P0",
    "Urgent, P0",
    "Highest, P0",
    "HIGH, P1",
    "medium, P2",
    "normal, P2",
    "low, P3",
    "lowest, P4"
  })
  void wordsArePriorities(String word, String level) throws IOException {
    front("A-1.md", "priority: " + word);
    front("A-2.md", "Prio: '" + word + "'");

    assertThat(read().findings()).isEmpty();
    assertThat(issue("A-1").priority()).hasToString(level);
    assertThat(issue("A-2").priority()).hasToString(level);
  }

  @Test
  void aWordThatIsAPriorityStaysAsItsBacklogWritesIt() throws IOException {
    front("A-1.md", "priority: high\nstatus: To Do");
    assertThat(new MarkdownBacklog(root, List.of("issues")).fixes())
        .flatExtracting(IssueFileFix::changes)
        .flatExtracting(IssueFileFix.Change::added)
        .containsExactly("status: open");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the parser rewrite must be done first",
        "A-2 must land before this, or A-3",
        "Version 2 of the parser",
        "https://example.org/issues/2"
      })
  void aSentenceIsReportedAsAWholeAndTheIssueStaysBlocked(String sentence) throws IOException {
    others();
    for (String form : List.of("blocked_by: '%s'", "blocked_by: ['%s']", "dependencies: '%s'")) {
      front("A-1.md", form.formatted(sentence));

      assertThat(read().findings())
          .singleElement()
          .satisfies(each -> assertThat(each.message()).contains("'" + sentence + "'"))
          .satisfies(each -> assertThat(each.severity()).isEqualTo(Severity.ERROR))
          .satisfies(each -> assertThat(each.line()).isEqualTo(2));
      assertThat(issue("A-1").status()).isEqualTo(IssueStatus.BLOCKED);
    }
  }

  @Test
  void anIdIsAlsoKnownByTheNameOfItsFile() throws IOException {
    front("P1-FEAT-3183-first.md", "id: 3183");
    front("ENH-1-second.md", "blocked_by: [feat-3183]\nparent: FEAT-3183");
    front("ENH-2-third.md", "depends_on: FEAT-3183");
    front("ENH-3-fourth.md", "blocks: [FEAT-3183]");

    assertThat(read().findings()).isEmpty();
    assertThat(issue("ENH-1").blockedBy()).isEqualTo(ids("3183"));
    assertThat(issue("ENH-1").parent()).contains(new IssueId("3183"));
    assertThat(issue("ENH-2").dependsOn()).isEqualTo(ids("3183"));
    assertThat(issue("3183").blockedBy()).isEqualTo(ids("ENH-3"));
  }

  @Test
  void anIdIsAlsoKnownByItsNumberAndWithOrWithoutZeros() throws IOException {
    front("TASK-007.md", "deps: [9]");
    front("TASK-9.md", "deps: [TASK-7]");
    front("x.md", "id: '0012'\nrequires: task-7");
    front("y.md", "id: BUG-5\nrequires: [12]");

    assertThat(issue("TASK-007").blockedBy()).isEqualTo(ids("TASK-9"));
    assertThat(issue("TASK-9").blockedBy()).isEqualTo(ids("TASK-007"));
    assertThat(issue("0012").blockedBy()).isEqualTo(ids("TASK-007"));
    assertThat(issue("BUG-5").blockedBy()).isEqualTo(ids("0012"));
  }

  @Test
  void aNameThatMayMeanTwoIssuesIsReportedAndBothCount() throws IOException {
    front("FEAT-7-one.md", "id: 7");
    front("FEAT-7-two.md", "id: 70");
    front("A-1.md", "id: A-1\nblocked_by: FEAT-7");
    front("A-2.md", "blocked_by: 7");

    assertThat(issue("A-1").blockedBy()).isEqualTo(ids("7", "70"));
    assertThat(issue("A-2").blockedBy()).isEqualTo(ids("7"));
    assertThat(read().findings())
        .filteredOn(each -> each.locator().equals("issues/A-1.md"))
        .singleElement()
        .satisfies(each -> assertThat(each.line()).isEqualTo(3))
        .satisfies(each -> assertThat(each.message()).contains("FEAT-7", "7 and 70"));
  }

  @Test
  void theStatusIsSetInPlaceHoweverItsKeyIsSpelled() {
    byte[] content = "---\nStatus: To Do\nid: A-1\n---\n".getBytes(StandardCharsets.UTF_8);
    assertThat(IssueFile.of(content).withStatus(IssueStatus.DONE, null))
        .asString()
        .isEqualTo("---\nStatus: done\nid: A-1\n---\n");
  }
}
