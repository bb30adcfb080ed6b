package dev.roundhouse.orchestrator.internal.overlap;

import dev.roundhouse.core.issue.IssueId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells people which issues change files of others: each issue once, the first {@value #MOST} by
 * name, and then that there are more. For one thread.
 */
final class OverlapNotices {
  static final int MOST = 10;

  private final Consumer<String> out;
  private final String more;
  private final Set<IssueId> reported = new HashSet<>();

  /**
   * Creates notices for {@code out}.
   *
   * @param more the message, sent once, for all issues that are not named
   */
  OverlapNotices(Consumer<String> out, String more) {
    this.out = out;
    this.more = more;
  }

  /** Sends {@code message}, which is about {@code issue}. */
  void notice(IssueId issue, String message) {
    if (reported.size() > MOST || !reported.add(issue)) {
      return;
    }
    out.accept(reported.size() > MOST ? more : message);
  }
}
