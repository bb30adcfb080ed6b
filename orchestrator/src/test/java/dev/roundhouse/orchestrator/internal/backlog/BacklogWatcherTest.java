package dev.roundhouse.orchestrator.internal.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backlog that changes is read again once it has come to rest, and never in between. */
class BacklogWatcherTest {
  private static final InstantSource LATER =
      InstantSource.fixed(Instant.parse("2100-01-01T00:00:00Z"));

  @TempDir Path temporary;
  private final List<BacklogReading> heard = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private GitFixture git;
  private Repository repository;
  private BacklogWatcher watch;

  @BeforeEach
  void open() throws Exception {
    git = GitFixture.in(temporary.resolve("a project"));
    for (int i = 1; i <= 40; i++) { // so many that they are kept in the index
      git.issue("A-" + i);
    }
    git.commitAll("backlog");
    repository = Repository.open(git.root());
    BacklogSource source = BacklogSource.of(repository, RunRequest.at(git.root()).with(LATER));
    watch = new BacklogWatcher(source, source.take(), new RecordingListener());
  }

  @AfterEach
  void close() {
    watch.close();
    repository.close();
  }

  private List<String> titles() {
    assertThat(heard).hasSize(1);
    return heard.remove(0).issues().stream().map(Issue::title).toList();
  }

  private void retitle(String id, String title) {
    git.write("issues/" + id + ".md", "---\nid: " + id + "\n---\n# " + title + "\n");
  }

  @Test
  void nothingIsHeardOfABacklogThatStaysAsItIs() {
    for (int i = 0; i < 20; i++) {
      assertThat(watch.look()).isFalse();
    }

    assertThat(heard).isEmpty();
  }

  @Test
  void aChangeIsReadOnceItLooksTheSameTwice() {
    retitle("A-1", "other");

    assertThat(watch.look()).as("not at rest yet").isTrue();
    assertThat(heard).isEmpty();
    assertThat(watch.look()).isFalse();

    assertThat(titles()).contains("other").hasSize(40);
  }

  @Test
  void whatIsWrittenMoreIsReadAsAWhole() {
    retitle("A-1", "half");
    watch.look();
    retitle("A-2", "the other half");
    assertThat(watch.look()).isTrue();
    assertThat(heard).isEmpty();
    watch.look();

    assertThat(titles()).contains("half", "the other half");
  }

  @Test
  void whatNeverRestsIsReadAfterAWhile() {
    for (int i = 0; heard.isEmpty() && i < 50; i++) {
      retitle("A-1", "version " + "x".repeat(i));
      watch.look();
    }

    assertThat(titles()).anyMatch(each -> each.startsWith("version"));
  }

  @Test
  void aChangeThatFilesDoNotShowIsFoundALittleLater() throws Exception {
    retitle("A-1", "one");
    Path file = git.root().resolve("issues/A-1.md");
    Files.setLastModifiedTime(file, FileTime.from(LATER.instant()));
    watch.look();
    watch.look();
    assertThat(titles()).contains("one");

    retitle("A-1", "two");
    Files.setLastModifiedTime(file, FileTime.from(LATER.instant()));
    for (int i = 0; i < BacklogWatcher.CONFIRM; i++) {
      watch.look();
    }

    assertThat(titles()).contains("two");
  }

  @Test
  void aNewFileAndOneThatIsGoneAreSeen() throws Exception {
    git.issue("B-1");
    Files.delete(git.root().resolve("issues/A-7.md"));
    watch.look();
    watch.look();

    assertThat(titles()).hasSize(40).contains("Work on B-1").doesNotContain("Work on A-7");
  }

  @Test
  void nothingIsReadWhileGitReplacesFiles() throws Exception {
    Path lock = Files.createFile(git.root().resolve(".git/index.lock"));
    retitle("A-1", "other");
    assertThat(watch.look()).isTrue();
    assertThat(watch.look()).as("not while git is at it").isTrue();
    assertThat(heard).isEmpty();

    Files.delete(lock);
    watch.look();

    assertThat(titles()).contains("other");
  }

  @Test
  void anOperationThatStaysIsToldOnceAndEndsNothing() throws Exception {
    Files.createFile(git.root().resolve(".git/index.lock"));
    retitle("A-1", "other");
    boolean pending = true;
    for (int i = 0; i < 2 * BacklogWatcher.PATIENCE; i++) {
      pending = watch.look();
    }

    assertThat(pending).isFalse();
    assertThat(heard).isEmpty();
    assertThat(reasons).singleElement().asString().contains("index.lock");
  }

  @Test
  void theBacklogOfAnotherBranchIsNotTaken() {
    git.git("switch", "-q", "-c", "other");
    git.git("rm", "-q", "-r", "issues");
    git.git("commit", "-q", "-m", "none");
    for (int i = 0; i < 2 * BacklogWatcher.PATIENCE; i++) {
      watch.look();
    }
    assertThat(heard).isEmpty();
    assertThat(reasons).singleElement().asString().contains("another branch");

    git.git("switch", "-q", "main");
    retitle("A-2", "back again");
    watch.look();
    watch.look();

    assertThat(titles()).hasSize(40).contains("back again");
  }

  @Test
  void aListenerThatFailsIsToldAgainAndTheWatchGoesOn() throws Exception {
    watch.close();
    BacklogSource source = BacklogSource.of(repository, RunRequest.at(git.root()).with(LATER));
    BlockingQueue<BacklogReading> read = new LinkedBlockingQueue<>();
    watch =
        new BacklogWatcher(
            source,
            source.take(),
            new BacklogWatcher.Listener() {
              private boolean hasFailed;

              @Override
              public void read(BacklogReading reading) {
                if (!hasFailed) {
                  hasFailed = true;
                  throw new StackOverflowError("on purpose");
                }
                read.add(reading);
              }

              @Override
              public void unreadable(String reason) {
                reasons.add(reason);
              }
            });
    retitle("A-1", "other");

    watch.begin();

    BacklogReading reading = read.poll(Patience.SECONDS, TimeUnit.SECONDS);
    assertThat(reading).isNotNull();
    assertThat(reading.issues()).extracting(Issue::title).contains("other");
    assertThat(reasons).singleElement().asString().contains("on purpose");
  }

  private final class RecordingListener implements BacklogWatcher.Listener {
    @Override
    public void read(BacklogReading reading) {
      heard.add(reading);
    }

    @Override
    public void unreadable(String reason) {
      reasons.add(reason);
    }
  }
}
