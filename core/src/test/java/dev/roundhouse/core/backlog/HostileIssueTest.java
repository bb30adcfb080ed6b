package dev.roundhouse.core.backlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A text that is made to keep its reader busy is read like any other. */
@Timeout(value = Patience.SECONDS, unit = TimeUnit.SECONDS)
class HostileIssueTest {
  private static final int MANY = 1_000_000;

  private static ParsedIssueFile parse(String text) {
    return new IssueParser("issues/A-1.md").parse(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"*,''", "_,x", "' ',x", "'# ',x", "'#',x", "'a ',:", "'- ',x", "'|',x", "'`',x"})
  void oneLongLineOfTheSame(String piece, String end) {
    ParsedIssueFile read =
        parse("---\nid: A-1\n---\n# Title\n\nx" + piece.repeat(MANY) + end + "\n");

    assertThat(read.issue()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"# ,#", "'# x',' '", "'Blocked by: ',' '", "'**Status**:',*", "'- [ ] ',' '"})
  void aBeginningThatGoesOnForLong(String begin, String piece) {
    ParsedIssueFile read =
        parse("---\nid: A-1\n---\n" + begin + piece.repeat(MANY) + "x\n# Title\n");

    assertThat(read.issue()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"'blocked_by: '", "'blocks: '", "'depends_on: '"})
  void aListWithoutEnd(String key) {
    String list = "A1 - x, ".repeat(40_000);

    assertThat(parse("---\nid: A-1\n" + key + list + "\n---\n# Title\n").findings()).isNotEmpty();
    assertThat(parse("---\nid: A-1\n---\n# Title\n\nBlocked by: " + list).issue()).isPresent();
  }
}
