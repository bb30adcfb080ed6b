package dev.roundhouse.orchestrator.options;

import java.time.Duration;
import java.util.List;

/**
 * What may take up how much of the disk, and for how long. Immutable.
 *
 * @param keepIgnored which ignored files stay in a worktree from one use to the next
 * @param floor how many bytes must be free for an attempt to begin; 0 for any
 * @param retention what is kept of what is over
 */
public record DiskOptions(KeepIgnored keepIgnored, long floor, Retention retention) {
  /** No ignored file stays, nothing must be free, and what is over stays 30 days. */
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

  /** The same with other ignored files that stay. */
  public DiskOptions keepIgnored(KeepIgnored chosen) {
    return new DiskOptions(chosen, floor, retention);
  }

  /** The same with another floor. */
  public DiskOptions floor(long bytes) {
    return new DiskOptions(keepIgnored, bytes, retention);
  }

  /** The same with another retention. */
  public DiskOptions retention(Retention chosen) {
    return new DiskOptions(keepIgnored, floor, chosen);
  }

  /**
   * Which ignored files stay in a worktree from one use to the next, as patterns of a {@code
   * .gitignore}; everything else that is not tracked goes. Immutable.
   *
   * @param workers in the worktrees agents work in
   * @param gates in those that gates judge in; with any, no verdict is kept
   */
  public record KeepIgnored(List<String> workers, List<String> gates) {
    /** None stay. */
    public static final KeepIgnored NONE = new KeepIgnored(List.of(), List.of());

    /**
     * Checks every pattern.
     *
     * @throws IllegalArgumentException if one names nothing, or takes back what another says
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
   * How long {@code gc} leaves alone what is over and safe elsewhere. Immutable.
   *
   * @param age nothing younger goes
   * @param keep the newest so many stay, however old: 0 or more
   */
  public record Retention(Duration age, int keep) {
    /** Thirty days, and the newest twenty. */
    public static final Retention DEFAULT = new Retention(Duration.ofDays(30), 20);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Retention {
      if (age.isNegative() || keep < 0) {
        throw new IllegalArgumentException("retention takes an age and a number of 0 or more");
      }
    }
  }
}
