package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.Race;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes of four threads each claim, update and cancel in one ledger, and one after the
 * other is killed: nothing that was acknowledged is lost, no issue is claimed twice at once, no
 * lock stays, and no reader sees half a step. With {@code -Dproofs.full=true} for a minute and over
 * 1,000 issues.
 */
@Tag("slow")
class ProcessStressTest {
  private static final boolean FULL = Boolean.getBoolean("proofs.full");
  private static final int ISSUES = FULL ? 1000 : 50;
  private static final int KILLS = FULL ? 20 : 4;
  private static final Duration BETWEEN = Duration.ofMillis(FULL ? 3000 : 700);

  @TempDir Path temporary;
  private final Map<Process, RunId> alive = new HashMap<>();
  private int started;

  private Path directory() {
    return temporary.resolve("ledger");
  }

  private Process start() throws IOException {
    RunId run = RunId.fresh();
    Process process =
        ChildJvm.of(
                StressWorker.class, directory().toString(), run.value(), Integer.toString(ISSUES))
            .redirectOutput(temporary.resolve("out-" + started++).toFile())
            .start();
    alive.put(process, run);
    return process;
  }

  @AfterEach
  void endAll() {
    alive.keySet().forEach(Process::destroyForcibly);
  }

  @Test
  void nothingAcknowledgedIsLostThoughOneAfterTheOtherIsKilled() throws Exception {
    List<Process> processes = new ArrayList<>();
    try (Ledger ledger = Ledger.open(directory(), InstantSource.system())) {
      Claims claims = new Claims(ledger, RunId.fresh(), InstantSource.system());
      for (int i = 0; i < 4; i++) {
        processes.add(start());
      }
      for (int kill = 0; kill < KILLS; kill++) {
        awaitProgress(ledger);
        kill(processes.get(kill % 4), claims);
        processes.set(kill % 4, start());
      }
      awaitProgress(ledger);
      for (Process each : processes) {
        kill(each, claims);
      }
    }
    check(lines(), started * 4);
  }

  /** Lets the others work for a while; they must get on with it. */
  private static void awaitProgress(Ledger ledger) throws Exception {
    long before = ledger.view().position();
    Patience.await().pollDelay(BETWEEN).until(() -> ledger.view().position() > before);
  }

  private void kill(Process process, Claims claims) throws Exception {
    process.destroyForcibly();
    Patience.exitCode(process);
    RunId run = Objects.requireNonNull(alive.remove(process));
    claims.freeOf(owner -> owner.token().equals(run.value()));
  }

  @Test
  void nothingIsLostBetweenTwoInstancesInOneProcess() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    try (Ledger one = Ledger.open(directory(), InstantSource.system());
        Ledger other = Ledger.open(directory(), InstantSource.system())) {
      StressWorker first = new StressWorker(one, claims(one), out, ISSUES);
      StressWorker second = new StressWorker(other, claims(other), out, ISSUES);
      AtomicInteger next = new AtomicInteger();
      Race.of(9)
          .run(
              () -> {
                int mine = next.getAndIncrement();
                if (mine == 8) {
                  awaitProgress(one);
                  first.end();
                  second.end();
                } else {
                  (mine % 2 == 0 ? first : second).workForEver();
                }
                return 0;
              });
    }
    check(said.toString(StandardCharsets.UTF_8).lines().toList(), 0);
  }

  private static Claims claims(Ledger ledger) {
    return new Claims(ledger, RunId.fresh(), InstantSource.system());
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < started; i++) {
      lines.addAll(Files.readAllLines(temporary.resolve("out-" + i)));
    }
    return lines;
  }

  /** At most {@code inFlight} of what was done was not said. */
  private void check(List<String> lines, int inFlight) throws IOException {
    assertThat(lines).noneMatch(line -> line.startsWith("TORN"));
    List<String> claimed = lines.stream().filter(line -> line.startsWith("claim ")).toList();
    assertThat(claimed).isNotEmpty().doesNotHaveDuplicates();

    LedgerView view = Ledger.read(directory());
    long pairs = lines.stream().filter("pair"::equals).count();
    long updates = lines.stream().filter("update"::equals).count();
    long updated = 0;
    for (int i = 0; i < ISSUES; i++) {
      updated += StressWorker.counter(view, StressWorker.issue(i));
    }
    assertThat((long) StressWorker.counter(view, StressWorker.LEFT))
        .isEqualTo(StressWorker.counter(view, StressWorker.RIGHT))
        .isBetween(pairs, pairs + inFlight);
    assertThat(updated).isBetween(updates, updates + inFlight);
    assertThat(view.issues()).noneMatch(each -> each.status().isActive());
    System.out.printf(
        Locale.ROOT,
        "stress: %d issues, %d processes killed, %d updates, %d steps of two, %d claims%n",
        ISSUES,
        started,
        updates,
        pairs,
        claimed.size());
  }
}
