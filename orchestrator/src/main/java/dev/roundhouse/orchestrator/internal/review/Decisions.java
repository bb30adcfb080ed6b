package dev.roundhouse.orchestrator.internal.review;

import dev.roundhouse.core.ledger.AccountLimit;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.orchestrator.schedule.Decision.Kind;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Plan;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the issues and accounts that go no further until a person decides. Stateless. */
public final class Decisions {
  private static final Comparator<Decision> OLDEST_FIRST =
      Comparator.<Decision, Instant>comparing(each -> each.since().orElse(Instant.MAX))
          .thenComparing(Decision::subject);

  private Decisions() {}

  /** Lists what waits for a person at {@code now}, oldest first. */
  public static List<Decision> list(Plan plan, LedgerView view, Instant now) {
    Stream<Decision> issues =
        plan.standings().stream()
            .flatMap(each -> of(each, isWithoutRun(each, plan, view)).stream())
            .sorted(OLDEST_FIRST);
    Stream<Decision> accounts =
        view.limits().entrySet().stream()
            .filter(each -> each.getValue().trouble().needsPerson())
            .filter(each -> now.isBefore(each.getValue().until()))
            .map(Decisions::account)
            .sorted(OLDEST_FIRST);
    return Stream.concat(issues, accounts).toList();
  }

  /** Tells whether the run that worked on an issue is over; another one may not get to it. */
  private static boolean isWithoutRun(IssueStanding standing, Plan plan, LedgerView view) {
    return plan.isIdle()
        || standing
            .record()
            .map(IssueRecord::claim)
            .flatMap(claim -> view.run(claim.run()))
            .filter(run -> run.endedAt() != null)
            .isPresent();
  }

  private static Optional<Decision> of(IssueStanding standing, boolean isWithoutRun) {
    return standing
        .record()
        .flatMap(
            record -> kind(standing, record, isWithoutRun).map(kind -> of(kind, standing, record)));
  }

  private static Decision of(Kind kind, IssueStanding standing, IssueRecord record) {
    return new Decision(
        kind,
        Optional.of(standing.issue().id()),
        standing.issue().id().value(),
        standing.issue().title(),
        Optional.of(since(kind, record)),
        standing.reason().isEmpty() ? standing.status() : standing.reason());
  }

  private static Optional<Kind> kind(
      IssueStanding standing, IssueRecord record, boolean isWithoutRun) {
    if (record.status() == LifecycleStatus.CANDIDATE) {
      return isWithoutRun && standing.awaitsApproval()
          ? Optional.of(Kind.LANDING)
          : Optional.empty();
    }
    if (standing.readiness() != Readiness.RESTING) {
      return Optional.empty();
    }
    return switch (record.status()) {
      case AWAITING_APPROVAL -> Optional.of(record.claim() == null ? Kind.START : Kind.LANDING);
      case NOT_READY -> Optional.of(Kind.ANSWER);
      case FAILED, REJECTED, CONFLICTED, NO_CHANGE -> Optional.of(Kind.SETBACK);
      default -> Optional.empty(); // a person has set it aside
    };
  }

  private static Instant since(Kind kind, IssueRecord record) {
    AttemptWork work = record.work();
    Instant began =
        switch (kind) {
          case LANDING -> work == null ? null : work.endedAt();
          case ANSWER, SETBACK -> record.finishedAt();
          default -> null;
        };
    return Objects.requireNonNullElse(began, record.updatedAt());
  }

  private static Decision account(Map.Entry<String, AccountLimit> entry) {
    AccountLimit limit = entry.getValue();
    String trouble =
        switch (limit.trouble()) {
          case CREDIT -> "its account has no credit left";
          case MODEL -> "its account cannot use the model";
          default -> "it cannot log in to its account";
        };
    String statement = limit.said().isEmpty() ? "" : ": " + limit.said();
    return new Decision(
        Kind.ACCOUNT, Optional.empty(), entry.getKey(), "", Optional.empty(), trouble + statement);
  }
}
