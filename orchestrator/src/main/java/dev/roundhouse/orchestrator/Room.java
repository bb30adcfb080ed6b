package dev.roundhouse.orchestrator;

import dev.roundhouse.orchestrator.work.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether the disk has room for another attempt, where the worktrees are and where the repository
 * is. Says once when there is none, and once when there is again. For one thread.
 */
final class Room {
  private static final long MEGA = 1_000_000;

  private final RunContext context;
  private final FreeSpace free;
  private boolean lacked;

  Room(RunContext context, FreeSpace free) {
    this.context = context;
    this.free = free;
  }

  /** The bytes that can be written where {@code place} is. */
  static long usable(Path place) throws IOException {
    return Files.getFileStore(place).getUsableSpace();
  }

  boolean isThere() throws IOException {
    long floor = context.options().disk().floor();
    for (Path each : List.of(context.pool().root(), context.repository().commonDir())) {
      long left = floor == 0 ? Long.MAX_VALUE : free.at(each);
      if (left < floor) {
        lack(each, left, floor);
        return false;
      }
    }
    if (lacked) {
      lacked = false;
      context.bulletin().note("there is room on the disk again; going on");
    }
    return true;
  }

  private void lack(Path place, long left, long floor) {
    if (!lacked) {
      lacked = true;
      context
          .bulletin()
          .warn(
              "nothing more is started: "
                  + left / MEGA
                  + " MB are free where "
                  + place
                  + " is, and 'diskFloor' wants "
                  + floor / MEGA
                  + "; it goes on by itself when there is room ('roundhouse gc' may make some)");
    }
  }

  /** Where free space is read. */
  interface FreeSpace {
    long at(Path place) throws IOException;
  }
}
