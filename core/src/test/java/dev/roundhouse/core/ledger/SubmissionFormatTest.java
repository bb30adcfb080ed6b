package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of a submission are stored as they always were, and only where there are some. */
class SubmissionFormatTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final IssueId ISSUE = new IssueId("DO-1");
  private static final String PLAIN =
      "{\"title\":\"Fix it\",\"type\":\"ISSUE\",\"priority\":\"P3\",\"labels\":[],\"blockedBy\":[],"
          + "\"dependsOn\":[],\"body\":\"Fix it\"";
  private static final String OPTIONS =
      ",\"options\":[\"--agent\",\"./a \\\"b\\\"\",\"--no-gate\"]";

  @TempDir Path directory;

  private void write(List<String> options) throws IOException {
    Submission what =
        new Submission(
                "Fix it", IssueType.NONE, Priority.DEFAULT, Set.of(), Set.of(), Set.of(), "Fix it")
            .typedWith(options);
    try (Ledger ledger = Ledger.open(directory, () -> NOW)) {
      ledger.commit(
          new Event.IssueEnrolled(ISSUE, new ChangeId("chg_0123456789ab"), what, null, NOW));
    }
  }

  private String journal() throws IOException {
    return Files.readString(directory.resolve("journal/00000001.jsonl"));
  }

  private List<String> read() throws IOException {
    return Ledger.read(directory).issue(ISSUE).map(IssueRecord::enrolment).orElseThrow().options();
  }

  @Test
  void theyAreInTheJournalAndInItsBase() throws IOException {
    List<String> options = List.of("--agent", "./a \"b\"", "--no-gate");
    write(options);
    assertThat(journal()).contains(PLAIN + OPTIONS + "}");
    assertThat(read()).isEqualTo(options);

    try (Ledger ledger = Ledger.open(directory, () -> NOW)) {
      ledger.compact();
    }
    assertThat(Files.readString(directory.resolve("base.json"))).contains(PLAIN + OPTIONS + "}");
    assertThat(read()).isEqualTo(options);
  }

  @Test
  void aSubmissionWithoutThemHasNoSuchField() throws IOException {
    write(List.of());

    assertThat(journal()).contains(PLAIN + "}").doesNotContain("options");
    assertThat(read()).isEmpty();
  }
}
