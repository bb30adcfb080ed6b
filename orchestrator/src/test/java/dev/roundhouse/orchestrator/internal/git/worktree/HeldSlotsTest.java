package dev.roundhouse.orchestrator.internal.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies beside the locks of held slots stops no run. */
class HeldSlotsTest {
  @TempDir Path temporary;

  @Test
  void whatIsNoLockOfASlotIsLeftAlone() throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    git.write("file", "1\n").commitAll("file");
    Path folder = git.root().resolve(".git/roundhouse/held-slots");
    Files.createDirectories(folder.resolve("w1.lock/full"));
    Files.writeString(folder.resolve("notes.txt"), "mine\n");
    Files.createFile(folder.resolve("w2.lock"));
    List<Path> aside = new ArrayList<>();

    try (Repository repository = Repository.open(git.root())) {
      WorktreePool pool = new WorktreePool(repository, repository.defaultWorktreeRoot());
      assertThat(new HeldSlots(repository, pool).settle(aside)).isEmpty();
    }

    assertThat(aside).isEmpty();
    assertThat(folder.resolve("w1.lock/full")).isDirectory();
    assertThat(folder.resolve("notes.txt")).hasContent("mine");
    assertThat(folder.resolve("w2.lock")).as("a lock that is free").doesNotExist();
  }
}
