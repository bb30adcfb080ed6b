package dev.roundhouse.orchestrator.internal.context;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.backlog.IssueFile;
import dev.roundhouse.core.issue.Issue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Asks the source of an issue what its file looks like once the issue is done. A file of which the
 * source says nothing is not the source's, and is treated as any other file of the project. Safe
 * for use by any number of threads.
 */
public final class IssueMarker {
  private final Backlog backlog;
  private final EventPublisher publisher;

  /** Creates a marker that asks {@code backlog}, and reports its faults to {@code publisher}. */
  public IssueMarker(Backlog backlog, EventPublisher publisher) {
    this.backlog = backlog;
    this.publisher = publisher;
  }

  /** Returns {@code content} marked done; empty if nothing is to be written into the file. */
  public Optional<byte[]> done(Issue issue, byte[] content, Instant when) {
    try {
      return backlog.markedDone(issue, content.clone(), when);
    } catch (RuntimeException fault) {
      publisher.warn(
          issue.id()
              + " is not marked done in "
              + issue.locator()
              + ": its source failed: "
              + fault);
      return Optional.empty();
    }
  }

  /** Tells whether two versions of the issue's file differ in nothing but a mark of the source. */
  public boolean isMarkOnly(Issue issue, byte[] before, byte[] after) {
    Optional<byte[]> marked = done(issue, before, Instant.EPOCH);
    return marked.isPresent()
        && (IssueFile.sameButStatus(before, after)
            || done(issue, after, Instant.EPOCH)
                .filter(other -> Arrays.equals(marked.get(), other))
                .isPresent());
  }
}
