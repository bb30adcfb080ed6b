package dev.roundhouse.orchestrator.internal.resource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Named resources and their holders: of each, at most as many at once as exist.
 *
 * <p>All requested resources are taken in the order of their names, in one step, or none is: no
 * caller holds one resource while waiting for another, so there is no deadlock. Waiting callers are
 * served in the order of arrival; a later one never takes a resource that an earlier one waits for.
 *
 * <p>Safe for use by any number of threads; proven by {@code ResourceRaces}.
 */
public final class Resources {
  private final Object lock = new Object();
  private final Map<String, Integer> free; // guarded by lock
  private final List<Waiter> waiting = new ArrayList<>(); // guarded by lock
  private long returns; // guarded by lock

  /** Creates resources with these counts, by name. */
  public Resources(Map<String, Integer> counts) {
    this.free = new TreeMap<>(counts);
  }

  /**
   * Leases all of {@code names}, if they are free and no caller waits for any of them.
   *
   * @throws IllegalArgumentException if a name is not that of a resource
   */
  public Optional<Lease> tryLease(Collection<String> names) {
    NavigableSet<String> wanted = known(names);
    synchronized (lock) {
      boolean awaited =
          waiting.stream().anyMatch(each -> !Collections.disjoint(each.wanted, wanted));
      return !awaited && take(wanted) ? Optional.of(new Lease(wanted)) : Optional.empty();
    }
  }

  /**
   * Leases all of {@code names}, as soon as it is this caller's turn.
   *
   * @param limit the longest time to wait
   * @param cancelled completes when the caller must wait no longer
   * @return empty if the time is over, or it was cancelled; nothing is held then
   * @throws IllegalArgumentException if a name is not that of a resource
   * @throws InterruptedException if the thread was interrupted; nothing is held then
   */
  public Optional<Lease> lease(
      Collection<String> names, Duration limit, CompletableFuture<Void> cancelled)
      throws InterruptedException {
    Waiter waiter = new Waiter(known(names));
    synchronized (lock) {
      waiting.add(waiter);
    }
    serve();
    try {
      CompletableFuture.anyOf(waiter.served, cancelled).get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      withdraw(waiter).ifPresent(Lease::close);
      throw interrupted;
    } catch (TimeoutException | ExecutionException | CancellationException over) {
      return withdraw(waiter); // it may have been served just now
    }
    return withdraw(waiter);
  }

  /** Stops waiting; returns the lease if it was granted meanwhile. */
  private Optional<Lease> withdraw(Waiter waiter) {
    boolean unserved;
    synchronized (lock) {
      unserved = waiting.remove(waiter);
    }
    if (unserved) {
      serve(); // later ones may continue
    }
    return unserved ? Optional.empty() : Optional.of(new Lease(waiter.wanted));
  }

  /**
   * Returns how often something was released: until this grows, a refused caller is refused again.
   */
  public long returns() {
    synchronized (lock) {
      return returns;
    }
  }

  /** Grants free resources to waiting callers, the first first. */
  private void serve() {
    List<Waiter> lucky = new ArrayList<>();
    synchronized (lock) {
      Set<String> awaited = new HashSet<>();
      for (Waiter each : waiting) {
        if (Collections.disjoint(awaited, each.wanted) && take(each.wanted)) {
          lucky.add(each);
        } else {
          awaited.addAll(each.wanted);
        }
      }
      waiting.removeAll(lucky);
    }
    lucky.forEach(each -> each.served.complete(null));
  }

  /** Takes all of them, or nothing; called under the lock. */
  private boolean take(NavigableSet<String> wanted) {
    if (wanted.stream().anyMatch(name -> free.getOrDefault(name, 0) < 1)) {
      return false;
    }
    wanted.forEach(name -> free.merge(name, -1, Integer::sum));
    return true;
  }

  private void giveBack(NavigableSet<String> held) {
    synchronized (lock) {
      held.forEach(name -> free.merge(name, 1, Integer::sum));
      returns++;
    }
    serve();
  }

  private NavigableSet<String> known(Collection<String> names) {
    NavigableSet<String> wanted = new TreeSet<>(names);
    synchronized (lock) {
      if (!free.keySet().containsAll(wanted)) {
        throw new IllegalArgumentException("of " + wanted + " there are only " + free.keySet());
      }
    }
    return wanted;
  }

  /**
   * The right to the requested resources, until it is closed. Safe for use by any number of
   * threads.
   */
  public final class Lease implements AutoCloseable {
    private final NavigableSet<String> held;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(NavigableSet<String> held) {
      this.held = held;
    }

    /** Releases the resources; once only, however often it is called. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        giveBack(held);
      }
    }
  }

  /** One waiting caller. */
  private static final class Waiter {
    private final NavigableSet<String> wanted;
    private final CompletableFuture<Void> served = new CompletableFuture<>();

    Waiter(NavigableSet<String> wanted) {
      this.wanted = wanted;
    }
  }
}
