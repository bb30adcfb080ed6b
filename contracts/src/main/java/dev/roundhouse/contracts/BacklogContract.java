package dev.roundhouse.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.backlog.Landing;
import dev.roundhouse.core.backlog.LandingReceiver;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The promises of every {@link Backlog}. What an implementation does not have, such as files, it
 * need not answer for: those tests are skipped.
 */
public abstract class BacklogContract {
  private static final IssueId ONE = new IssueId("ONE-1");
  private static final IssueId TWO = new IssueId("TWO-2");
  private static final IssueId THREE = new IssueId("THREE-3");
  private static final IssueId GONE = new IssueId("GONE-9");
  private static final Instant WHEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final int MANY = 10_000;
  private static final int COARSE = 50; // changes, a tenth of a second apart

  /** Creates the tests of one implementation. */
  protected BacklogContract() {}

  /** Returns the source under test, always the same in one test; it has no issues at first. */
  protected abstract Backlog backlog() throws IOException;

  /**
   * Adds issues to the source, as its user would. Only their id, title, status, body, and what they
   * block or are blocked by matter.
   */
  protected abstract void put(List<Issue> issues) throws IOException;

  /** Tells whether an issue of the source can have {@code status}; it always can be open. */
  protected boolean knows(IssueStatus status) {
    return true;
  }

  /** Tells whether an issue of the source can say what it waits for. */
  protected boolean hasDependencies() {
    return true;
  }

  /** Tells whether an issue can wait for one that does not exist, or that waits for it. */
  protected boolean hasImpossibleDependencies() {
    return hasDependencies();
  }

  /** Adds an issue whose id another one has; returns false if the source cannot have that. */
  protected boolean putDuplicate(IssueId of) throws IOException {
    return false;
  }

  /** Adds an issue with a status that nobody knows; returns false if it cannot have that. */
  protected boolean putUnknownStatus(IssueId issue) throws IOException {
    return false;
  }

  /** Adds something that cannot be read as an issue; returns false if it cannot have that. */
  protected boolean putUnreadable() throws IOException {
    return false;
  }

  /** Returns the content of a file that an issue names; only asked if issues have files. */
  protected byte[] content(String file) throws IOException {
    throw new IOException("there are no files");
  }

  /** Replaces the content of a file that an issue names; only asked if issues have files. */
  protected void replace(String file, byte[] content) throws IOException {
    throw new IOException("there are no files");
  }

  private static Issue.Builder issue(IssueId id) {
    return Issue.builder(id).title("Title of " + id).body("Text of " + id + "\n");
  }

  private void putThree() throws IOException {
    boolean linked = hasDependencies();
    put(
        List.of(
            issue(ONE)
                .blocks(linked ? Set.of(TWO) : Set.of())
                .body("\n# Odd\n\n\ttab, blank \r\nümläut 😀 {\"a\"}")
                .build(),
            issue(TWO).build(),
            issue(THREE)
                .blockedBy(linked ? Set.of(TWO) : Set.of())
                .status(statusOfThree())
                .build()));
  }

  private IssueStatus statusOfThree() {
    return knows(IssueStatus.DEFERRED) ? IssueStatus.DEFERRED : IssueStatus.OPEN;
  }

  /** The errors; a source may have warnings and advice of its own besides. */
  private List<Finding> errors() throws IOException {
    return checked().findings().stream()
        .filter(each -> each.severity() == Finding.Severity.ERROR)
        .toList();
  }

  private BacklogReading checked() throws IOException {
    return backlog().read().checked();
  }

  private Issue find(IssueId id) throws IOException {
    return checked().find(id).orElseThrow(() -> new AssertionError(id + " is not read"));
  }

