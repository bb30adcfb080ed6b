package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitLocation;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Worktrees in which a person looks at kept work. They belong to the person: Roundhouse never
 * recycles or removes one, and {@code git worktree remove} does.
 *
 * <p>Safe for use by any number of threads and processes.
 */
public final class RestoredWorktrees {
  private static final Duration LOCK_LIMIT = Duration.ofMinutes(5);

  private final Repository repository;
  private final Path folder;

  /** Creates the worktrees in a folder of {@code root}, where the slots are. */
  public RestoredWorktrees(Repository repository, Path root) {
    this.repository = repository;
    this.folder = root.toAbsolutePath().normalize().resolve("open");
  }

  /** Returns the worktree of that attempt, if one was made before. */
  public Optional<Path> find(KeptWork work) throws IOException {
    Path place = place(work);
    return GitLocation.at(place).isPresent() && !Files.exists(note(place))
        ? Optional.of(place)
        : Optional.empty();
  }

  /** Returns the file that is there while {@code place} is made, and after a kill meanwhile. */
  private static Path note(Path place) {
    return place.resolveSibling(place.getFileName() + ".unfinished");
  }

  private Path place(KeptWork work) {
    return folder.resolve(work.issue() + "-" + work.number());
  }

  /**
   * Makes a worktree that is at the last commit of {@code work}, with what was not committed as
   * uncommitted changes.
   *
   * @throws IOException if something is in the way, or git cannot; nothing is left then
   */
  public Path make(KeptWork work) throws IOException, InterruptedException {
    Path place = place(work);
    Directories.create(folder);
    LockFile lock = new LockFile(repository.stateDir().resolve("worktrees.lock"));
    try (LockFile.Held held = lock.acquire(LOCK_LIMIT)) {
      Objects.requireNonNull(held);
      if (find(work).isPresent()) {
        return place;
      }
      if (Files.exists(note(place))) {
        remove(place);
      }
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        throw new RepositoryException(place + " is in the way", "move it elsewhere");
      }
      boolean made = false;
      Files.write(note(place), new byte[0]);
      try {
        make(work, place);
        made = true;
      } finally {
        if (!made) {
          remove(place);
        }
        Files.delete(note(place));
      }
    }
    return place;
  }

  private void make(KeptWork work, Path place) throws IOException, InterruptedException {
    String head = work.pieces().getOrDefault("head", work.best());
    String files = work.pieces().getOrDefault("dirty", head);
    // the record of one that was deleted may be left
    SlotRecords.create(repository, place, head, "--force");
    Git git =
        GitLocation.at(place)
            .orElseThrow(() -> new IOException("git made no worktree at " + place))
            .verified();
    git.run("reset", "-q", "--hard");
    if (!files.equals(head)) {
      git.run("read-tree", "-m", "-u", "HEAD", files + "^{tree}");
      git.run("reset", "-q", "--mixed", "-N");
    }
  }

  private static void remove(Path place) throws IOException {
    Optional<GitLocation> left = GitLocation.at(place);
    Directories.deleteTree(place);
    if (left.isPresent()) {
      Directories.deleteTree(left.get().gitDir());
    }
  }
}
