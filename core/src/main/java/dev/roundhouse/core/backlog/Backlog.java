package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A source of issues. An implementation must be safe for use by any number of threads.
 *
 * <p>What is done is recorded in the ledger in any case. A source can also have it written down
 * where its issues are, in one of two ways: {@link #markedDone} changes the issue's file in the
 * commit that lands the work, {@link #landingReceiver} hears of it after the landing, for a tracker
 * elsewhere. A source that does neither is only read.
 */
@FunctionalInterface
public interface Backlog {
  /**
   * Reads every issue in its current state, together with the findings. Nothing is dropped
   * silently: a part that cannot be read as an issue is a finding. The reading is raw: two issues
   * may have one id, and each may name others on either side of a dependency. The caller applies
   * {@link BacklogReading#checked}, which is the same for every source.
   *
   * @throws IOException if the source as a whole cannot be read
   */
  BacklogReading read() throws IOException;

  /**
   * Returns a value that equals the previous one as long as the source has not changed. It is asked
   * for often, so an implementation that is cheaper than reading is worthwhile. A change that the
   * version misses is not lost: the issues themselves are compared as well, some time after each
   * change.
   *
   * @throws IOException if the source as a whole cannot be looked at
   */
  default Object version() throws IOException {
    return read();
  }

  /**
   * Returns the content that the file of {@code issue} gets in the commit that lands its work, or
   * empty if nothing is to be written into it, which is the default. Only files of which a source
   * answers this are ever written to. Every byte that does not say that the issue is done must
   * stay. Pure, and the same for the same arguments; several issues may share one file.
   *
   * @param issue an issue of this source that has a {@link Issue#file}
   * @param contentAtTip the content of that file as it would land without the mark
   * @param when the time the work was finished
   */
  default Optional<byte[]> markedDone(Issue issue, byte[] contentAtTip, Instant when) {
    return Optional.empty();
  }

  /** Returns the receiver of landings, or empty if the source need not know, the default. */
  default Optional<LandingReceiver> landingReceiver() {
    return Optional.empty();
  }
}
