package dev.roundhouse.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers with a noun, and durations, as messages write them. */
class WordsTest {
  @Test
  void onlyOneIsSingular() {
    assertThat(Plural.of(0, "issue")).isEqualTo("0 issues");
    assertThat(Plural.of(1, "issue")).isEqualTo("1 issue");
    assertThat(Plural.of(21, "issue")).isEqualTo("21 issues");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,0s",
    "PT1S,1s",
    "PT90S,90s",
    "PT45M,45m",
    "PT2H,2h",
    "PT25H,25h",
    "P31D,31d",
    "PT0.25S,250ms",
    "PT-5S,-5s"
  })
  void aDurationIsWrittenAsTheConfigurationDoes(Duration duration, String word) {
    assertThat(DurationWord.of(duration)).isEqualTo(word);
  }
}
