package dev.roundhouse.proofs;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.journal.MemoryJournal;
import dev.roundhouse.core.ledger.Claims;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IllegalTransitionException;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Leases;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.ledger.StaleVersionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The real ledger over a journal in memory, as the races want it: made quickly, of fixed names, and
 * with answers that a result can hold.
 */
final class MemoryLedger {
  static final String TAKEN = "taken";
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOON);
  static final IssueId ISSUE = new IssueId("T-1");
  static final IssueId OTHER = new IssueId("T-2");
  static final RunId RUN = new RunId("run_00000000000a");
  static final RunId WATCHING = new RunId("run_00000000000b");
  static final WorkerId ADA = new WorkerId("wrk_00000000000a");
  static final WorkerId BOB = new WorkerId("wrk_00000000000b");
  static final AttemptId ATTEMPT = new AttemptId("att_00000000000a");
  static final Event CLAIMED = new Event.AttemptClaimed(ISSUE, ATTEMPT, 1, RUN, ADA, "w1", NOON);
  static final Event STARTED =
      new Event.AgentStarted(
          ISSUE, ATTEMPT, "base", new ProcessIdentity("boot", "pid", 1, 1, "token"), NOON);
  static final Event ENDED = new Event.AttemptEnded(ISSUE, ATTEMPT, 0, "head", NOON);

  private final MemoryJournal journal = new MemoryJournal();
  private final Ledger ledger;
  private final Claims claims;

  /** A ledger in which {@code before} has happened, in one step. */
  MemoryLedger(Event... before) {
    try {
      ledger = Ledger.over(journal);
      if (before.length > 0) {
        ledger.commit(before);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    claims = new Claims(ledger, RUN, CLOCK);
  }

  /** Whether {@code worker} got {@link #ISSUE}. */
  boolean claims(WorkerId worker) {
    try {
      return claims.claim(ISSUE, worker, "w1").isPresent();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The submitted issue that {@code worker} got, or "none". */
  String claimsNext(WorkerId worker) {
    try {
      return claims.claimNext(worker, "w1").map(each -> each.id().value()).orElse("none");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Takes a step; answers {@link #TAKEN}, or by which exception it was refused. */
  String step(Function<LedgerView, List<Event>> decide) {
    try {
      ledger.commit(decide);
      return TAKEN;
    } catch (IllegalTransitionException | StaleVersionException refused) {
      return refused.getClass().getSimpleName();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Takes a step of these events; answers like {@link #step(Function)}. */
  String step(Event... events) {
    return step(view -> List.of(events));
  }

  LedgerView view() {
    try {
      return ledger.view();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** What is known of {@link #ISSUE}, which there must be. */
  IssueRecord issue() {
    Optional<IssueRecord> issue = view().issue(ISSUE);
    return issue.orElseThrow();
  }

  Leases leases(Duration lease, LongSupplier steadyNanos) {
    return new Leases(ledger, lease, steadyNanos, CLOCK);
  }

  /** Whether the journal holds both events, {@code one} before {@code other}. */
  boolean wrote(String one, String other) {
    StringBuilder text = new StringBuilder();
    try {
      for (byte[] each : journal.read(0).payloads()) {
        text.append(new String(each, StandardCharsets.UTF_8));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    int at = text.indexOf(one);
    return at >= 0 && text.indexOf(other, at) >= 0;
  }
}