  /** Everything that is put in is read, each issue at a place of its own. */
  @Test
  void readsEveryIssueWithAnIdAndALocatorOfItsOwn() throws IOException {
    putThree();
    List<Issue> issues = backlog().read().issues();

    assertThat(issues).extracting(Issue::id).containsExactlyInAnyOrder(ONE, TWO, THREE);
    assertThat(issues).extracting(Issue::locator).doesNotHaveDuplicates();
    assertThat(issues)
        .allSatisfy(each -> assertThat(each.locator()).isNotBlank().doesNotContain("\n"));
    assertThat(find(TWO).title()).isEqualTo("Title of TWO-2");
    assertThat(find(TWO).body()).contains("Text of TWO-2");
    assertThat(find(TWO).status()).isEqualTo(IssueStatus.OPEN);
    assertThat(find(THREE).status()).isEqualTo(statusOfThree());
  }

  /** A dependency counts, whichever of the two issues declares it. */
  @Test
  void bothSidesOfADependencyCount() throws IOException {
    assumeTrue(hasDependencies(), "the source has no dependencies");
    putThree();

    assertThat(find(TWO).blockedBy()).containsExactly(ONE);
    assertThat(find(THREE).blockedBy()).containsExactly(TWO);
    assertThat(errors()).isEmpty();
  }

  /**
   * The version is the same for the same state. It may miss a change that follows another at once,
   * as the time of a file does, but not every change.
   */
  @Test
  void theVersionIsTheSameUntilTheSourceChanges() throws IOException {
    Object empty = backlog().version();
    put(List.of(issue(ONE).build()));
    Object one = backlog().version();
    BacklogReading first = backlog().read();
    assertThat(backlog().read()).isEqualTo(first).hasSameHashCodeAs(first);
    assertThat(backlog().version()).isEqualTo(one);
    assertThat(backlog().version().hashCode()).isEqualTo(one.hashCode());

    put(List.of(issue(TWO).build()));
    assertThat(backlog().read()).isNotEqualTo(first);

    for (int i = 0; i < COARSE && backlog().version().equals(empty); i++) {
      Runners.pause();
      put(List.of(issue(new IssueId("MORE-" + i)).build()));
    }
    assertThat(backlog().version()).isNotEqualTo(empty);
  }

  /** Eight threads read the same at once. */
  @Test
  void anyNumberOfThreadsReadTheSame() throws Exception {
    putThree();
    Backlog backlog = backlog();
    BacklogReading expected = backlog.read();
    Object version = backlog.version();

    List<Boolean> same =
        Runners.run(
            8,
            runner -> () -> backlog.read().equals(expected) && backlog.version().equals(version));

    assertThat(same).containsOnly(true);
  }

  /** A blocker that does not exist blocks. */
  @Test
  void anUnknownBlockerIsKeptAndFound() throws IOException {
    assumeTrue(hasImpossibleDependencies(), "the source has no such dependencies");
    put(List.of(issue(ONE).blockedBy(Set.of(GONE)).build()));

    assertThat(find(ONE).blockedBy()).containsExactly(GONE);
    assertThat(errors())
        .singleElement()
        .satisfies(each -> assertAbout(each, find(ONE)))
        .satisfies(each -> assertThat(each.message()).contains("GONE-9"));
  }

  private static void assertAbout(Finding finding, Issue issue) {
    assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
    assertThat(finding.locator()).isEqualTo(issue.locator());
    assertThat(finding.line()).isNotNegative();
    assertThat(finding.message()).isNotBlank();
    assertThat(finding.issues()).containsExactly(issue.id());
  }

  /** A run that would begin with a cycle is refused. */
  @Test
  void aCycleIsAmbiguous() throws IOException {
    assumeTrue(hasImpossibleDependencies(), "the source has no such dependencies");
    put(
        List.of(
            issue(ONE).blockedBy(Set.of(TWO)).build(), issue(TWO).blockedBy(Set.of(ONE)).build()));

    assertThat(errors()).singleElement().matches(Finding::ambiguous);
  }

  /** A run that would begin with a duplicate is refused; which of the two counts is not random. */
  @Test
  void aDuplicateIsReadAndAmbiguous() throws IOException {
    put(List.of(issue(ONE).build()));
    assumeTrue(putDuplicate(ONE), "the source has no duplicates");

    assertThat(backlog().read().issues()).hasSize(2);
    assertThat(backlog().read().issues()).extracting(Issue::locator).doesNotHaveDuplicates();
    assertThat(checked().issues()).hasSize(1).isEqualTo(checked().issues());
    assertThat(errors()).singleElement().matches(Finding::ambiguous);
  }

