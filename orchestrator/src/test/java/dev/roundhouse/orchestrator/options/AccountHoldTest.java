package dev.roundhouse.orchestrator.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountHoldTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final AccountHold HOLD = AccountHold.DEFAULT;

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 5", "2, 15", "3, 60", "4, 60", "1000000, 60"})
  void withoutATimeEachInARowLastsLongerUpToAnHour(int before, int minutes) {
    assertThat(HOLD.until(Optional.empty(), before, NOW))
        .isEqualTo(NOW.plus(Duration.ofMinutes(minutes)));
  }

  @ParameterizedTest
  @CsvSource({"-PT240000H", "-PT1S", "PT0S"})
  void aTimeThatIsNotAheadIsNoTime(Duration named) {
    assertThat(HOLD.until(Optional.of(NOW.plus(named)), 0, NOW)).isEqualTo(NOW.plusSeconds(60));
    assertThat(HOLD.until(Optional.of(Instant.MIN), 1, NOW)).isEqualTo(NOW.plusSeconds(300));
  }

  @ParameterizedTest
  @CsvSource({"PT0.001S, 0, PT10S", "PT11S, 0, PT11S", "PT1S, 1, PT1M", "PT2M, 1, PT2M"})
  void aTimeAheadIsHeldToButNotBelowTheFloorWhichRises(Duration named, int before, Duration held) {
    assertThat(HOLD.until(Optional.of(NOW.plus(named)), before, NOW)).isEqualTo(NOW.plus(held));
  }

  @Test
  void noHoldIsLongerThanTheCap() {
    AccountHold day = new AccountHold(Duration.ofSeconds(1), Duration.ofDays(1));

    assertThat(day.until(Optional.of(Instant.MAX), 0, NOW)).isEqualTo(NOW.plus(Duration.ofDays(1)));
    assertThat(HOLD.until(Optional.of(Instant.MAX), 9, NOW)).isEqualTo(NOW.plus(HOLD.longest()));
  }

  @Test
  void thereIsAlwaysAFloor() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new AccountHold(Duration.ZERO, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AccountHold(second.multipliedBy(2), second))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
