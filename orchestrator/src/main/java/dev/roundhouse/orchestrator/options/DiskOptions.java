package dev.roundhouse.orchestrator.options;

import java.time.Duration;
import java.util.List;

/**
 * The limits on disk space and on the age of files. Immutable.
 *
 * @param keepIgnored the ignored files that stay in a worktree from one use to the next
 * @param floor the number of bytes that must be free for an attempt to begin; 0 for none
 * @param retention the retention of finished work
 */
public record DiskOptions(KeepIgnored keepIgnored, long floor, Retention retention) {
  /**
   * The defaults: no ignored file stays, no space must be free, and finished work stays 30 days.
   */
  public static final DiskOptions DEFAULT = new DiskOptions(KeepIgnored.NONE, 0, Retention.DEFAULT);

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the floor is negative
   */
  public DiskOptions {
    if (floor < 0) {
      throw new IllegalArgumentException("diskFloor must be 0 or more");
    }
  }

  /** Returns the same options with other ignored files that stay. */
  public DiskOptions keepIgnored(KeepIgnored chosen) {
    return new DiskOptions(chosen, floor, retention);
  }

  /** Returns the same options with another floor. */
  public DiskOptions floor(long bytes) {
    return new DiskOptions(keepIgnored, bytes, retention);
  }

  /** Returns the same options with another retention. */
  public DiskOptions retention(Retention chosen) {
    return new DiskOptions(keepIgnored, floor, chosen);
  }

  /**
   * The ignored files that stay in a worktree from one use to the next, as patterns of a {@code
   * .gitignore}; everything else that is not tracked is deleted. Immutable.
   *
   * @param workers the patterns for worktrees of agents
   * @param gates the patterns for worktrees of gates; with any, no verdict is kept
   */
  public record KeepIgnored(List<String> workers, List<String> gates) {
    /** The setting under which no ignored file stays. */
    public static final KeepIgnored NONE = new KeepIgnored(List.of(), List.of());

    /**
     * Checks every pattern.
     *
     * @throws IllegalArgumentException if one names nothing, or negates another
     */
    public KeepIgnored {
      workers = checked(workers);
      gates = checked(gates);
    }

    private static List<String> checked(List<String> patterns) {
      for (String each : patterns) {
        if (each.isBlank() || each.startsWith("!") || each.startsWith("#")) {
          throw new IllegalArgumentException(
              "keepIgnored takes patterns such as target or node_modules, not '" + each + "'");
        }
      }
      return List.copyOf(patterns);
    }
  }

  /**
   * The time for which {@code gc} leaves finished work that is safe elsewhere. Immutable.
   *
   * @param age nothing younger is deleted
   * @param keep the number of newest entries that stay, however old: 0 or more
   */
  public record Retention(Duration age, int keep) {
    /** The defaults: thirty days, and the newest twenty. */
    public static final Retention DEFAULT = new Retention(Duration.ofDays(30), 20);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Retention {
      if (age.isNegative() || keep < 0) {
        throw new IllegalArgumentException("retention needs an 'age' and a 'keep' of 0 or more");
      }
    }
  }
}
