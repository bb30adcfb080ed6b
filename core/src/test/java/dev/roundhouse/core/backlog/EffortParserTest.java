package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How much work an issue says it is. */
class EffortParserTest {
  private static Duration of(String text) {
    return EffortParser.parse(text).orElse(Duration.ZERO);
  }

  @Test
  void timesAreRead() {
    assertThat(of("45m")).isEqualTo(Duration.ofMinutes(45));
    assertThat(of(" 2 Hours ")).isEqualTo(Duration.ofHours(2));
    assertThat(of("1.5h")).isEqualTo(Duration.ofMinutes(90));
    assertThat(of("3d")).isEqualTo(Duration.ofHours(24));
    assertThat(of("1w")).isEqualTo(Duration.ofHours(40));
    assertThat(of("1d 4h")).isEqualTo(Duration.ofHours(12));
    assertThat(of("2-4 hours")).isEqualTo(Duration.ofHours(4));
  }

  @Test
  void sizesAndPointsAreRead() {
    assertThat(of("XS")).isEqualTo(Duration.ofMinutes(15));
    assertThat(of("small")).isEqualTo(Duration.ofMinutes(30));
    assertThat(of("m")).isEqualTo(Duration.ofHours(1));
    assertThat(of("L")).isEqualTo(Duration.ofHours(2));
    assertThat(of("Very Large")).isEqualTo(of("XL")).isEqualTo(Duration.ofHours(4));
    assertThat(of("8")).isEqualTo(of("8 points")).isEqualTo(Duration.ofHours(4));
  }

  @Test
  void anythingElseIsNone() {
    for (String text :
        new String[] {"", "0", "0h", "-3h", "2 moons", "h", "2h!", "999999h", "s s"}) {
      assertThat(EffortParser.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void anIssueHasTheFirstEffortItNamesAndAWarningForWhatIsNone() {
    ParsedIssueFile file = parse("---\nid: A-1\nsize: L\neffort: much\n---\n");
    assertThat(file.issue().orElseThrow().effort()).contains(Duration.ofHours(2));
    assertThat(file.findings())
        .singleElement()
        .satisfies(each -> assertThat(each.line()).isEqualTo(4));
    assertThat(parse("---\nid: A-1\n---\n").issue().orElseThrow().effort()).isEmpty();
  }

  private static ParsedIssueFile parse(String text) {
    return new IssueParser("issues/A-1.md").parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
