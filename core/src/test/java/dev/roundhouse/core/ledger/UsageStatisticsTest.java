package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What agents did and used is added up from the attempts in the ledger. */
class UsageStatisticsTest {
  private static final Instant MONDAY = Instant.parse("2026-03-02T22:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-03-03T08:00:00Z");
  private static final RunId RUN = RunId.fresh();
  private static final IssueId BUG = new IssueId("BUG-1");
  private static final IssueId FEATURE = new IssueId("FEAT-2");
  private static final Usage DIME = new Usage(10, 1, new BigDecimal("0.1"));
  private static final Usage TOKENS = new Usage(200, 20, BigDecimal.ZERO);

  @TempDir Path directory;
  private Ledger ledger;

  @BeforeEach
  void open() throws IOException {
    ledger = Ledger.open(directory, () -> TUESDAY);
  }

  @AfterEach
  void close() throws IOException {
    ledger.close();
  }

  private AttemptId claim(IssueId issue, int number, RunId run, Instant at) throws IOException {
    AttemptId attempt = AttemptId.fresh();
    ledger.commit(
        new Event.AttemptClaimed(issue, attempt, number, run, WorkerId.fresh(), "w1", at));
    return attempt;
  }

  private void step(
      IssueId issue, AttemptId attempt, @Nullable String agent, Usage used, @Nullable Usage more)
      throws IOException {
    ledger.commit(
        new Event.AgentStarted(issue, attempt, "base", null, agent, MONDAY),
        new Event.UsageReported(issue, attempt, used, "s-" + agent, more, 1500L, TUESDAY));
  }

  private void fail(IssueId issue, AttemptId attempt, Instant at) throws IOException {
    ledger.commit(
        new Event.AttemptFailed(issue, attempt, "red", "", LifecycleStatus.RETRY_WAIT, at));
  }

  private void land(IssueId issue, AttemptId attempt, Instant at) throws IOException {
    ledger.commit(
        new Event.AttemptEnded(issue, attempt, 0, "head", at),
        new Event.CandidateBuilt(issue, attempt, "t0", "c", "tree", at),
        new Event.LandingIntended(issue, attempt, "main", "t0", "c", true, at),
        new Event.IssueLanded(issue, attempt, "c", true, at));
  }

  private UsageStatistics statistics(Optional<Instant> since) throws IOException {
    return UsageStatistics.of(
        Ledger.read(directory),
        id -> id.equals(BUG) ? "bug" : UsageStatistics.UNKNOWN,
        since,
        ZoneOffset.UTC);
  }

  private static UsageSummary summary(int landed, int attempts, int steps, Usage... used) {
    return new UsageSummary(
        landed,
        attempts,
        Duration.ofMillis(1500L * steps),
        List.of(used).stream().reduce(Usage.NONE, Usage::plus),
        Usage.NONE);
  }

  @Test
  void attemptsAreAddedUpByAgentTypeAndDay() throws IOException {
    AttemptId first = claim(BUG, 1, RUN, MONDAY);
    step(BUG, first, "claude", DIME, null);
    fail(BUG, first, MONDAY);
    AttemptId second = claim(BUG, 2, RUN, MONDAY);
    step(BUG, second, "claude", DIME, null);
    step(BUG, second, "codex", TOKENS, null);
    land(BUG, second, TUESDAY);
    step(FEATURE, claim(FEATURE, 1, RunId.fresh(), TUESDAY), "codex", TOKENS, null);

    UsageStatistics all = statistics(Optional.empty());

    assertThat(all.total()).isEqualTo(summary(1, 3, 4, DIME, DIME, TOKENS, TOKENS));
    assertThat(all.byAgent())
        .isEqualTo(
            Map.of(
                "claude", summary(1, 2, 2, DIME, DIME), "codex", summary(1, 2, 2, TOKENS, TOKENS)));
    assertThat(all.byType())
        .containsEntry("bug", summary(1, 2, 3, DIME, DIME, TOKENS))
        .containsEntry(UsageStatistics.UNKNOWN, summary(0, 1, 1, TOKENS));
    assertThat(all.byDay())
        .containsEntry("2026-03-02", summary(0, 1, 1, DIME))
        .containsEntry("2026-03-03", summary(1, 2, 3, DIME, TOKENS, TOKENS));
    assertThat(statistics(Optional.of(TUESDAY)).total())
        .isEqualTo(summary(1, 2, 3, DIME, TOKENS, TOKENS));
    assertThat(UsageStatistics.ofRun(Ledger.read(directory), RUN, ZoneOffset.UTC).total())
        .isEqualTo(summary(1, 2, 3, DIME, DIME, TOKENS));
  }

  @Test
  void anEstimateIsKeptApartAndEachStepHasItsSession() throws IOException {
    AttemptId attempt = claim(BUG, 1, RUN, MONDAY);
    step(BUG, attempt, "claude", DIME, null);
    step(BUG, attempt, "codex", TOKENS, DIME);
    ledger.snapshot();

    IssueRecord record = Ledger.read(directory).issue(BUG).orElseThrow();

    assertThat(record.history().get(0).session()).contains("s-codex");
    assertThat(record.history().get(0).steps())
        .extracting(StepUsage::agent, StepUsage::session, StepUsage::time)
        .containsExactly(
            tuple("claude", "s-claude", Duration.ofMillis(1500)),
            tuple("codex", "s-codex", Duration.ofMillis(1500)));
    assertThat(record.total().usage()).isEqualTo(DIME.plus(TOKENS));
    assertThat(record.total().assumed()).isEqualTo(DIME);
    assertThat(record.total().charged()).isEqualTo(record.charged());
  }

  @Test
  void whatIsOnRecordWithoutAnAgentIsNotLost() throws IOException {
    step(BUG, claim(BUG, 1, RUN, MONDAY), null, DIME, null);

    UsageStatistics all = statistics(Optional.empty());

    assertThat(all.total().usage()).isEqualTo(DIME);
    assertThat(all.total().attempts()).isEqualTo(1);
    assertThat(all.byAgent()).containsOnlyKeys(UsageStatistics.UNKNOWN);
    assertThat(all.byDay())
        .hasEntrySatisfying(
            UsageStatistics.UNKNOWN, each -> assertThat(each.usage()).isEqualTo(DIME));
  }

  @Test
  void anAgentAtWorkIsKnownBeforeItHasUsedAnything() throws IOException {
    AttemptId attempt = claim(BUG, 1, RUN, MONDAY);
    ledger.commit(new Event.AgentStarted(BUG, attempt, "base", null, "claude", MONDAY));

    assertThat(statistics(Optional.empty()).byAgent()).containsEntry("claude", summary(0, 1, 0));
  }
}
