package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The issues that changed last, newest first, as far back as is kept. Immutable except that its far
 * end may be cut; a later list refers to the earlier one, so following it back tells what changed
 * in between.
 */
final class RecentChanges {
  private static final int LONGEST = 4096;

  private final @Nullable IssueId issue;
  private final @Nullable RecentChanges before;
  private final int length;

  private RecentChanges(@Nullable IssueId issue, @Nullable RecentChanges before, int length) {
    this.issue = issue;
    this.before = before;
    this.length = length;
  }

  /** Returns an empty list that shares no history with lists not made from it. */
  static RecentChanges begin() {
    return new RecentChanges(null, null, 0);
  }

  /**
   * Returns this list followed by a change of {@code changed}, or a new empty list if this one is
   * too long.
   */
  RecentChanges plus(IssueId changed) {
    return length == LONGEST ? begin() : new RecentChanges(changed, this, length + 1);
  }

  /**
   * Returns the issues that changed since {@code earlier}; empty if this list does not lead back
   * there.
   */
  Optional<Set<IssueId>> since(RecentChanges earlier) {
    Set<IssueId> changed = new HashSet<>();
    for (RecentChanges at = this; at != null && at.length >= earlier.length; at = at.before) {
      if (at == earlier) {
        return Optional.of(changed);
      }
      if (at.issue != null) {
        changed.add(at.issue);
      }
    }
    return Optional.empty();
  }
}
