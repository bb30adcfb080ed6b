package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.core.testing.Race;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many workers, in threads and in processes, want the same issues: each is claimed once. */
class LedgerRaceTest {
  private static final int ISSUES = 100;

  @TempDir Path directory;

  /** Claims whatever is free until nothing is, and returns how many it got. */
  static int claimAll(Ledger ledger) throws IOException {
    int claimed = 0;
    for (int i = 1; i <= ISSUES; i++) {
      IssueId issue = new IssueId("T-" + i);
      AttemptId attempt = AttemptId.fresh();
      Event.AttemptClaimed claim =
          new Event.AttemptClaimed(
              issue,
              attempt,
              1,
              RunId.fresh(),
              WorkerId.fresh(),
              "w1",
              InstantSource.system().instant());
      LedgerView after =
          ledger.commit(view -> view.issue(issue).isEmpty() ? List.of(claim) : List.of());
      Claim holder = Objects.requireNonNull(after.issue(issue).orElseThrow().claim());
      claimed += holder.attempt().equals(attempt) ? 1 : 0;
    }
    return claimed;
  }

  private void eachWasClaimedOnce() throws IOException {
    LedgerView view = Ledger.read(directory);
    assertThat(view.issues()).hasSize(ISSUES).allMatch(each -> each.version() == 1);
    assertThat(
            view.issues().stream()
                .map(each -> Objects.requireNonNull(each.claim()).token())
                .distinct())
        .hasSize(ISSUES);
  }

  @RepeatedTest(3)
  void twelveThreadsOnOneLedger() throws IOException {
    try (Ledger ledger = Ledger.open(directory, InstantSource.system())) {
      List<Integer> got = Race.of(12).run(() -> claimAll(ledger));
      assertThat(got.stream().mapToInt(Integer::intValue).sum()).isEqualTo(ISSUES);
    }
    eachWasClaimedOnce();
  }

  @Test
  void fourInstancesInOneProcess() throws IOException {
    List<Integer> got =
        Race.of(4)
            .run(
                () -> {
                  try (Ledger ledger = Ledger.open(directory, InstantSource.system())) {
                    return claimAll(ledger);
                  }
                });
    assertThat(got.stream().mapToInt(Integer::intValue).sum()).isEqualTo(ISSUES);
    eachWasClaimedOnce();
  }

  @Test
  void fourProcesses() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(ChildJvm.of(Claimer.class, directory.toString()).start());
    }
    int sum = 0;
    for (Process each : processes) {
      try (var out = each.inputReader()) {
        sum += Integer.parseInt(out.readLine());
      }
      Patience.exitCode(each);
    }

    assertThat(sum).isEqualTo(ISSUES);
    eachWasClaimedOnce();
  }

  /** Claims what it can and says how many it got. */
  static final class Claimer {
    private Claimer() {}

    public static void main(String... args) throws IOException {
      try (Ledger ledger = Ledger.open(Path.of(args[0]), InstantSource.system())) {
        System.out.println(claimAll(ledger));
      }
    }
  }
}
