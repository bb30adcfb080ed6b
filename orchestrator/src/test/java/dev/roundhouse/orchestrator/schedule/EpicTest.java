package dev.roundhouse.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.options.OrderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An epic with children is never worked itself, and done when they are. */
class EpicTest {
  @TempDir Path nothing;
  private final List<Issue> backlog = new ArrayList<>();

  private void add(String id, String type, IssueStatus status, String parent, String blocker) {
    backlog.add(
        Issue.builder(new IssueId(id))
            .type(new IssueType(type))
            .status(status)
            .blockedBy(blocker.isEmpty() ? Set.of() : Set.of(new IssueId(blocker)))
            .parent(Optional.of(parent).filter(each -> !each.isEmpty()).map(IssueId::new))
            .locator(id + ".md")
            .build());
  }

  private Plan plan() throws IOException {
    LedgerView empty = Ledger.read(nothing);
    return Scheduler.of(backlog, Selection.all(), OrderOptions.DEFAULT, empty).plan(empty);
  }

  private IssueStanding standing(String id) throws IOException {
    return plan().find(new IssueId(id)).orElseThrow();
  }

  private List<String> next() throws IOException {
    return plan().next().stream().map(each -> each.issue().id().value()).toList();
  }

  @Test
  void itsChildrenAreWorkedInsteadOfItAndHoldUpWhatItBlocks() throws IOException {
    add("EPIC-1", "epic", IssueStatus.OPEN, "", "");
    add("A-1", "bug", IssueStatus.DONE, "EPIC-1", "");
    add("A-2", "bug", IssueStatus.OPEN, "EPIC-1", "");
    add("B-1", "bug", IssueStatus.OPEN, "", "EPIC-1");

    assertThat(next()).containsExactly("A-2");
    assertThat(standing("EPIC-1").readiness()).isEqualTo(Readiness.EPIC);
    assertThat(standing("EPIC-1").reason()).contains("A-2").doesNotContain("A-1");
    assertThat(standing("B-1").readiness()).isEqualTo(Readiness.BLOCKED);
  }

  @Test
  void itIsDoneWithItsLastChildAndFreesWhatItBlocked() throws IOException {
    add("EPIC-1", "epic", IssueStatus.OPEN, "", "");
    add("EPIC-2", "epic", IssueStatus.OPEN, "EPIC-1", "");
    add("A-1", "bug", IssueStatus.DONE, "EPIC-2", "");
    add("B-1", "bug", IssueStatus.OPEN, "", "EPIC-1");

    assertThat(standing("EPIC-1").readiness()).isEqualTo(Readiness.SETTLED);
    assertThat(next()).containsExactly("B-1");
  }

  @Test
  void aCancelledChildIsNotDone() throws IOException {
    add("EPIC-1", "epic", IssueStatus.OPEN, "", "");
    add("A-1", "bug", IssueStatus.CANCELLED, "EPIC-1", "");
    add("B-1", "bug", IssueStatus.OPEN, "", "EPIC-1");

    assertThat(next()).isEmpty();
    assertThat(standing("EPIC-1").reason()).contains("A-1 (cancelled)");
  }

  @Test
  void whatItsFileSaysGoesFirst() throws IOException {
    add("EPIC-1", "epic", IssueStatus.DONE, "", "");
    add("A-1", "bug", IssueStatus.OPEN, "EPIC-1", "");
    add("B-1", "bug", IssueStatus.OPEN, "", "EPIC-1");
    add("EPIC-2", "epic", IssueStatus.DEFERRED, "", "");
    add("A-2", "bug", IssueStatus.DONE, "EPIC-2", "");
    add("B-2", "bug", IssueStatus.OPEN, "", "EPIC-2");

    assertThat(next()).containsExactly("A-1", "B-1");
    assertThat(standing("EPIC-2").readiness()).isEqualTo(Readiness.HELD_BACK);
  }

  @Test
  void oneWithoutChildrenAndAParentThatIsNoneAreIssuesLikeAnyOther() throws IOException {
    add("EPIC-1", "epic", IssueStatus.OPEN, "", "");
    add("F-1", "feature", IssueStatus.OPEN, "", "");
    add("A-1", "bug", IssueStatus.OPEN, "F-1", "");

    assertThat(next()).containsExactlyInAnyOrder("EPIC-1", "F-1", "A-1");
  }

  @Test
  void aCircleOfEpicsIsNeverDone() throws IOException {
    add("EPIC-1", "epic", IssueStatus.OPEN, "EPIC-2", "");
    add("EPIC-2", "epic", IssueStatus.OPEN, "EPIC-1", "");
    add("B-1", "bug", IssueStatus.OPEN, "", "EPIC-1");

    assertThat(next()).isEmpty();
    assertThat(plan().graph().cycles())
        .containsExactly(List.of(new IssueId("EPIC-1"), new IssueId("EPIC-2")));
  }
}
