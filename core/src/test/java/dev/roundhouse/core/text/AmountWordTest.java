package dev.roundhouse.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts are written as people read them. */
class AmountWordTest {
  @ParameterizedTest
  @CsvSource({
    "0, $0.00",
    "4.1, $4.10",
    "20, $20.00",
    "0.005, $0.0050",
    "0.00042, $0.00042",
    "0.014, $0.01",
    "1234.567, $1234.57",
    "9.999, $10.00"
  })
  void dollars(BigDecimal amount, String text) {
    assertThat(AmountWord.dollars(amount)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 | 0 tokens", "1 | 1 token", "12345 | 12,345 tokens"})
  void tokens(long count, String text) {
    assertThat(AmountWord.tokens(count)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "1000, 1.0k",
    "12345, 12.3k",
    "123456, 123k",
    "999499, 999k",
    "999999, 1.0M",
    "1234567, 1.2M",
    "9223372036854775807, 9223372T"
  })
  void compact(long count, String text) {
    assertThat(AmountWord.compact(count)).isEqualTo(text);
  }
}
