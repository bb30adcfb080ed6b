package dev.roundhouse.orchestrator.internal.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that begins removes the locks of killed processes, and none that a look is using. */
class SeenRefsTest {
  private static final String REF = WorkRefs.SEEN + "a-1";
  private static final int LOOKS = 300;

  @TempDir Path temporary;
  private GitFixture git;
  private Repository repository;

  @BeforeEach
  void open() throws Exception {
    git = GitFixture.in(temporary.resolve("project"));
    git.write("a", "1").commitAll("one").write("a", "2").commitAll("two");
    repository = Repository.open(git.root());
  }

  @AfterEach
  void close() {
    repository.close();
  }

  /** Without a lock of its own, a look that meets a beginning run fails or goes wrong. */
  @Test
  void looksGoOnWhileRunsBegin() throws Exception {
    ObjectId one = ObjectId.fromString(git.git("rev-parse", "main~1"));
    ObjectId two = ObjectId.fromString(git.git("rev-parse", "main"));
    assertThat(repository.refs().updateSeen(REF, null, one, "look")).isTrue();
    CompletableFuture<Void> looks =
        CompletableFuture.runAsync(
            () -> {
              try (Repository own = Repository.open(git.root())) {
                for (int i = 0; i < LOOKS; i++) {
                  ObjectId from = i % 2 == 0 ? one : two;
                  ObjectId to = i % 2 == 0 ? two : one;
                  assertThat(own.refs().updateSeen(REF, from, to, "look")).isTrue();
                  assertThat(own.refs().commit(REF)).contains(to);
                }
              } catch (Exception failed) {
                throw new AssertionError(failed);
              }
            });

    while (!looks.isDone()) {
      repository.removeStaleLocks();
    }

    looks.join();
    assertThat(repository.refs().commit(REF)).contains(one);
  }

  @Test
  void theLockOfALookThatIsGoneIsRemovedAndThatOfALiveOneIsNot() throws Exception {
    Path lock = git.root().resolve(".git").resolve(REF + ".lock");
    Files.createDirectories(lock.getParent());
    Files.createFile(lock);
    Files.createDirectories(repository.stateDir());
    try (LockFile.Held look =
        new LockFile(repository.stateDir().resolve("seen.lock")).tryAcquire().orElseThrow()) {
      repository.removeStaleLocks();
      assertThat(lock).exists();
    }

    repository.removeStaleLocks();

    assertThat(lock).doesNotExist();
  }
}
