package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.journal.JournalDamagedException;
import dev.roundhouse.core.testing.Race;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal forgets how the state came to be, and never what it came to. */
class CompactionTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path directory;

  private static Event skip(int number) {
    IssueId issue = new IssueId("T-" + number);
    return new Event.IssueRested(issue, null, LifecycleStatus.SKIPPED, "", NOW);
  }

  @Test
  void keepsTheStateAndGivesBackTheSpace() throws IOException {
    try (Ledger ledger = Ledger.open(directory, () -> NOW);
        Ledger other = Ledger.open(directory, () -> NOW)) {
      for (int i = 0; i < 50; i++) {
        ledger.commit(skip(i));
      }
      other.view();
      assertThat(ledger.compact()).isGreaterThan(5_000);
      other.commit(skip(50));
      assertThat(ledger.view().issues()).hasSize(51);
      assertThat(other.view().counts()).containsEntry(LifecycleStatus.SKIPPED, 51);
    }
    assertThat(directory.resolve("journal")).isDirectoryContaining("glob:**/00000002.jsonl");
    assertThat(directory.resolve("journal")).isDirectoryNotContaining("glob:**/00000001.jsonl");
    assertThat(Ledger.read(directory).issues()).hasSize(51);
    try (Ledger again = Ledger.open(directory, () -> NOW)) {
      assertThat(again.view().issues()).hasSize(51);
      again.snapshot();
      again.compact();
      again.commit(skip(51));
    }
    Files.delete(directory.resolve("state.json"));
    assertThat(Ledger.read(directory).issues()).hasSize(52);
  }

  @Test
  void aReaderFarBehindGoesOnFromWhatStandsInForTheForgotten() throws IOException {
    try (Ledger ledger = Ledger.open(directory, () -> NOW);
        Ledger sleeper = Ledger.open(directory, () -> NOW)) {
      for (int i = 0; i < 3; i++) {
        ledger.commit(skip(i));
        ledger.compact();
      }
      assertThat(sleeper.view().issues()).hasSize(3);
      sleeper.commit(skip(3));
      assertThat(ledger.view().issues()).hasSize(4);
    }
  }

  @Test
  void aDamagedBaseIsReportedAndNothingMadeUp() throws IOException {
    try (Ledger ledger = Ledger.open(directory, () -> NOW)) {
      ledger.commit(skip(1));
      ledger.compact();
    }
    Path base = directory.resolve("base.json");
    byte[] bytes = Files.readAllBytes(base);
    bytes[bytes.length / 2] ^= 1;
    Files.write(base, bytes);

    assertThatThrownBy(() -> Ledger.open(directory, () -> NOW))
        .isInstanceOf(JournalDamagedException.class)
        .hasMessageContaining("base.json");
    assertThat(Files.readAllBytes(base)).isEqualTo(bytes);
  }

  @Test
  void committingReadingAndCompactingAtOnceLosesNothing() throws IOException {
    AtomicInteger turn = new AtomicInteger();
    AtomicInteger next = new AtomicInteger();
    Race.of(6)
        .run(
            () -> {
              int role = turn.getAndIncrement() % 3;
              try (Ledger ledger = Ledger.open(directory, () -> NOW)) {
                for (int i = 0; i < 30; i++) {
                  act(ledger, role, next);
                }
              }
              return 0;
            });
    assertThat(Ledger.read(directory).issues()).hasSize(next.get());
  }

  private void act(Ledger ledger, int role, AtomicInteger next) throws IOException {
    if (role == 0) {
      ledger.compact();
    } else if (role == 1) {
      int known = next.get();
      assertThat(Ledger.read(directory).issues().size()).isGreaterThanOrEqualTo(known - 2);
      ledger.snapshot();
    } else {
      ledger.commit(skip(next.getAndIncrement()));
    }
  }
}
