package dev.roundhouse.orchestrator.internal.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.ledger.AccountLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentStatementsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void theFirstHoldLastsAMinute() {
    assertThat(AgentStatements.limitedUntil(Optional.empty(), NOW)).isEqualTo(NOW.plusSeconds(60));
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 15", "3, 60", "4, 60", "1000000, 60"})
  void eachInARowLastsLongerUpToAnHour(int before, int minutes) {
    AccountLimit last = new AccountLimit(NOW, before);
    assertThat(AgentStatements.limitedUntil(Optional.of(last), NOW))
        .isEqualTo(NOW.plus(Duration.ofMinutes(minutes)));
  }

  @Test
  void whoMeetsTheLimitThatHoldsAlreadyMakesItNoLonger() {
    AccountLimit last = new AccountLimit(NOW.plusMillis(1), 2);
    assertThat(AgentStatements.limitedUntil(Optional.of(last), NOW)).isEqualTo(last.until());
  }
}
