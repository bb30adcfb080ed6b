package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.testing.ManualClock;
import dev.roundhouse.core.testing.Race;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A submission is enrolled once, however often and from wherever it is sent. */
class SubmissionTest {
  private static final Submission WHAT =
      new Submission(
          "Do it", IssueType.NONE, Priority.DEFAULT, Set.of(), Set.of(), Set.of(), "Text");

  @TempDir Path directory;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));

  private static IssueId id(int number) {
    return new IssueId("sub-" + number);
  }

  @Test
  void theSameKeyIsAnsweredAsTheFirstTimeForADayAlsoByAnotherInstance() throws IOException {
    SubmissionReceipt first;
    try (Ledger ledger = Ledger.open(directory, clock)) {
      Submissions submissions = new Submissions(ledger, clock);
      first = submissions.submit(id(1), WHAT, "key");
      clock.advance(Duration.ofHours(12));
      assertThat(submissions.submit(id(2), WHAT, "key")).isEqualTo(first);
      ledger.snapshot();
    }
    try (Ledger ledger = Ledger.open(directory, clock)) {
      clock.advance(Duration.ofHours(-13)); // somebody set the clock back
      Submissions submissions = new Submissions(ledger, clock);
      assertThat(submissions.submit(id(3), WHAT, "key")).isEqualTo(first);
      ledger.compact();
      clock.advance(Duration.ofHours(24));
      assertThat(submissions.submit(id(3), WHAT, "key")).isEqualTo(first);
      clock.advance(Duration.ofHours(1));
      assertThat(submissions.submit(id(4), WHAT, "key").issue()).isEqualTo(id(4));
      assertThat(ledger.view().enrolled()).hasSize(2);
    }
  }

  @Test
  void aKeyOfASubmissionThatFailedCanBeUsedAgain() throws IOException {
    try (Ledger ledger = Ledger.open(directory, clock)) {
      Submissions submissions = new Submissions(ledger, clock);
      submissions.submit(id(1), WHAT);
      assertThatThrownBy(() -> submissions.submit(id(1), WHAT, "key"))
          .isInstanceOf(IllegalTransitionException.class)
          .hasMessageContaining("already been submitted");

      assertThat(submissions.submit(id(2), WHAT, "key").issue()).isEqualTo(id(2));
    }
  }

  @Test
  void ofManyAtOnceWithOneKeyOneIsEnrolledAndAllHearOfIt() throws IOException {
    AtomicInteger next = new AtomicInteger();
    List<SubmissionReceipt> answers =
        Race.of(8)
            .run(
                () -> {
                  try (Ledger ledger = Ledger.open(directory, clock)) {
                    Submissions submissions = new Submissions(ledger, clock);
                    return submissions.submit(id(next.incrementAndGet()), WHAT, "key");
                  }
                });
    assertThat(answers).containsOnly(answers.get(0));
    assertThat(Ledger.read(directory).issues()).hasSize(1);
  }

  @Test
  void whatIsBlankOrMalformedIsRefusedByNameAndNothingEnrolled() throws IOException {
    try (Ledger ledger = Ledger.open(directory, clock)) {
      Submissions submissions = new Submissions(ledger, clock);
      for (String key : List.of("", " ", "two words", "line\nfeed", "ü", "x".repeat(201))) {
        assertThatThrownBy(() -> submissions.submit(id(1), WHAT, key))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("request key");
      }
      assertThatThrownBy(() -> new IssueId(" ")).hasMessageContaining("issue id");
      assertThatThrownBy(
              () ->
                  new Submission(
                      " ", IssueType.NONE, Priority.DEFAULT, Set.of(), Set.of(), Set.of(), ""))
          .hasMessageContaining("title");
      assertThatThrownBy(() -> new Priority(10)).hasMessageContaining("priority");
      assertThat(ledger.view().issues()).isEmpty();
    }
  }
}
