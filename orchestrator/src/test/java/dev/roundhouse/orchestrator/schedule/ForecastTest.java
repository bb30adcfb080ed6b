package dev.roundhouse.orchestrator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.journal.MemoryJournal;
import dev.roundhouse.core.ledger.Claims;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.options.AgentOptions;
import dev.roundhouse.orchestrator.options.Limits;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who would work what when. */
class ForecastTest {
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  private final List<Issue> backlog = new ArrayList<>();
  private RunOptions options = RunOptions.defaults();

  private void issue(String id, int hours, String blockers, String rather, IssueStatus status) {
    backlog.add(
        Issue.builder(new IssueId(id))
            .type(new IssueType("BUG"))
            .priority(new Priority(2))
            .status(status)
            .blockedBy(ids(blockers))
            .dependsOn(ids(rather))
            .effort(Optional.of(Duration.ofHours(hours)))
            .build());
  }

  private static Set<IssueId> ids(String list) {
    return Arrays.stream(list.split(",", -1))
        .filter(id -> !id.isEmpty())
        .map(IssueId::new)
        .collect(Collectors.toSet());
  }

  private Forecast forecast() throws IOException {
    LedgerView view = Ledger.over(new MemoryJournal()).view();
    Scheduler scheduler = Scheduler.of(backlog, Selection.all(), options.order(), view);
    return Forecast.of(
        scheduler.plan(view),
        scheduler.order(),
        new PlanningInputs(options, "", NOW, Optional.empty()));
  }

  private static List<String> lines(Forecast forecast) {
    return forecast.slots().stream()
        .map(
            each ->
                each.issue().id()
                    + " w"
                    + each.worker()
                    + " "
                    + each.start().toHours()
                    + "-"
                    + each.end().toHours()
                    + " "
                    + each.why())
        .toList();
  }

  @Test
  void theLongestPathStartsFirstAndWorkersTakeWhatIsNext() throws IOException {
    issue("A-1", 1, "", "", IssueStatus.OPEN);
    issue("A-2", 5, "A-1", "", IssueStatus.OPEN);
    issue("B-1", 2, "", "", IssueStatus.OPEN);
    issue("C-1", 2, "", "", IssueStatus.OPEN);
    issue("D-1", 1, "", "C-1", IssueStatus.OPEN);
    Forecast forecast = forecast();

    assertThat(lines(forecast))
        .containsExactly(
            "A-1 w1 0-1 ready now",
            "B-1 w2 0-2 ready now",
            "A-2 w1 1-6 after A-1",
            "C-1 w2 2-4 waits for a worker",
            "D-1 w2 4-5 comes after C-1");
    assertThat(forecast.makespan()).isEqualTo(Duration.ofHours(6));
    assertThat(forecast.total()).isEqualTo(Duration.ofHours(11));
    assertThat(forecast.criticalPath()).extracting(IssueId::value).containsExactly("A-1", "A-2");
    assertThat(forecast.criticalTime()).isEqualTo(Duration.ofHours(6));
  }

  @Test
  void limitsHoldAndWhatCannotComeSaysWhatItWaitsForToTheEnd() throws IOException {
    Limits limits = new Limits(Map.of("bug", 1), Map.of(), Map.of());
    AgentOptions agents = AgentOptions.DEFAULT.toBuilder().limits(limits).build();
    options = RunOptions.builder().workers(3).agents(agents).build();
    issue("A-1", 1, "", "", IssueStatus.OPEN);
    issue("A-2", 1, "", "", IssueStatus.OPEN);
    issue("B-1", 1, "B-2", "", IssueStatus.OPEN);
    issue("B-2", 1, "B-3", "", IssueStatus.OPEN);
    issue("B-3", 1, "", "", IssueStatus.DEFERRED);
    Forecast forecast = forecast();

    assertThat(lines(forecast))
        .containsExactly("A-1 w1 0-1 ready now", "A-2 w1 1-2 a limit was reached");
    assertThat(forecast.unplanned())
        .extracting(each -> each.standing().issue().id() + " " + each.chain())
        .containsExactly("B-1 [B-2, B-3]", "B-2 [B-3]", "B-3 []");
  }

  @Test
  void aCircleOfSoftDependenciesAndMaxIssuesComeToAnEnd() throws IOException {
    issue("A-1", 1, "", "A-2", IssueStatus.OPEN);
    issue("A-2", 1, "", "A-1", IssueStatus.OPEN);
    assertThat(lines(forecast())).hasSize(2);
  }

  @Test
  void noForecastBreaksWhatTheGraphAndTheWorkersAllow() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      backlog.clear();
      backlog.addAll(RandomBacklog.of(random));
      options = RunOptions.builder().workers(1 + random.nextInt(4)).build();
      Forecast forecast = forecast();
      Map<IssueId, Forecast.Slot> slots = new HashMap<>();
      forecast.slots().forEach(slot -> slots.put(slot.issue().id(), slot));
      assertThat(slots).hasSameSizeAs(forecast.slots());
      for (Forecast.Slot slot : forecast.slots()) {
        for (IssueId blocker : slot.issue().blockedBy()) {
          Forecast.Slot before = slots.get(blocker);
          assertThat(before == null || before.end().compareTo(slot.start()) <= 0).isTrue();
        }
        assertThat(
                forecast.slots().stream()
                    .filter(
                        other ->
                            !other.issue().id().equals(slot.issue().id())
                                && other.worker() == slot.worker())
                    .noneMatch(
                        other ->
                            other.start().compareTo(slot.end()) < 0
                                && slot.start().compareTo(other.end()) < 0))
            .as("seed %s", seed)
            .isTrue();
      }
      assertThat(forecast.makespan()).isBetween(forecast.criticalTime(), forecast.total());
      assertThat(forecast.unplanned())
          .noneMatch(each -> each.standing().readiness() == Readiness.READY);
    }
  }

  @Test
  void anAttemptWhoseRunIsGoneStartsAgainLikeTheOthersAndOneThatIsFinishedTakesNoTime()
      throws IOException {
    for (String id : List.of("A", "B", "C", "D")) {
      issue(id, 2, "", "", IssueStatus.OPEN);
    }
    options = RunOptions.builder().workers(1).build();
    Ledger ledger = Ledger.over(new MemoryJournal());
    Claims claims = new Claims(ledger, RunId.fresh(), () -> NOW);
    for (String id : List.of("B", "C", "D")) {
      claims.claim(new IssueId(id), WorkerId.fresh(), "w1");
    }
    AttemptId last = ledger.view().issue(new IssueId("D")).orElseThrow().history().get(0).attempt();
    ledger.commit(
        new Event.AgentStarted(new IssueId("D"), last, "base", null, NOW),
        new Event.AttemptEnded(new IssueId("D"), last, 0, "head", NOW));
    Scheduler scheduler = Scheduler.of(backlog, Selection.all(), options.order(), ledger.view());

    Forecast forecast =
        Forecast.of(
            scheduler.plan(ledger.view()).interrupted(),
            scheduler.order(),
            new PlanningInputs(options, "", NOW, Optional.empty()));

    assertThat(lines(forecast))
        .containsExactly(
            "D w1 0-0 it is finished and lands next",
            "A w1 0-2 waits for a worker",
            "B w1 2-4 waits for a worker",
            "C w1 4-6 waits for a worker");
  }
}
