package dev.roundhouse.orchestrator.options;

import java.util.Optional;

/**
 * The form in which finished work is handed over. Immutable.
 *
 * @param style the style of its commit
 * @param message the template of the commit's message, a path relative to the checkout; empty for
 *     the usual one
 * @param branches whether work is put on branches {@code roundhouse/<issue>} instead of landing
 * @param push the remote these branches are pushed to; empty for none
 * @param newFiles the number of files one issue may add without approval, 1 to 1,000,000
 * @param review whether a person reads every change before it lands
 */
public record DeliveryOptions(
    LandingStyle style,
    Optional<String> message,
    boolean branches,
    Optional<String> push,
    int newFiles,
    Review review) {
  /** The largest allowed number of new files. */
  public static final int MAX_NEW_FILES = 1_000_000;

  /** The default of {@link #newFiles}. */
  public static final int USUAL_NEW_FILES = 2_000;

  /** The defaults: merge commits with the usual message, on the target. */
  public static final DeliveryOptions DEFAULT =
      new DeliveryOptions(
          LandingStyle.MERGE,
          Optional.empty(),
          false,
          Optional.empty(),
          USUAL_NEW_FILES,
          Review.OFF);

  /** The ways to decide whether work with a green gate lands. */
  public enum Review {
    /** It lands without a decision. */
    OFF,
    /** A person decides: all finished work waits for approval. */
    REQUIRED;

    /**
     * Returns the value with that word.
     *
     * @throws IllegalArgumentException if there is none; the message names the known ones
     */
    public static Review of(String word) {
      return OptionValues.choice(Review.class, "review", word);
    }
  }

  /**
   * Checks that only branches are pushed, and the range.
   *
   * @throws IllegalArgumentException if something else would be, or a number is out of range
   */
  public DeliveryOptions {
    OptionValues.within("newFiles", newFiles, MAX_NEW_FILES);
    if (push.isPresent() && !branches) {
      throw new IllegalArgumentException(
          "only branches are pushed; push the target yourself, or set 'branches: true'");
    }
  }

  /** Returns the reason why finished work waits for approval, on one line; empty if it lands. */
  public Optional<String> approvalReason() {
    return review == Review.REQUIRED ? Optional.of("review is required") : Optional.empty();
  }

  /** Returns the same form in another style. */
  public DeliveryOptions in(LandingStyle other) {
    return new DeliveryOptions(other, message, branches, push, newFiles, review);
  }

  /** Returns the same form with the message of another template. */
  public DeliveryOptions saying(String template) {
    return new DeliveryOptions(style, Optional.of(template), branches, push, newFiles, review);
  }

  /** Returns the same form with work put on branches, pushed if a remote is named. */
  public DeliveryOptions onBranches(Optional<String> remote) {
    return new DeliveryOptions(style, message, true, remote, newFiles, review);
  }

  /** Returns the same options with {@code count} new files allowed without approval. */
  public DeliveryOptions withNewFiles(int count) {
    return new DeliveryOptions(style, message, branches, push, count, review);
  }

  /** Returns the same options with that review. */
  public DeliveryOptions reviewed(Review chosen) {
    return new DeliveryOptions(style, message, branches, push, newFiles, chosen);
  }
}
