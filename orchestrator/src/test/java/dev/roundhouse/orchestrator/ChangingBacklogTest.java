package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.Sprint;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people change in issue files while a run goes counts for the rest of it. The agent of A-1
 * waits until the run has told of the change.
 */
@Tag("slow")
class ChangingBacklogTest {
  private static final String AGENT =
      """
      [ $ROUNDHOUSE_ISSUE_ID != A-1 ] || until [ -e "$HOME/go" ]; do sleep 0.02; done
      echo "$ROUNDHOUSE_ISSUE_ID" >>"$HOME/worked"
      cp "$ROUNDHOUSE_ISSUE_FILE" "$HOME/$ROUNDHOUSE_ISSUE_ID.seen"
      echo work >$ROUNDHOUSE_ISSUE_ID.txt
      """;

  @TempDir Path temporary;
  private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final RunOptions.Builder options = RunOptions.builder().workers(1);
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("a project"));
  }

  /** What a test does to the checkout. */
  private interface Edit {
    void make() throws Exception;
  }

  /** Runs; {@code edit} is made once A-1 is claimed, and A-1 goes on once a change is told. */
  private RunReport run(Edit edit) throws Exception {
    git.commitAll("backlog");
    Path go = home("go");
    options.agent(git.agent(AGENT));
    return git.orchestrator()
        .options(options.build())
        .listener(
            event -> {
              events.add(event);
              try {
                if (event instanceof RunEvent.Claimed claimed && is(claimed.issue(), "A-1")) {
                  edit.make();
                } else if (isTold(event) && !Files.exists(go)) {
                  Files.createFile(go);
                }
              } catch (Exception failed) {
                throw new IllegalStateException(failed);
              }
            })
        .build()
        .run();
  }

  private static boolean isTold(RunEvent event) {
    return event instanceof RunEvent.BacklogChanged
        || (event instanceof RunEvent.Noticed noticed && noticed.message().contains("backlog"));
  }

  private static boolean is(IssueId issue, String id) {
    return issue.value().equals(id);
  }

  private Path home(String name) {
    return Path.of(String.valueOf(git.environment().get("HOME"))).resolve(name);
  }

  private List<String> worked() throws Exception {
    return Files.readAllLines(home("worked"));
  }

  private static String status(RunReport report, String id) {
    return report.issues().stream()
        .filter(each -> is(each.id(), id))
        .map(IssueResult::status)
        .findFirst()
        .orElse("not meant");
  }

  @Test
  void aNewIssueIsWorked() throws Exception {
    git.issue("A-1");

    RunReport report = run(() -> git.issue("A-2"));

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(worked()).containsExactly("A-1", "A-2");
    assertThat(events)
        .filteredOn(RunEvent.BacklogChanged.class::isInstance)
        .map(RunEvent.BacklogChanged.class::cast)
        .anySatisfy(each -> assertThat(each.added()).singleElement().hasToString("A-2"));
  }

  @Test
  void whatLandedCountsThoughItsFileIsGoneAtTheEnd() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    String agent =
        "[ $ROUNDHOUSE_ISSUE_ID = A-1 ] || until [ -e \"$HOME/go\" ]; do sleep 0.02; done\n"
            + "echo work >$ROUNDHOUSE_ISSUE_ID.txt";
    options.agent(git.agent(agent));

    RunReport report =
        git.orchestrator().options(options.build()).listener(this::deleteWhatLanded).build().run();

    assertThat(report.landed()).as(report.toString()).isEqualTo(3);
    assertThat(status(report, "A-1")).isEqualTo("landed");
    assertThat(report.isComplete()).isTrue();
  }

  private void deleteWhatLanded(RunEvent event) {
    try {
      if (event instanceof RunEvent.Landed landed && is(landed.issue(), "A-1")) {
        Files.delete(git.root().resolve("issues/A-1.md"));
        git.issue("A-3");
      } else if (event instanceof RunEvent.BacklogChanged changed && !changed.added().isEmpty()) {
        Files.createFile(home("go"));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void anEditedPriorityReordersWhatWaits() throws Exception {
    git.issue("A-1").issue("A-2").issue("A-3");

    run(() -> git.issue("A-3", "priority: P0"));

    assertThat(worked()).containsExactly("A-1", "A-3", "A-2");
  }

  @Test
  void aBlockerTakenOutFreesWhatItBlocked() throws Exception {
    git.issue("A-1").issue("A-2", "blocked_by: [A-9]");

    RunReport report = run(() -> git.issue("A-2"));

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(worked()).containsExactly("A-1", "A-2");
  }

  @Test
  void aBlockerPutInHoldsBack() throws Exception {
    git.issue("A-1").issue("A-2");
    git.write("issues/A-3.md", "---\nid: A-3\nstatus: deferred\n---\n# Later\n");

    RunReport report = run(() -> git.issue("A-2", "blocked_by: [A-3]"));

    assertThat(worked()).containsExactly("A-1");
    assertThat(report.isComplete()).isFalse();
  }

  @Test
  void whatItsFileCallsOffIsNotStarted() throws Exception {
    git.issue("A-1").issue("A-2").issue("A-3");

    RunReport report =
        run(
            () -> {
              git.write("issues/A-2.md", "---\nid: A-2\nstatus: cancelled\n---\n# Not now\n");
              Files.delete(git.root().resolve("issues/A-3.md"));
            });

    assertThat(worked()).containsExactly("A-1");
    assertThat(status(report, "A-2")).isEqualTo("cancelled");
    assertThat(report.isComplete()).isTrue();
  }

  @Test
  void whatItsFileCallsOffMeanwhileDoesNotLand() throws Exception {
    git.issue("A-1");

    RunReport report =
        run(() -> git.write("issues/A-1.md", "---\nid: A-1\nstatus: deferred\n---\n# Not now\n"));

    assertThat(git.landed("main")).isEmpty();
    assertThat(status(report, "A-1")).isEqualTo("deferred");
    assertThat(git.git("for-each-ref", "refs/roundhouse/work/")).contains("/1/");
    assertThat(events.toString()).contains("no longer asks for that");
  }

  @Test
  void anAgentIsGivenTheTextAsItIsWhenItStarts() throws Exception {
    git.issue("A-1").issue("A-2");

    run(() -> git.write("issues/A-2.md", "---\nid: A-2\n---\n# Quite another thing\n"));

    assertThat(Files.readString(home("A-2.seen"))).contains("Quite another thing");
  }

  @Test
  void nothingStartsWhileTheOrderIsAmbiguous() throws Exception {
    git.issue("A-1").issue("A-2");

    RunReport report = run(() -> git.write("issues/copy.md", git.read("issues/A-2.md")));

    assertThat(worked()).containsExactly("A-1");
    assertThat(git.landed("main")).containsExactly("A-1");
    assertThat(report.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(report.note()).contains("issues/copy.md");
  }

  @Test
  void whatIsCalledOffStaysSoThoughAnotherIssueIsAmbiguous() throws Exception {
    git.issue("A-1").issue("A-2");

    RunReport report =
        run(
            () -> {
              git.write("issues/A-1.md", "---\nid: A-1\nstatus: cancelled\n---\n# Not now\n");
              git.write("issues/copy.md", git.read("issues/A-2.md"));
            });

    assertThat(git.landed("main")).isEmpty();
    assertThat(report.ending()).isEqualTo(RunReport.Ending.HELD);
  }

  @Test
  void aBacklogThatIsGoneIsNoFinishedOne() throws Exception {
    git.issue("A-1").issue("A-2");

    RunReport report =
        run(
            () -> {
              Files.delete(git.root().resolve("issues/A-1.md"));
              Files.delete(git.root().resolve("issues/A-2.md"));
            });

    assertThat(report.ending()).isEqualTo(RunReport.Ending.HELD);
    assertThat(report.note()).contains("every issue file is gone");
    assertThat(git.landed("main")).isEmpty();
    assertThat(status(report, "A-1")).isEqualTo("candidate");
  }

  @Test
  void aGoalTakesInWhatBecomesPartOfIt() throws Exception {
    git.write("issues/EPIC-7.md", "---\nid: EPIC-7\nstatus: deferred\n---\n# All of it\n");
    git.issue("A-1", "parent: EPIC-7").issue("B-1");
    options.goal(Sprint.ofEpic("EPIC-7"));

    run(() -> git.issue("A-2", "parent: EPIC-7").issue("B-2"));

    assertThat(worked()).containsExactly("A-1", "A-2");
  }

  @Test
  void whatLandedIsNoNews() throws Exception {
    git.issue("A-1").issue("A-2", "blocked_by: [A-1]");

    RunReport report = run(() -> Files.createFile(home("go")));

    assertThat(report.isComplete()).isTrue();
    assertThat(events)
        .filteredOn(RunEvent.BacklogChanged.class::isInstance)
        .map(RunEvent.BacklogChanged.class::cast)
        .allMatch(RunEvent.BacklogChanged::isQuiet);
  }
}
