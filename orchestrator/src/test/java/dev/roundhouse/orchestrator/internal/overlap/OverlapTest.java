package dev.roundhouse.orchestrator.internal.overlap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.internal.backlog.BacklogReader;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.ChangedFiles;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.options.OverlapMode;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.schedule.Collision;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run makes of issues that change the same files, on real git. */
@Tag("slow")
class OverlapTest {
  /** Each first attempt goes on only when both have begun. */
  private static final String TOGETHER =
      """
      touch "$HOME/$ROUNDHOUSE_ISSUE_ID.begun"
      until [ -e "$HOME/A-1.begun" ] && [ -e "$HOME/A-2.begun" ]; do sleep 0.02; done
      echo "by $ROUNDHOUSE_ISSUE_ID" >>list.txt
      """;

  /** Fails if another is at work, or waits to land. */
  private static final String ALONE =
      """
      mkdir "$HOME/busy"
      echo "by $ROUNDHOUSE_ISSUE_ID" >>list.txt
      """;

  @TempDir Path temporary;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final Queue<Collision> apart = new ConcurrentLinkedQueue<>();
  private String awaited = "";
  private GitFixture git;

  @BeforeEach
  void makeRepository() {
    git = GitFixture.in(temporary.resolve("a project"));
    git.write("list.txt", "nobody\n");
  }

  private RunReport run(OverlapMode overlap, String agent, String gate) throws Exception {
    RunOptions.Builder options = RunOptions.builder().attempts(3);
    options.agent(git.agent(agent));
    options.gate(git.gate(gate));
    options.order(options.order().overlap(overlap));
    return git.orchestrator().options(options.build()).listener(this::hear).build().run();
  }

