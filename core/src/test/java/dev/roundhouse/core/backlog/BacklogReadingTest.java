package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.roundhouse.core.backlog.BacklogReading.Reference;
import dev.roundhouse.core.backlog.Finding.Severity;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of order are the same for every source, with or without files. */
class BacklogReadingTest {
  private static final IssueId A = new IssueId("A-1");
  private static final IssueId B = new IssueId("B-2");
  private static final IssueId GONE = new IssueId("X-9");

  private static Issue.Builder at(IssueId id, String locator) {
    return Issue.builder(id).locator(locator);
  }

  private static BacklogReading checked(Issue... issues) {
    return new BacklogReading(List.of(issues), List.of()).checked();
  }

  @Test
  void ofTwoIssuesWithOneIdTheFirstStaysAndTheOrderIsAmbiguous() {
    BacklogReading checked =
        checked(
            at(A, "t:1").title("first").build(),
            at(A, "t:2").title("second").build(),
            at(B, "t:3").build());

    assertThat(checked.issues()).extracting(Issue::title).containsExactly("first", "B-2");
    assertThat(checked.findings())
        .containsExactly(
            new Finding(
                Severity.ERROR,
                "t:2",
                0,
                "2 issues have the id A-1: t:1, t:2",
                "give each issue its own id",
                Set.of(A),
                true));
  }

  @Test
  void aCycleOverBothSidesOfADependencyIsAmbiguous() {
    BacklogReading checked =
        checked(at(A, "a").blockedBy(Set.of(B)).build(), at(B, "b").blockedBy(Set.of(A)).build());
    BacklogReading fromOneSide =
        checked(at(A, "a").blockedBy(Set.of(B)).blocks(Set.of(B)).build(), at(B, "b").build());

    for (BacklogReading each : List.of(checked, fromOneSide)) {
      assertThat(each.findings()).singleElement().matches(Finding::ambiguous);
      assertThat(each.findings().get(0).message()).contains("cycle: A-1, B-2");
    }
    assertThat(fromOneSide.find(B).orElseThrow().blockedBy()).containsExactly(A);
  }

  @Test
  void anUnknownBlockerStaysAndIsFoundWhereItIsNamed() {
    BacklogReading raw =
        new BacklogReading(
            List.of(
                at(A, "t#1").blockedBy(Set.of(GONE)).blocks(Set.of(new IssueId("Y-9"))).build()),
            List.of(),
            Map.of(new Reference("t#1", GONE), 7));

    BacklogReading checked = raw.checked();

    assertThat(checked.issues().get(0).blockedBy()).containsExactly(GONE);
    assertThat(checked.findings())
        .extracting(Finding::severity, Finding::locator, Finding::line)
        .containsExactly(tuple(Severity.WARNING, "t#1", 0), tuple(Severity.ERROR, "t#1", 7));
  }

  @Test
  void checkingTwiceChangesNothing() {
    BacklogReading raw =
        new BacklogReading(
            List.of(
                at(A, "1").blocks(Set.of(B)).blockedBy(Set.of(B, GONE)).build(),
                at(B, "2").build(),
                at(B, "3").build()),
            List.of(Finding.error("0", 3, "odd", "")),
            Map.of(new Reference("1", GONE), 7, new Reference("3", B), 12));

    BacklogReading once = raw.checked();

    assertThat(once.findings()).hasSize(4);
    assertThat(once.findings()).filteredOn(each -> each.locator().equals("3")).hasSize(1);
    assertThat(once.findings()).extracting(Finding::line).contains(3, 7, 12);
    assertThat(once.checked()).isEqualTo(once);
  }

  @Test
  void whatTheSourceHasFoundItselfIsNotRepeated() {
    String message = "A-1 is blocked by X-9, which is not in the backlog";
    Finding own = Finding.error("1", 40, message, "ask somebody");

    BacklogReading checked =
        new BacklogReading(List.of(at(A, "1").blockedBy(Set.of(GONE)).build()), List.of(own))
            .checked();

    assertThat(checked.findings()).containsExactly(own);
  }

  @Test
  void amongWhatIsClosedItIsAWarning() {
    BacklogReading checked =
        checked(
            at(A, "1").status(IssueStatus.DONE).build(),
            at(A, "2").status(IssueStatus.CANCELLED).build());

    assertThat(checked.findings())
        .singleElement()
        .matches(each -> each.severity() == Severity.WARNING && !each.ambiguous());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../x", "a//b", "./a", "a/", "."})
  void aFileIsAPathBelowTheRoot(String path) {
    assertThatThrownBy(() -> Issue.builder(A).file(path).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A-1");
  }
}
