package dev.roundhouse.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.options.OrderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can start, in which order, and why the rest cannot. */
class SchedulerTest {
  @TempDir Path nothing;
  private final List<Issue> backlog = new ArrayList<>();

  private void issue(String id, int priority, IssueStatus status, String blockedBy, String after) {
    Optional<Instant> filed = Optional.of(Instant.EPOCH.plusSeconds(backlog.size()));
    backlog.add(
        Issue.builder(new IssueId(id))
            .priority(new Priority(priority))
            .status(status)
            .blockedBy(ids(blockedBy))
            .dependsOn(ids(after))
            .createdAt(filed)
            .locator(id + ".md")
            .build());
  }

  private static Set<IssueId> ids(String list) {
    return Arrays.stream(list.split(",", -1))
        .filter(id -> !id.isEmpty())
        .map(IssueId::new)
        .collect(Collectors.toSet());
  }

  private void open(String id, String blockedBy, String after) {
    issue(id, 3, IssueStatus.OPEN, blockedBy, after);
  }

  private Plan plan() throws IOException {
    LedgerView empty = Ledger.read(nothing);
    return Scheduler.of(backlog, Selection.all(), OrderOptions.DEFAULT, empty).plan(empty);
  }

  private List<String> next() throws IOException {
    return plan().next().stream().map(each -> each.issue().id().value()).toList();
  }

  private Readiness readiness(String id) throws IOException {
    return plan().find(new IssueId(id)).orElseThrow().readiness();
  }

  @Test
  void priorityGoesFirstThenTheLongestChainThenAge() throws IOException {
    open("OLD-1", "", "");
    open("NEW-1", "", "");
    open("ROOT-1", "", "");
    open("MID-1", "ROOT-1", "");
    open("LEAF-1", "MID-1", "");
    issue("HOT-1", 1, IssueStatus.OPEN, "", "");

    assertThat(next()).containsExactly("HOT-1", "ROOT-1", "OLD-1", "NEW-1");
  }

  @Test
  void onlyADoneBlockerNoLongerBlocks() throws IOException {
    issue("DONE-1", 3, IssueStatus.DONE, "", "");
    issue("OFF-1", 3, IssueStatus.CANCELLED, "", "");
    issue("LATER-1", 3, IssueStatus.DEFERRED, "", "");
    open("A-1", "DONE-1", "");
    open("A-2", "OFF-1", "");
    open("A-3", "LATER-1", "");
    open("A-4", "NOWHERE-1", "");

    assertThat(next()).containsExactly("A-1");
    for (String id : List.of("A-2", "A-3", "A-4")) {
      assertThat(readiness(id)).isEqualTo(Readiness.BLOCKED);
    }
    assertThat(plan().find(new IssueId("A-4")).orElseThrow().reason())
        .contains("NOWHERE-1 (not in the backlog)");
  }

  @Test
  void aSoftDependencyOrdersWhileItMayComeAndNeverBlocksForGood() throws IOException {
    open("A-1", "", "A-2,NOWHERE-1");
    open("A-2", "", "");
    open("A-3", "", "A-4");
    open("A-4", "NOWHERE-1", "");
    open("A-5", "", "A-6");
    open("A-6", "A-2", "");

    assertThat(next()).containsExactly("A-2", "A-3");
    assertThat(readiness("A-1")).isEqualTo(Readiness.AFTER);
    assertThat(readiness("A-5")).as("A-6 comes once A-2 has").isEqualTo(Readiness.AFTER);
  }

  @Test
  void aCircleOfSoftDependenciesStartsSomewhere() throws IOException {
    open("A-1", "", "A-2");
    open("A-2", "", "A-1");
    assertThat(next()).containsExactly("A-1", "A-2");
  }

  @Tag("slow")
  @Test
  void aChainOfAHundredThousandIsPlanned() throws IOException {
    for (int i = 1; i <= 100_000; i++) {
      open("T-" + i, i == 1 ? "" : "T-" + (i - 1), "");
    }
    assertThat(next()).containsExactly("T-1");
    assertThat(plan().mayCome(new IssueId("T-100000"))).isTrue();
  }
}
