package dev.roundhouse.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.journal.MemoryJournal;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.PlanChange;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.orchestrator.options.OrderOptions;
import dev.roundhouse.orchestrator.schedule.Estimates.Source;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes first. */
class OrderTest {
  private static final Instant BEGUN = Instant.parse("2026-01-02T00:00:00Z");
  private static final ProcessIdentity OWNER = new ProcessIdentity("b", "n", 1, 1, "t");

  private final List<Issue> backlog = new ArrayList<>();
  private final RunId run = RunId.fresh();
  private OrderOptions options = OrderOptions.DEFAULT;
  private Ledger ledger = open();

  @BeforeEach
  void begin() throws IOException {
    ledger.commit(new Event.RunStarted(run, "main", List.of(), List.of(), 1, OWNER, BEGUN));
  }

  private static Ledger open() {
    try {
      return Ledger.over(new MemoryJournal());
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void issue(String id, String type, int priority, String effort, String... blockers) {
    backlog.add(
        Issue.builder(new IssueId(id))
            .type(new IssueType(type))
            .priority(new Priority(priority))
            .blockedBy(Arrays.stream(blockers).map(IssueId::new).collect(Collectors.toSet()))
            .createdAt(Optional.of(Instant.EPOCH.plusSeconds(backlog.size())))
            .effort(Optional.of(effort).filter(each -> !each.isEmpty()).map(Duration::parse))
            .build());
  }

  private void landed(String id, Duration took, Instant at) throws IOException {
    IssueId issue = new IssueId(id);
    AttemptId attempt = claimed(id, at);
    ledger.commit(
        new Event.AgentStarted(issue, attempt, "base", OWNER, at),
        new Event.AttemptEnded(issue, attempt, 0, "head", at),
        new Event.PhaseTimed(issue, attempt, "agent", took.toMillis(), at),
        new Event.PhaseTimed(issue, attempt, "queue", 999_999_999, at),
        new Event.LandingIntended(issue, attempt, "main", "old", "new", true, at),
        new Event.IssueLanded(issue, attempt, "new", true, at));
  }

  private AttemptId claimed(String id, Instant at) throws IOException {
    AttemptId attempt = AttemptId.fresh();
    ledger.commit(
        new Event.AttemptClaimed(new IssueId(id), attempt, 1, run, WorkerId.fresh(), "w1", at));
    return attempt;
  }

  private Scheduler scheduler() throws IOException {
    return Scheduler.of(backlog, Selection.all(), options, ledger.view());
  }

  private List<String> next() throws IOException {
    return scheduler().plan(ledger.view()).next().stream()
        .map(each -> each.issue().id().value())
        .toList();
  }

  @Test
  void ofOnePriorityThePathThatTakesLongestGoesFirstAndNotTheOneOfMostIssues() throws IOException {
    issue("MANY-1", "BUG", 2, "PT10M");
    issue("MANY-2", "BUG", 2, "PT10M", "MANY-1");
    issue("MANY-3", "BUG", 2, "PT10M", "MANY-2");
    issue("LONG-1", "BUG", 2, "PT10M");
    issue("LONG-2", "FEAT", 2, "PT8H", "LONG-1");
    issue("USUAL-1", "BUG", 2, "");
    issue("HOT-1", "BUG", 1, "PT1M");

    assertThat(next()).containsExactly("HOT-1", "LONG-1", "USUAL-1", "MANY-1");
  }

  @Test
  void whatLandedOfTheSameTypeAndEffortSaysHowLongItTakesThenTheEffortAtThatPace()
      throws IOException {
    for (int i = 1; i <= 3; i++) {
      issue("OLD-" + i, "BUG", 2, "PT2H");
      landed("OLD-" + i, Duration.ofMinutes(10L * i), BEGUN);
    }
    issue("SAME-1", "BUG", 2, "PT2H");
    issue("OTHER-1", "BUG", 2, "PT4H");
    issue("NONE-1", "FEAT", 2, "");
    Estimates estimates = Estimates.of(backlog, ledger.view());

    assertThat(estimates.of(backlog.get(3)))
        .isEqualTo(new Estimates.Estimate(Duration.ofMinutes(20), Source.HISTORY, 3));
    assertThat(estimates.of(backlog.get(4)))
        .isEqualTo(new Estimates.Estimate(Duration.ofMinutes(40), Source.EFFORT, 0));
    assertThat(estimates.of(backlog.get(5)))
        .isEqualTo(new Estimates.Estimate(Duration.ofMinutes(10), Source.USUAL, 0));
  }

  @Test
  void whatBecameReadyAnIntervalEarlierCountsALevelMoreButNeverBeforeP0() throws IOException {
    options = new OrderOptions(Duration.ofHours(1), false);
    issue("GATE-1", "BUG", 1, "");
    issue("OLD-3", "BUG", 3, "");
    issue("NEW-1", "BUG", 1, "", "GATE-1");
    issue("NEW-0", "BUG", 0, "", "GATE-1");
    landed("GATE-1", Duration.ofMinutes(1), BEGUN.plus(Duration.ofMinutes(150)));
    assertThat(next()).containsExactly("NEW-0", "OLD-3", "NEW-1");
  }

  @Test
  void beforeThatPriorityDecides() throws IOException {
    options = new OrderOptions(Duration.ofHours(1), false);
    issue("GATE-1", "BUG", 1, "");
    issue("OLD-3", "BUG", 3, "");
    issue("NEW-1", "BUG", 1, "", "GATE-1");
    landed("GATE-1", Duration.ofMinutes(1), BEGUN.plus(Duration.ofMinutes(110)));
    assertThat(next()).containsExactly("NEW-1", "OLD-3");
  }

  @Test
  void aSwapOfPlacesCountsWhateverHasAged() throws IOException {
    options = new OrderOptions(Duration.ofHours(1), false);
    issue("GATE-1", "BUG", 1, "");
    issue("OLD-3", "BUG", 3, "");
    issue("NEW-1", "BUG", 1, "", "GATE-1");
    landed("GATE-1", Duration.ofMinutes(1), BEGUN.plus(Duration.ofMinutes(250)));
    assertThat(next()).containsExactly("OLD-3", "NEW-1");

    PlanChange change = new PlanChange(ChangeId.fresh(), BEGUN.plus(Duration.ofHours(5)));
    Scheduler scheduler = scheduler();
    ledger.commit(
        view ->
            change
                .swap(
                    new IssueId("OLD-3"), new IssueId("NEW-1"), id -> scheduler.ownPlace(id, view))
                .apply(view));
    assertThat(next()).containsExactly("NEW-1", "OLD-3");
  }

  @Test
  void whileAnIssueOfP0IsReadyOrWorkedNothingElseStartsIfSoAsked() throws IOException {
    options = OrderOptions.DEFAULT.p0Alone(true);
    issue("HOT-1", "BUG", 0, "");
    issue("OTHER-1", "BUG", 1, "");
    assertThat(next()).containsExactly("HOT-1");
    claimed("HOT-1", BEGUN);
    assertThat(next()).isEmpty();
    options = OrderOptions.DEFAULT;
    assertThat(next()).containsExactly("OTHER-1");
  }
}