  private void hear(RunEvent event) {
    if (event instanceof RunEvent.Noticed noticed) {
      said.add((noticed.warning() ? "warning: " : "") + noticed.message());
    }
    try {
      if (said.stream().anyMatch(each -> each.matches(awaited))) {
        Files.writeString(home("warned"), "");
      }
      if (said.stream().anyMatch(each -> each.startsWith("A-2 waits")) && apart.isEmpty()) {
        Orchestrator reader = Orchestrator.at(git.root()).build();
        apart.addAll(reader.collisions(reader.status(), new IssueId("A-2")));
      }
    } catch (IOException | RefusedException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Path home(String name) {
    return git.home().resolve(name);
  }

  private static List<Integer> attempts(RunReport report) {
    return report.issues().stream().map(each -> each.attempts()).sorted().toList();
  }

  @Test
  void whoWouldChangeTheSameFilesWaitsUntilTheOtherHasLanded() throws Exception {
    git.issue("A-1", "touches: list.txt").issue("A-2", "touches: '*.txt'").issue("A-3");
    git.write("issues/A-3.md", git.read("issues/A-3.md") + "\n### Files to Modify\n- `list.txt`\n");
    git.commitAll("backlog");

    RunReport report =
        run(OverlapMode.DEFER, ALONE, "grep -q by list.txt || exit 0; rmdir \"$HOME/busy\"");

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(attempts(report)).containsExactly(1, 1, 1);
    assertThat(git.show("main", "list.txt").lines())
        .containsExactly("nobody", "by A-1", "by A-2", "by A-3");
    assertThat(said).contains("A-2 waits: it touches list.txt as A-1 does");
    assertThat(apart).extracting(Collision::why).containsExactly("touches list.txt as A-1 does");
  }

  @Test
  void aCrowdAtOneFileIsToldOfInAFewLines() throws Exception {
    int count = OverlapNotices.MOST + 3;
    for (int i = 1; i <= count; i++) {
      git.issue("A-" + i, "touches: list.txt");
    }
    git.commitAll("backlog");

    RunReport report =
        run(OverlapMode.DEFER, "echo \"by $ROUNDHOUSE_ISSUE_ID\" >>list.txt", "true");

    assertThat(report.landed()).isEqualTo(count);
    assertThat(said).filteredOn(each -> each.contains(" waits: ")).hasSize(OverlapNotices.MOST);
    assertThat(said)
        .filteredOn(each -> each.contains("more wait"))
        .containsExactly(
            "and more wait for files of other issues; 'roundhouse why ISSUE' shows which");
  }

  @Test
  void offDoesNothing() throws Exception {
    git.issue("A-1", "touches: list.txt").issue("A-2", "touches: list.txt").commitAll("backlog");

    RunReport report = run(OverlapMode.OFF, TOGETHER, "true");

    assertThat(report.isComplete()).isTrue();
    assertThat(attempts(report)).containsExactly(1, 2);
    assertThat(said).noneMatch(each -> each.contains("list.txt"));
  }

  @Test
  void warnTellsAndStartsBoth() throws Exception {
    git.issue("A-1", "touches: list.txt").issue("A-2", "touches: list.txt").commitAll("backlog");

    RunReport report = run(OverlapMode.WARN, TOGETHER, "true");

    assertThat(report.isComplete()).isTrue();
    assertThat(attempts(report)).containsExactly(1, 2);
    assertThat(said).contains("warning: A-2 touches list.txt as A-1 does");
  }

  @Test
  void pathsInBackticksCountWhereThereAreSuchFiles() throws Exception {
    git.issue("A-1").issue("A-2").issue("A-3", "touches: other.txt");
    git.write("issues/A-1.md", git.read("issues/A-1.md") + "In `list.txt` and `gone.txt`.\n");
    git.write("issues/A-2.md", git.read("issues/A-2.md") + "In `list.txt:3`.\n");
    git.write("issues/A-3.md", git.read("issues/A-3.md") + "As in `list.txt`.\n").commitAll("more");

    run(OverlapMode.WARN, "echo $ROUNDHOUSE_ISSUE_ID >$ROUNDHOUSE_ISSUE_ID.txt", "true");

    assertThat(said)
        .filteredOn(each -> each.contains("touches"))
        .containsExactly("warning: A-2 touches list.txt as A-1 does");
  }

  @Test
  void whatConflictsAsItIsNowIsToldWhileBothAreWorked() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    awaited = ".*conflict as they are now, in list.txt.*";
    String agent =
        """
        echo "by $ROUNDHOUSE_ISSUE_ID" >>list.txt
        git -c user.name=x -c user.email=x@y commit -qam work
        until [ -e "$HOME/warned" ]; do sleep 0.05; done
        """;

    RunReport report = run(OverlapMode.DEFER, agent, "true");

    assertThat(report.isComplete()).isTrue();
    assertThat(said).filteredOn(each -> each.matches("warning: A-.*" + awaited)).hasSize(1);
  }

  @Test
  void whatBothChangeAndHaveNotCommittedIsToldToo() throws Exception {
    git.issue("A-1").issue("A-2").commitAll("backlog");
    awaited = "warning: A-[12] .* and A-[12] .* both change list.txt";
    String agent =
        "echo more >>list.txt; until [ -e \"$HOME/warned\" ]; do sleep 0.05; done; git checkout -q .";

    run(OverlapMode.WARN, agent, "true");

    assertThat(said).filteredOn(each -> each.matches(awaited)).hasSize(1);
  }

  @Test
  void whatIsChangedInASlotIsSeenWithoutTouchingIt() throws Exception {
    git.write("gone.txt", "1").write(".gitignore", "*.o\n").write("s p.txt", "1").commitAll("more");
    try (Repository repository = Repository.open(git.root())) {
      WorktreePool pool = new WorktreePool(repository, temporary.resolve("slots"));
      Worktree slot = pool.slot("w1");
      ObjectId base = repository.resolve("refs/heads/main").orElseThrow();
      pool.moveTo(slot, base);
      Files.writeString(slot.path().resolve("list.txt"), "committed");
      git.gitIn(slot.path(), "commit", "-qam", "work");
      Files.writeString(slot.path().resolve("s p.txt"), "changed");
      Files.writeString(slot.path().resolve("new ü.txt"), "new");
      Files.writeString(slot.path().resolve("x.o"), "ignored");
      git.gitIn(slot.path(), "rm", "-q", "gone.txt");
      Path index = slot.gitDir().resolve("index");
      Object before = Files.getLastModifiedTime(index);

      ChangedFiles.Seen seen = new ChangedFiles(repository).in(slot, base);

      assertThat(seen.paths())
          .containsExactlyInAnyOrder("list.txt", "s p.txt", "new ü.txt", "gone.txt");
      assertThat(seen.head().name()).isEqualTo(git.gitIn(slot.path(), "rev-parse", "HEAD"));
      assertThat(Files.getLastModifiedTime(index)).isEqualTo(before);
      assertThat(pool.find("w2")).isEmpty();
    }
  }

  @Test
  void whatEarlierAttemptsChangedIsKnown() throws Exception {
    git.issue("A-1", "touches: a.txt").commitAll("backlog");
    String agent = "echo 1 >new.txt; echo 1 >list.txt; echo 1 >'a b.txt'; exit 1";

    RunReport report = run(OverlapMode.DEFER, agent, "true");

    assertThat(report.landed()).isZero();
    try (Repository repository = Repository.open(git.root())) {
      FootprintReader footprints =
          new FootprintReader(
              repository, () -> repository.resolve("refs/heads/main"), path -> false);
      var issue = BacklogReader.scan(repository, RunRequest.at(git.root())).issues().get(0);
      assertThat(issue.id()).isEqualTo(new IssueId("A-1"));
      assertThat(footprints.of(issue, 3).paths())
          .extracting(each -> each.text())
          .containsExactly("a b.txt", "a.txt", "list.txt", "new.txt");
      assertThat(footprints.of(issue, 0).paths()).hasSize(1);
    }
  }
}
