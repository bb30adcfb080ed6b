package dev.roundhouse.orchestrator.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who holds what, and whose turn it is. */
@Timeout(Patience.SECONDS)
class ResourcesTest {
  private static final Duration LONG = Patience.LIMIT;
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Map<String, Integer> COUNTS = Map.of("db", 2, "gradle", 1, "phone", 3);

  private final Resources resources = new Resources(COUNTS);
  private final CompletableFuture<Void> never = new CompletableFuture<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void letGo() {
    threads.shutdownNow();
  }

  private Resources.Lease held(String... names) {
    return resources.tryLease(List.of(names)).orElseThrow();
  }

  private boolean isFree(String... names) {
    Optional<Resources.Lease> lease = resources.tryLease(List.of(names));
    lease.ifPresent(Resources.Lease::close);
    return lease.isPresent();
  }

  private Future<Optional<Resources.Lease>> waiting(List<String> names) {
    Future<Optional<Resources.Lease>> waiter =
        threads.submit(() -> resources.lease(names, LONG, never));
    Patience.await().until(() -> waiter.isDone() || !isFree(names.toArray(new String[0])));
    return waiter;
  }

  @Test
  void asManyHoldItAsThereAre() {
    Resources.Lease first = held("db");
    held("db");
    assertThat(resources.tryLease(List.of("db"))).isEmpty();

    first.close();
    first.close();

    held("db");
    assertThat(resources.tryLease(List.of("db"))).isEmpty();
  }

  @Test
  void allThatIsAskedForOrNothing() {
    held("gradle");

    assertThat(resources.tryLease(List.of("db", "gradle"))).isEmpty();

    held("db");
    held("db");
  }

  @Test
  void whatThereIsNotIsSaid() {
    assertThatThrownBy(() -> resources.tryLease(List.of("db", "dragon")))
        .hasMessageContaining("dragon");
  }

  @Test
  void whoCameFirstIsServedFirstAndNobodySlipsIn() throws Exception {
    Resources.Lease held = held("gradle");
    Future<Optional<Resources.Lease>> both = waiting(List.of("gradle", "db"));
    Future<Optional<Resources.Lease>> next = waiting(List.of("db"));

    assertThat(resources.tryLease(List.of("db"))).isEmpty(); // free, but somebody waits for it
    assertThat(isFree("phone")).isTrue();
    held.close();

    Patience.result(both).orElseThrow().close();
    Patience.result(next).orElseThrow().close();
    assertThat(isFree("gradle", "db", "phone")).isTrue();
  }

  @Test
  void whoGivesUpHoldsNothingAndIsInNobodysWay() throws Exception {
    Resources.Lease held = held("gradle");

    assertThat(resources.lease(List.of("db", "gradle"), SHORT, never)).isEmpty();
    assertThat(resources.lease(List.of("gradle"), LONG, CompletableFuture.completedFuture(null)))
        .isEmpty();
    Future<Optional<Resources.Lease>> interrupted = waiting(List.of("gradle", "phone"));
    Future<Optional<Resources.Lease>> behind =
        threads.submit(() -> resources.lease(List.of("phone"), LONG, never));
    interrupted.cancel(true);

    Patience.result(behind).orElseThrow().close();
    assertThat(isFree("db", "phone")).isTrue();
    held.close();
    assertThat(isFree("db", "gradle", "phone")).isTrue();
  }

  @Test
  void manyThreadsInAnyOrderWithAnyPatienceNeverHoldMoreThanThereIsNorEndInADeadlock() {
    ConcurrentMap<String, AtomicInteger> holders = new ConcurrentHashMap<>();
    AtomicInteger seeds = new AtomicInteger();
    List<Integer> most =
        Race.of(12)
            .run(
                () -> {
                  Random random = new Random(seeds.incrementAndGet());
                  int tooMany = 0;
                  for (int i = 0; i < 2_000; i++) {
                    tooMany += once(random, holders);
                  }
                  return tooMany;
                });

    assertThat(most).containsOnly(0);
    assertThat(isFree("db", "gradle", "phone")).isTrue();
    for (String each : COUNTS.keySet()) {
      assertThat(holders.get(each)).hasValue(0);
    }
  }

  /** Takes something, one way or another, and gives it back; how often too many held it. */
  private int once(Random random, ConcurrentMap<String, AtomicInteger> holders)
      throws InterruptedException {
    List<String> names = new ArrayList<>(COUNTS.keySet());
    Collections.shuffle(names, random);
    List<String> wanted = names.subList(0, 1 + random.nextInt(names.size()));
    Optional<Resources.Lease> lease =
        random.nextInt(4) == 0
            ? resources.tryLease(wanted)
            : resources.lease(wanted, Duration.ofNanos(random.nextInt(2_000_000)), never);
    if (lease.isEmpty()) {
      return 0;
    }
    int tooMany = 0;
    for (String each : wanted) {
      AtomicInteger count = holders.computeIfAbsent(each, name -> new AtomicInteger());
      tooMany += count.incrementAndGet() > COUNTS.getOrDefault(each, 0) ? 1 : 0;
    }
    Thread.onSpinWait();
    wanted.forEach(each -> holders.getOrDefault(each, new AtomicInteger()).decrementAndGet());
    lease.get().close();
    return tooMany;
  }
}
