package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The issues that changed last, newest first, as far back as is kept. Immutable except that its far
 * end may be cut; a later trail refers to the earlier one, so following it back tells what changed
 * in between.
 */
final class ChangeTrail {
  private static final int LONGEST = 4096;

  private final @Nullable IssueId issue;
  private final @Nullable ChangeTrail before;
  private final int length;

  private ChangeTrail(@Nullable IssueId issue, @Nullable ChangeTrail before, int length) {
    this.issue = issue;
    this.before = before;
    this.length = length;
  }

  /** Returns an empty trail that shares no history with trails not made from it. */
  static ChangeTrail begin() {
    return new ChangeTrail(null, null, 0);
  }

  /**
   * Returns this trail followed by a change of {@code changed}, or a new empty trail if this one is
   * too long.
   */
  ChangeTrail plus(IssueId changed) {
    return length == LONGEST ? begin() : new ChangeTrail(changed, this, length + 1);
  }

  /**
   * Returns the issues that changed since {@code earlier}; empty if this trail does not lead back
   * there.
   */
  Optional<Set<IssueId>> since(ChangeTrail earlier) {
    Set<IssueId> changed = new HashSet<>();
    for (ChangeTrail at = this; at != null && at.length >= earlier.length; at = at.before) {
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
