package dev.roundhouse.core.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Enrols issues that have no file in the ledger. A client that is not sure that a submission
 * arrived sends it again with the same request key: within 24 hours it is enrolled only once,
 * whoever sends it, and every sender gets the first answer.
 *
 * <p>The step that enrols an issue also records its key, so the key of a failed submission can be
 * used again. Safe for use by any number of threads, instances and processes; proven by {@code
 * SubmissionTest}.
 */
public final class Submissions {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final long MOST = 10_000;

  private final Ledger ledger;
  private final InstantSource clock;
  private final Cache<String, SubmissionReceipt> recent =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterWrite(SubmissionReceipt.REMEMBERED)
          .build();

  /** Creates submissions to {@code ledger}. */
  public Submissions(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Enrols {@code issue}, unless {@code requestKey} was used within the last 24 hours; durable when
   * this returns.
   *
   * @return the receipt of this submission or of the first one with that key
   * @throws IllegalArgumentException if the key is blank, longer than 200 characters, or holds a
   *     space or anything but printable ASCII; nothing was enrolled
   * @throws IllegalTransitionException if another issue with that id was submitted before; nothing
   *     was enrolled
   * @throws IOException if the submission could not be recorded; the key may be used again
   */
  public SubmissionReceipt submit(IssueId issue, Submission enrolment, String requestKey)
      throws IOException {
    checkKey(requestKey);
    Instant now = clock.instant();
    SubmissionReceipt known = recent.getIfPresent(requestKey);
    if (known != null && isRemembered(known, now)) {
      return known;
    }
    Event.IssueEnrolled event =
        new Event.IssueEnrolled(issue, ChangeId.fresh(), enrolment, requestKey, now);
    LedgerView after =
        ledger.commit(
            view -> remembered(view, requestKey, now).isPresent() ? List.of() : List.of(event));
    SubmissionReceipt submitted = after.submitted(requestKey).orElseThrow();
    recent.put(requestKey, submitted);
    return submitted;
  }

  /**
   * Enrols {@code issue}; durable when this returns.
   *
   * @throws IllegalTransitionException if another issue with that id was submitted before; nothing
   *     was enrolled
   * @throws IOException if it could not be recorded
   */
  public SubmissionReceipt submit(IssueId issue, Submission enrolment) throws IOException {
    Instant now = clock.instant();
    ledger.commit(new Event.IssueEnrolled(issue, ChangeId.fresh(), enrolment, null, now));
    return new SubmissionReceipt(issue, now);
  }

  private static void checkKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "request key must be 1 to 200 printable characters without spaces, not: \"" + key + '"');
    }
  }

  private static Optional<SubmissionReceipt> remembered(LedgerView view, String key, Instant now) {
    return view.submitted(key).filter(each -> isRemembered(each, now));
  }

  /**
   * Tells whether the key of {@code submitted} is still remembered at {@code now}; after the clock
   * has jumped back, a key from the future counts as remembered.
   */
  private static boolean isRemembered(SubmissionReceipt submitted, Instant now) {
    return now.isBefore(submitted.at().plus(SubmissionReceipt.REMEMBERED));
  }
}
