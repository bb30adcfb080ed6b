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
 * Tells, from one host, which runs of others are dead: those whose {@link Event.RunBeat} count
 * stood still for a whole lease on this host's own steady clock. No other host's clock is believed
 * in. On one host, {@link Claims#freeOf} knows better.
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
   * Watches the runs of {@code ledger}.
   *
   * @param lease how long a count may stand still
   * @param steadyNanos a clock that never jumps, such as {@link System#nanoTime}
   * @param clock dates what is recorded
   */
  public Leases(Ledger ledger, Duration lease, LongSupplier steadyNanos, InstantSource clock) {
    this.ledger = ledger;
    this.lease = lease.toNanos();
    this.steadyNanos = steadyNanos;
    this.clock = clock;
  }

  /**
   * Gives a sign of life for {@code run}; durable when it returns.
   *
   * @throws IOException if it could not be recorded
   */
  public void beat(RunId run) throws IOException {
    ledger.commit(view -> List.of(new Event.RunBeat(run, view.beats(run) + 1, clock.instant())));
  }

  /**
   * Looks at every run that holds something but {@code own}, and frees what those hold whose lease
   * is over. One that gives a sign of life just then keeps all it has.
   *
   * @return how many issues were freed
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
   * What was last seen of a run.
   *
   * @param count its count of signs of life
   * @param since when that count was first seen, on the steady clock
   */
  private record Seen(long count, long since) {}
}
