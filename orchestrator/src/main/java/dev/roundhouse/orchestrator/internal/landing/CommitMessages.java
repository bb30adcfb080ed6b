package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.IssueId;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The messages of the commits we make. Titles are hostile input: one line, no trailers of theirs.
 */
final class CommitMessages {
  private static final int SUBJECT = 100;

  private CommitMessages() {}

  static String sync(String target) {
    return subject("Merge " + target + " into what has landed")
        + "\n\nRoundhouse-Sync: "
        + target
        + "\n";
  }

  static String marks(String target, Collection<IssueId> issues) {
    String ids = issues.stream().map(IssueId::value).collect(Collectors.joining(", "));
    return subject("Mark " + ids + " done") + "\n\nRoundhouse-Sync: " + target + "\n";
  }

  /** {@code text} as one line that is not too long. */
  static String subject(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    int end = line.offsetByCodePoints(0, Math.min(SUBJECT, line.codePointCount(0, line.length())));
    return line.substring(0, end);
  }
}
