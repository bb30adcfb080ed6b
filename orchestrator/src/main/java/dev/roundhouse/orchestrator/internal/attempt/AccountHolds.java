package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.ledger.AccountLimit;
import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.orchestrator.agent.AgentReport.Refusal;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds an agent whose account was refused: it gets no more work until the hold ends, or for the
 * rest of the run if a person has to act. Safe for use by any number of threads.
 */
final class AccountHolds {
  private static final String HELD = " is held until ";
  private static final String SERVICE_FAILED = ", because its service failed: ";
  private static final String NO_ANSWER = ", because there was ";
  private static final int MOST_IN_ROW = 5;

  private final RunContext context;

  AccountHolds(RunContext context) {
    this.context = context;
  }

  /**
   * A hold that was placed.
   *
   * @param event the event that placed it
   * @param before the hold it met, if one was under way
   */
  record Hold(Event.LimitReached event, Optional<AccountLimit> before) {}

  /** Holds {@code agent}, in one step with a look at the hold that is under way. */
  Hold place(String agent, Refusal refusal) throws IOException {
    AtomicReference<Hold> placed = new AtomicReference<>();
    context
        .ledger()
        .commit(
            view -> {
              Instant now = context.clock().instant();
              Optional<AccountLimit> last = Optional.ofNullable(view.limits().get(agent));
              Event.LimitReached event = hold(agent, refusal, last, now);
              placed.set(new Hold(event, last.filter(each -> now.isBefore(each.until()))));
              return List.of(event);
            });
    return Objects.requireNonNull(placed.get());
  }

  private Event.LimitReached hold(
      String agent, Refusal refusal, Optional<AccountLimit> before, Instant now) {
    Optional<AccountLimit> last = before.filter(each -> !each.trouble().needsPerson());
    Instant until =
        refusal.trouble().needsPerson()
            ? now.plus(context.options().agents().accountHold().longest())
            : until(refusal.resets(), last, now);
    return new Event.LimitReached(agent, until, refusal.trouble(), refusal.said(), now);
  }

  /**
   * Returns when the hold ends; another refusal while it lasts prolongs it only by a time it names.
   */
  private Instant until(Optional<Instant> named, Optional<AccountLimit> last, Instant now) {
    boolean isSame = last.isPresent() && now.isBefore(last.get().until());
    if (isSame && named.filter(now::isBefore).isEmpty()) {
      return last.get().until();
    }
    int before = last.map(AccountLimit::inRow).orElse(0) - (isSame ? 1 : 0);
    Instant until = context.options().agents().accountHold().until(named, before, now);
    return isSame && until.isBefore(last.get().until()) ? last.get().until() : until;
  }

  /**
   * Tells people about {@code hold}, unless they know of it, or a longer one that only they can end
   * is under way.
   *
   * @param logIn what a person does to log the agent in
   */
  void report(Hold hold, String logIn) {
    if (!isKnown(hold.event(), hold.before())) {
      context
          .publisher()
          .warn(reason(hold.event()) + "; the work is kept" + todo(hold.event(), logIn));
    }
  }

  private static boolean isKnown(Event.LimitReached hold, Optional<AccountLimit> before) {
    if (before.isEmpty()) {
      return false;
    }
    if (before.get().trouble() != trouble(hold)) {
      return before.get().trouble().needsPerson() && !trouble(hold).needsPerson();
    }
    return trouble(hold).needsPerson() || before.get().until().equals(hold.until());
  }

  /** Returns the reason of {@code hold} on one line. */
  static String reason(Event.LimitReached hold) {
    String agent = hold.agent();
    Instant until = hold.until().truncatedTo(ChronoUnit.SECONDS);
    return switch (trouble(hold)) {
      case LIMIT -> agent + " is limited until " + until + "; it said: " + hold.said();
      case SERVICE ->
          agent + HELD + until + (isUnanswered(hold) ? NO_ANSWER : SERVICE_FAILED) + hold.said();
      case LOG_IN -> agent + " cannot log in to its account: " + hold.said();
      case CREDIT -> agent + " has no credit left in its account: " + hold.said();
      case MODEL -> agent + " cannot use its model: " + hold.said();
    };
  }

  /**
   * Returns the reason why {@code hold} is a failure of the issue whose attempts, up to the current
   * one, are {@code history}: the service failed each of the last ones, which may be the issue's
   * doing.
   */
  static Optional<String> failure(Event.LimitReached hold, List<AttemptSummary> history) {
    int before = MOST_IN_ROW - 1;
    int now = history.size() - 1;
    boolean isFailure =
        trouble(hold) == AccountProblem.SERVICE
            && now >= before
            && history.subList(now - before, now).stream().allMatch(AccountHolds::isOfService);
    return isFailure
        ? Optional.of(
            (isUnanswered(hold)
                    ? hold.agent() + " got no answer "
                    : "the service of " + hold.agent() + " failed ")
                + MOST_IN_ROW
                + " times in a row: "
                + hold.said()
                + "; the work is kept")
        : Optional.empty();
  }

  private static boolean isOfService(AttemptSummary attempt) {
    String reason = attempt.reason();
    return reason.contains(HELD) && (reason.contains(SERVICE_FAILED) || reason.contains(NO_ANSWER));
  }

  private static boolean isUnanswered(Event.LimitReached hold) {
    return hold.said() != null && hold.said().startsWith(AccountLimit.NO_ANSWER);
  }

  private static String todo(Event.LimitReached hold, String logIn) {
    String what =
        switch (trouble(hold)) {
          case LIMIT, SERVICE -> "";
          case LOG_IN -> logIn;
          case CREDIT -> "add credit, or use another account";
          case MODEL -> "name another model in the agent's command line or its settings";
        };
    return what.isEmpty() ? "" : "; it gets no more work in this run: " + what + ", then run again";
  }

  private static AccountProblem trouble(Event.LimitReached hold) {
    return Optional.ofNullable(hold.trouble()).orElse(AccountProblem.LIMIT);
  }

  /**
   * Records that {@code agent} came to its end and so was let in: its next hold is the first of its
   * row.
   */
  void end(String agent) throws IOException {
    Instant now = context.clock().instant();
    context
        .ledger()
        .commit(
            view -> {
              AccountLimit limit = view.limits().get(agent);
              return limit == null || now.isBefore(limit.until())
                  ? List.of()
                  : List.of(new Event.LimitLifted(agent, now));
            });
  }
}
