package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.IssueId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which issues changed last, newest first, as far back as is kept. Immutable but for being cut at
 * its far end; a later one holds on to the earlier, so that following it back says what changed in
 * between.
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

  /** One that leads nowhere, and to which no other leads but those made from it. */
  static ChangeTrail begin() {
    return new ChangeTrail(null, null, 0);
  }

  /** The same, and then a change of {@code changed}; begun afresh where it is too long. */
  ChangeTrail plus(IssueId changed) {
    return length == LONGEST ? begin() : new ChangeTrail(changed, this, length + 1);
  }

  /** What changed since {@code earlier}; empty if this does not lead back there. */
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
