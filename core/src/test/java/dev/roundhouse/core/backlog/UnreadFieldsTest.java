package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks like order, status or priority and does not count is reported, once for each kind. */
class UnreadFieldsTest {
  @TempDir Path root;

  private void file(String name, String content) throws IOException {
    Files.createDirectories(root.resolve("issues"));
    Files.writeString(root.resolve("issues").resolve(name), content);
  }

  private List<Finding> findings() throws IOException {
    return new MarkdownBacklog(root, List.of("issues")).read().checked().findings();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "after: [A-2]",
        "start_after: A-2",
        "needs: 2",
        "order: 3",
        "ordinal: 2000",
        "queue_order: 3",
        "queueOrder: 3",
        "sprint-rank: 1",
        "Backlog Position: 7",
        "priority_ranking: 2",
        "execution_sequence_number: 4",
        "sortorder: 10",
        "meta: {orderIndex: 2}",
        "landing_order: [A-2, A-1]",
        "blockedbytask: A-2",
        "dependencies_list: [A-2]",
        "upstream: A-2",
        "must-run-before: A-2",
        "waitingFor_task: A-2",
        "meta:\n  depends_on: [A-2]",
        "subtasks:\n- title: x\n  dependencies: [1]",
        "gated-by: 'see A-2'",
        "state: closed",
        "done: true",
        "Workflow Status: Done",
        "meta: {status: done}",
        "urgency: high",
        "severity: P0",
        "meta: {priority: 1}"
      })
  void aKeyThatIsNotReadIsReportedWithItsLine(String lines) throws IOException {
    file("A-1.md", "---\nid: A-1\n" + lines + "\n---\n");
    file("A-2.md", "");

    assertThat(findings())
        .singleElement()
        .satisfies(each -> assertThat(each.severity()).isEqualTo(Severity.WARNING))
        .satisfies(each -> assertThat(each.locator()).isEqualTo("issues/A-1.md"))
        .satisfies(each -> assertThat(each.line()).isBetween(3, 5))
        .satisfies(each -> assertThat(each.message()).contains("not read: the key '", "1 issue"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "related: [A-2]",
        "relates_to: A-2",
        "supersedes: [A-2]",
        "learning_tests_required: [oh-my-pi]",
        "implementation_order_risk: true",
        "order_by: created",
        "border: 3",
        "reorder: 2",
        "story_weight: 3",
        "position_x: 120",
        "blockchain: A-2",
        "ordering: alphabetical",
        "sort_order: ascending",
        "status_code: 404",
        "before: the release",
        "decision_needed: false",
        "source_state: evaluate",
        "completed: 2026-03-03",
        "max_wait_seconds: 21600",
        "state: open",
        "severity: the user cannot log in",
        "dependencies: []",
        "blocked_by: none"
      })
  void otherKeysAreLeftAlone(String lines) throws IOException {
    file("A-1.md", "---\nid: A-1\npriority: P3\n" + lines + "\n---\n");
    file("A-2.md", "");
    assertThat(findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "## Notes\n\n**Depends on:** A-2\n",
        "## Impact\n\n- **Hard blockers**: A-2 (the schema)\n",
        "## Dependencies\n\n- A-2 must be complete\n",
        "**Depends on:** the parser rewrite\n",
        "**Comes after:** A-2\n",
        "- **Queue order:** 3\n",
        "**Upstream:** A-2\n",
        "## Status\n\n**Done** | Created: 2026-01-01\n",
        "## Resolution\n\n- **Status**: Fixed\n",
        "## Impact\n\n- **Priority**: P1 - it hurts\n",
        "| Severity | High |\n"
      })
  void aLineOfTheTextThatIsNotReadIsReported(String text) throws IOException {
    file("A-1.md", "# T\n\n" + text.replace("\n", "\r\n"));
    file("A-2.md", "");

    assertThat(findings())
        .singleElement()
        .satisfies(each -> assertThat(each.message()).contains("not read: a line of the text"))
        .satisfies(each -> assertThat(each.line()).isBetween(3, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**Depends on:** none\n",
        "- **Blockers**: None\n",
        "## Notes\n\nRequires: Python 3.11\n",
        "## Notes\n\nDepends on: the weather\n",
        "```\nDepends on: A-2\nStatus: done\n```\n",
        "<!--\nStatus: done\n-->\n",
        "The status: done is written by the last step, see A-2.\n",
        "**Related:** A-2\n",
        "## Notes\n\nOrder: 3\n",
        "**Order:** alphabetical\n",
        "## Status\n\nopen\n"
      })
  void otherLinesAreLeftAlone(String text) throws IOException {
    file("A-1.md", "# T\n\n" + text);
    file("A-2.md", "");
    assertThat(findings()).isEmpty();
  }

  @Test
  void manyOfAKindAreOneFindingAtTheFirstWithTheirNumber() throws IOException {
    for (int i = 1; i <= 40; i++) {
      file("A-" + (100 + i) + ".md", "---\nordinal: " + i + "\n---\n\n## Impact\n\nPriority: P1\n");
    }

    assertThat(findings())
        .extracting(each -> each.locator() + ":" + each.line() + " " + each.issues().size())
        .containsExactly("issues/A-101.md:2 40", "issues/A-101.md:7 40");
    assertThat(findings()).allSatisfy(each -> assertThat(each.message()).contains("40 issues"));
  }

  @Test
  void whatIsNotReadInAClosedIssueMattersToNobody() throws IOException {
    file("A-1.md", "---\nstatus: done\nafter: A-2\nordinal: 1\n---\n\n**Status:** Open\n");
    assertThat(findings()).isEmpty();
  }

  @Test
  void aSmallerNumberOfTheSameKindIsNothingNew() throws IOException {
    file("A-1.md", "---\nordinal: 1\n---\n");
    file("A-2.md", "---\nordinal: 2\n---\n");
    Finding before = findings().get(0);
    file("A-1.md", "---\nordinal: 1\nstatus: done\n---\n");
    Finding after = findings().get(0);

    assertThat(after).isNotEqualTo(before);
    assertThat(after.repeats(before)).isTrue();
  }
}
