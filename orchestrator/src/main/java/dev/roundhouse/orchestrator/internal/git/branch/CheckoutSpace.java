package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether the file system of a checkout has room for a fast-forward. What it has plainly no room
 * for need not be tried; what it seems to have room for may still fail. For one thread.
 */
final class CheckoutSpace {
  private static final long BLOCK = 4096;
  private static final long MARGIN = 16 * BLOCK;
  private static final long MEGA = 1_000_000;

  private final Repository repository;
  private final Free free;

  CheckoutSpace(Repository repository, Free free) {
    this.repository = repository;
    this.free = free;
  }

  /** Where free space is read. */
  interface Free {
    /** The bytes that can be written where {@code place} is. */
    long at(Path place) throws IOException;
  }

  static long usable(Path place) throws IOException {
    return Files.getFileStore(place).getUsableSpace();
  }

  /** Why there is plainly no room for {@code follow}, or empty. */
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

  /** By how much a path grows; what is not in the checkout now is taken to stay out of it. */
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
