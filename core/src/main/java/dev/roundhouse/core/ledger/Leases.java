package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.RunId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Determines which runs of other hosts are dead: those whose {@link Event.RunBeat} count has not
 * changed for a whole lease by this host's steady clock. No other host's clock is trusted. Within
 * one host, {@link Claims#freeOf} is more precise.
 *
 * <p>Safe for use by any number of threads; proven by {@code LeaseRaces}.
 */
public final class Leases {
  private final Ledger ledger;
  private final long lease;
  private final LongSupplier steadyNanos;
  private final InstantSource clock;
  private final Map<RunId, Seen> seen = new ConcurrentHashMap<>();

  /**
   * Creates a watch on the runs of {@code ledger}.
   *
   * @param lease the time a count may stay unchanged
   * @param steadyNanos a clock that never jumps, such as {@link System#nanoTime}
   * @param clock the clock that dates the records
   */
  public Leases(Ledger ledger, Duration lease, LongSupplier steadyNanos, InstantSource clock) {
    this.ledger = ledger;
    this.lease = lease.toNanos();
    this.steadyNanos = steadyNanos;
    this.clock = clock;
  }

  /**
   * Gives a sign of life for {@code run}; durable when this returns.
   *
   * @throws IOException if it could not be recorded
   */
  public void beat(RunId run) throws IOException {
    ledger.commit(view -> List.of(new Event.RunBeat(run, view.beats(run) + 1, clock.instant())));
  }

  /**
   * Checks every run except {@code own} that holds issues, and frees the issues of those whose
   * lease is over. A run that gives a sign of life at that moment keeps all its issues.
   *
   * @return the number of issues freed
   * @throws IOException if it could not be recorded
   */
  public int expire(RunId own) throws IOException {
    LedgerView view = ledger.view();
    Set<RunId> holders = holders(view);
    holders.remove(own);
    seen.keySet().retainAll(holders);
    int freed = 0;
    for (RunId each : holders) {
      freed += expireIfSilent(each, view.beats(each));
    }
    return freed;
  }

  private int expireIfSilent(RunId run, long count) throws IOException {
    long now = steadyNanos.getAsLong();
    Seen last =
        seen.compute(
            run, (same, old) -> old == null || old.count() != count ? new Seen(count, now) : old);
    return now - last.since() < lease
        ? 0
        : Claims.freeOf(ledger, run, view -> view.beats(run) == count, clock.instant());
  }

  private static Set<RunId> holders(LedgerView view) {
    return view.issues().stream()
        .flatMap(each -> Stream.ofNullable(each.claim()))
        .map(Claim::run)
        .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(RunId::value))));
  }

  /**
   * The last observation of a run.
   *
   * @param count its count of signs of life
   * @param since the time that count was first seen, by the steady clock
   */
  private record Seen(long count, long since) {}
}
