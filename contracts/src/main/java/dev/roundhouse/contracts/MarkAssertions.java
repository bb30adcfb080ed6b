package dev.roundhouse.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks that marking an issue done changes nothing else in its source. */
final class MarkAssertions {
  private static final int MOST_CHANGED_LINES = 4;

  private MarkAssertions() {}

  static void assertOnlyDone(BacklogReading before, BacklogReading after, List<IssueId> marked) {
    assertThat(after.findings()).isEqualTo(before.findings());
    for (Issue now : after.issues()) {
      Issue then = before.find(now.id()).orElseThrow();
      assertThat(now.status() == IssueStatus.DONE).isEqualTo(marked.contains(now.id()));
      assertThat(now.toBuilder().status(then.status()).extra(then.extra()).build()).isEqualTo(then);
    }
  }

  static void assertFewLinesDiffer(byte[] before, byte[] after) {
    List<String> gone = lines(before);
    List<String> come = lines(after);
    Set<String> both = new HashSet<>(gone);
    both.retainAll(come);
    gone.removeAll(both);
    come.removeAll(both);
    assertThat(gone).as("lines that are gone").hasSizeLessThanOrEqualTo(MOST_CHANGED_LINES);
    assertThat(come).as("lines that have come").hasSizeLessThanOrEqualTo(MOST_CHANGED_LINES);
  }

  private static List<String> lines(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return new ArrayList<>(Arrays.asList(text.split("(?<=\n)", -1)));
  }
}