  /** What is not understood is not worked on, does not count as done, and is an error. */
  @Test
  void anUnknownStatusIsAnErrorAndNotWorkable() throws IOException {
    assumeTrue(putUnknownStatus(ONE), "the source has no unknown status");

    Optional<Issue> read = checked().find(ONE);

    assertThat(read.map(Issue::status))
        .satisfiesAnyOf(
            status -> assertThat(status).isEmpty(),
            status -> assertThat(status).get().matches(each -> !each.isWorkable()));
    assertThat(read.map(Issue::status)).isNotEqualTo(Optional.of(IssueStatus.DONE));
    assertThat(errors()).anySatisfy(each -> assertThat(each.message()).isNotBlank());
  }

  /** Nothing is dropped silently, and what is well is read all the same. */
  @Test
  void whatCannotBeReadIsAFindingWithLocatorAndLine() throws IOException {
    put(List.of(issue(ONE).build()));
    assumeTrue(putUnreadable(), "everything in the source can be read");

    assertThat(find(ONE).title()).isEqualTo("Title of ONE-1");
    assertThat(backlog().read().findings())
        .isNotEmpty()
        .allSatisfy(
            each -> {
              assertThat(each.locator()).isNotBlank();
              assertThat(each.line()).isNotNegative();
              assertThat(each.message()).isNotBlank();
            });
  }

  /** A mark says that one issue is done, and nothing else. */
  @Test
  void aMarkIsReadAsDoneAndLeavesEverythingElse() throws IOException {
    putThree();
    assumeTrue(backlog().read().issues().stream().anyMatch(this::isMarked), "nothing is marked");
    List<IssueId> marked = new ArrayList<>();
    for (Issue each : checked().issues()) {
      BacklogReading before = checked();
      byte[] content = content(each.file().orElseThrow());
      byte[] given = content.clone();
      byte[] done = backlog().markedDone(each, given, WHEN).orElseThrow();

      assertThat(given).as("the content handed in stays").isEqualTo(content);
      assertThat(content(each.file().orElseThrow())).as("the file stays").isEqualTo(content);
      assertThat(backlog().markedDone(each, content.clone(), WHEN)).get().isEqualTo(done);
      assertThat(backlog().markedDone(each, done, WHEN)).get().isEqualTo(done);
      MarkAssertions.assertFewLinesDiffer(content, done);
      replace(each.file().orElseThrow(), done);
      marked.add(each.id());
      MarkAssertions.assertOnlyDone(before, checked(), marked);
    }
  }

  private boolean isMarked(Issue issue) {
    try {
      return issue.file().isPresent()
          && backlog().markedDone(issue, content(issue.file().get()), WHEN).isPresent();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** A source is notified of a landing at least once. */
  @Test
  void hearingOfOneLandingTwiceIsHearingOfItOnce() throws Exception {
    putThree();
    Optional<LandingReceiver> receiver = backlog().landingReceiver();
    assumeTrue(receiver.isPresent(), "the source is not notified");
    Landing landing =
        new Landing("0123456789abcdef0123456789abcdef01234567", "main", WHEN, AttemptId.fresh());
    Issue two = find(TWO);

    receiver.get().landed(two, landing);
    BacklogReading once = checked();
    receiver.get().landed(two, landing);

    assertThat(checked()).isEqualTo(once);
    assertThat(once.find(ONE)).isPresent();
  }

  /** A large backlog is read in a time in which a person still waits. */
  @Test
  void tenThousandIssuesAreRead() throws IOException {
    put(
        IntStream.range(0, MANY)
            .mapToObj(each -> issue(new IssueId("MANY-" + each)).build())
            .toList());
    Backlog backlog = backlog();

    BacklogReading reading = assertTimeout(Runners.LIMIT, () -> backlog.read().checked());

    assertThat(reading.issues()).hasSize(MANY);
    assertThat(reading.findings()).noneMatch(each -> each.severity() == Finding.Severity.ERROR);
  }
}
