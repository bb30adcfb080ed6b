package dev.roundhouse.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestWordTest {
  private static final List<String> WORDS =
      List.of("run", "status", "stats", "list", "log", "lint", "completion", "retry", "Défaut");

  @ParameterizedTest
  @CsvSource({
    "rnu, run",
    "stauts, status",
    "STATUS, status",
    "lst, list",
    "lits, list",
    "comp, completion",
    "retryy, retry",
    "stat, stats",
    "défuat, Défaut",
    "logs, log"
  })
  void aTypingErrorFindsTheWord(String typed, String meant) {
    assertThat(NearestWord.of(typed, WORDS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"foo", "deploy", "x", "statistician", "zzzzzz"})
  void aWordThatIsNotAlikeFindsNone(String typed) {
    assertThat(NearestWord.of(typed, WORDS)).isEmpty();
  }

  @Test
  void amongNoWordsThereIsNone() {
    assertThat(NearestWord.of("run", List.of())).isEmpty();
  }
}
