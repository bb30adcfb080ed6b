package dev.roundhouse.orchestrator.internal.dispatch;

import dev.roundhouse.orchestrator.internal.context.FreeSpace;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether the disks of the worktrees and of the repository have space for another attempt.
 * Reports once when space runs out, and once when it is back. For one thread.
 */
public final class DiskSpaceCheck {
  private static final long MEGA = 1_000_000;

  private final RunContext context;
  private final FreeSpace free;
  private boolean lacked;

  public DiskSpaceCheck(RunContext context, FreeSpace free) {
    this.context = context;
    this.free = free;
  }

  /**
   * Tells whether there is enough space; if not at first, leftovers of earlier attempts in idle
   * worktrees, which are saved, are deleted.
   */
  boolean isThere(Collection<String> idleSlots) throws IOException, InterruptedException {
    Optional<Path> full = full();
    if (full.isPresent() && !lacked) {
      empty(idleSlots);
      full = full();
      if (full.isPresent()) {
        lack(full.get());
      }
    }
    if (full.isEmpty() && lacked) {
      context.publisher().note("enough disk space is free again; continuing");
      context.hold("");
    }
    lacked = full.isPresent();
    return !lacked;
  }

  private Optional<Path> full() throws IOException {
    for (Path each : List.of(context.pool().root(), context.repository().commonDir())) {
      if (floor() > 0 && free.at(each) < floor()) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private long floor() {
    return context.options().disk().floor();
  }

  private void empty(Collection<String> idleSlots) throws IOException, InterruptedException {
    for (Worktree slot : context.pool().existing()) {
      if (idleSlots.contains(slot.name())) {
        context.pool().moveTo(slot, context.target().tip());
      }
    }
  }

  private void lack(Path place) throws IOException {
    String little =
        "less than " + floor() / MEGA + " MB ('diskFloor') are free where " + place + " is";
    context
        .publisher()
        .warn(
            "no more attempts start: "
                + little
                + "; the run continues when there is space ('roundhouse gc' may free some once the"
                + " run has ended)");
    context.hold(little);
  }
}
