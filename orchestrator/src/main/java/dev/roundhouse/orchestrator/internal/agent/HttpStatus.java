package dev.roundhouse.orchestrator.internal.agent;

import java.util.Optional;

/** Interprets the status of a model API's response as news about the account. Pure. */
final class HttpStatus {
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;

  private HttpStatus() {}

  /** Notes in {@code draft} that the account was not let in, or is over its limit. */
  static void note(long status, AgentReportBuilder draft) {
    if (status == UNAUTHORIZED) {
      draft.notLetIn();
    } else if (status == TOO_MANY_REQUESTS) {
      draft.limited(Optional.empty());
    }
  }
}
