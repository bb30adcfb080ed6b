package dev.roundhouse.core.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Setting a status changes that key's value and no other byte. */
class IssueFileTest {
  private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05.678Z");

  private static String done(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return new String(
        IssueFile.of(bytes).withStatus(IssueStatus.DONE, null), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "status: open|status: done",
        "status:   open  |status:   done  ",
        "status: open # why|status: done # why",
        "status: # nothing yet|status: done # nothing yet",
        "status:|status: done",
        "status: \"open\"|status: \"done\"",
        "\"status\": \"op\\\"en\" # c|\"status\": \"done\" # c",
        "status: in progress|status: done",
        "status: a#b|status: done",
      })
  void changesTheValueWhereItStands(String before, String after) {
    assertThat(done("---\nid: A\n" + before + "\nx: 1\n---\nbody\n"))
        .isEqualTo("---\nid: A\n" + after + "\nx: 1\n---\nbody\n");
  }

  @Test
  void keepsByteOrderMarkLineEndsAndWhatFollows() {
    String mark = "\u00EF\u00BB\u00BF";
    assertThat(done(mark + "---\r\nstatus: open\r\n---\r\nno end"))
        .isEqualTo(mark + "---\r\nstatus: done\r\n---\r\nno end");
    assertThat(done("---\nstatus: open\n---")).isEqualTo("---\nstatus: done\n---");
  }

  @Test
  void addsTheKeysWhereThereAreNone() {
    byte[] bytes = "---\r\nid: A\r\n---\r\nbody".getBytes(StandardCharsets.UTF_8);
    assertThat(
            new String(
                IssueFile.of(bytes).withStatus(IssueStatus.DONE, WHEN), StandardCharsets.UTF_8))
        .isEqualTo(
            "---\r\nid: A\r\nstatus: done\r\ncompleted_at: 2026-01-02T03:04:05Z\r\n---\r\nbody");
    assertThat(done("# Title\n")).isEqualTo("---\nstatus: done\n---\n# Title\n");
    assertThat(done("")).isEqualTo("---\nstatus: done\n---\n");
  }

  @Test
  void touchesNoOtherStatus() {
    String text =
        "---\nnotes: |\n  status: open\nnested:\n  status: open\nstatusx: open\nstatus: open\n---\n"
            + "status: open\n";
    assertThat(done(text)).isEqualTo(text.replace("\nstatus: open\n---", "\nstatus: done\n---"));
  }

  @Test
  void aValueOverSeveralLinesIsReplacedAsAWhole() {
    assertThat(done("---\nstatus: >-\n  in\n  progress\nid: A\n---\n"))
        .isEqualTo("---\nstatus: done\nid: A\n---\n");
  }

  @Test
  void onlyStatusAndCompletionAreLeftOutOfAComparison() {
    byte[] one = "---\nid: A\nstatus: open\n---\nbody".getBytes(StandardCharsets.UTF_8);
    byte[] done = IssueFile.of(one).withStatus(IssueStatus.DONE, WHEN);
    byte[] edited = "---\nid: A\nstatus: done\n---\nbody!".getBytes(StandardCharsets.UTF_8);
    byte[] none = "# T\n".getBytes(StandardCharsets.UTF_8);

    assertThat(IssueFile.sameButStatus(one, done)).isTrue();
    assertThat(IssueFile.sameButStatus(one, edited)).isFalse();
    assertThat(IssueFile.sameButStatus(none, IssueFile.of(none).withStatus(IssueStatus.DONE, WHEN)))
        .isTrue();
  }
}
