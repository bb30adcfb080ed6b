package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether the file system of a checkout has space for a fast-forward. One that clearly does
 * not fit need not be tried; one that seems to fit may still fail. For one thread.
 */
final class FastForwardSpace {
  private static final long BLOCK = 4096;
  private static final long MARGIN = 16 * BLOCK;
  private static final long MEGA = 1_000_000;

  private final Repository repository;
  private final Free free;

  FastForwardSpace(Repository repository, Free free) {
    this.repository = repository;
    this.free = free;
  }

  /** Measures free space. */
  interface Free {
    /** Returns the bytes that can be written to the disk of {@code place}. */
    long at(Path place) throws IOException;
  }

  static long usable(Path place) throws IOException {
    return Files.getFileStore(place).getUsableSpace();
  }

  /** Returns the reason why there is clearly not enough space for {@code follow}, or empty. */
  Optional<String> lacks(FastForward follow, List<PathChange> changes, Path gitDir)
      throws IOException {
    long needed = MARGIN + blocks(gitDir.resolve("index").toFile().length());
    for (PathChange each : changes) {
      needed += growth(follow, each);
    }
    long there = free.at(follow.worktree());
    return there < needed
        ? Optional.of(
            "not enough disk space to update "
                + follow.worktree()
                + ": about "
                + mega(needed)
                + " needed, "
                + mega(there)
                + " free")
        : Optional.empty();
  }

  /**
   * Returns the growth of a path; one that is not in the checkout now is assumed to stay out of it.
   */
  private long growth(FastForward follow, PathChange change) throws IOException {
    Optional<Path> place = change.in(follow.worktree());
    if (place.isEmpty() || follow.kept().contains(change.path())) {
      return 0;
    }
    boolean there = Files.exists(place.get(), LinkOption.NOFOLLOW_LINKS);
    boolean sparse = Files.exists(repository.commonDir().resolve("info/sparse-checkout"));
    if (!there && (sparse || change.before().isThere())) {
      return 0;
    }
    long before = there && change.before().isThere() ? blocks(place.get().toFile().length()) : 0;
    return size(change.after()) - before;
  }

  private long size(PathChange.Entry entry) throws IOException {
    return entry.isThere() && !entry.isSubmodule() && !entry.isLink()
        ? blocks(repository.objects().size(entry.id()))
        : 0;
  }

  private static long blocks(long bytes) {
    return (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }

  private static String mega(long bytes) {
    return bytes < MEGA
        ? Math.max(0, bytes) / 1000 + " kB"
        : bytes / MEGA + "." + bytes % MEGA / (MEGA / 10) + " MB";
  }
}
