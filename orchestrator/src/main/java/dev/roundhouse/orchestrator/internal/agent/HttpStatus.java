package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.ledger.AccountProblem;
import java.util.Optional;
import java.util.regex.Pattern;

/** Interprets an error of a model API as news about the account. Pure. */
final class HttpStatus {
  /** The words and codes by which APIs say that there is nothing to pay with, in any status. */
  private static final Pattern NO_CREDIT =
      Pattern.compile(
          "credit balance is too low|billing[ _]hard[ _]limit|billing_not_active"
              + "|insufficient_quota|insufficient (?:balance|credits?|funds)|requires more credits",
          Pattern.CASE_INSENSITIVE);

  private static final int PAYMENT_REQUIRED = 402;
  private static final int SERVER_ERROR = 500;

  private HttpStatus() {}

  /**
   * Notes in {@code draft} that the account was refused, if {@code status} or the API's own words
   * say so; any other error is that of the request.
   *
   * @param said the words of the API or of the program, never those of the model
   */
  static void note(long status, String said, AgentReportBuilder draft) {
    boolean isPayment = status >= 400 && status < SERVER_ERROR && NO_CREDIT.matcher(said).find();
    (isPayment ? Optional.of(AccountProblem.CREDIT) : trouble(status))
        .ifPresent(trouble -> draft.refused(trouble, Optional.empty(), said));
  }

  private static Optional<AccountProblem> trouble(long status) {
    if (status >= SERVER_ERROR && status < 600) {
      return Optional.of(AccountProblem.SERVICE);
    }
    return switch ((int) status) {
      case 401, 403 -> Optional.of(AccountProblem.LOG_IN);
      case PAYMENT_REQUIRED -> Optional.of(AccountProblem.CREDIT);
      case 429 -> Optional.of(AccountProblem.LIMIT);
      default -> Optional.empty();
    };
  }
}
