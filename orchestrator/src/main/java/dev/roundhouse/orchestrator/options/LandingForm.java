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
 */
public record LandingForm(
    LandingStyle style, Optional<String> message, boolean branches, Optional<String> push) {
  /** The defaults: merge commits with the usual message, on the target. */
  public static final LandingForm DEFAULT =
      new LandingForm(LandingStyle.MERGE, Optional.empty(), false, Optional.empty());

  /**
   * Checks that only branches are pushed.
   *
   * @throws IllegalArgumentException if something else would be
   */
  public LandingForm {
    if (push.isPresent() && !branches) {
      throw new IllegalArgumentException(
          "only branches are pushed; push the target yourself, or set 'branches: true'");
    }
  }

  /** Returns the same form in another style. */
  public LandingForm in(LandingStyle other) {
    return new LandingForm(other, message, branches, push);
  }

  /** Returns the same form with the message of another template. */
  public LandingForm saying(String template) {
    return new LandingForm(style, Optional.of(template), branches, push);
  }

  /** Returns the same form with work put on branches, pushed if a remote is named. */
  public LandingForm onBranches(Optional<String> remote) {
    return new LandingForm(style, message, true, remote);
  }
}
