package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.io.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * What is left of a ledger, found out by opening it; it has gone on as if nothing had happened.
 *
 * @param steps the steps that were there
 * @param torn whether a torn tail was cut off
 * @param staged whether a staged file stayed behind
 */
record Aftermath(SortedSet<Integer> steps, boolean torn, boolean staged) {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int FURTHER = 99;

  /**
   * Opens the ledger in {@code directory}.
   *
   * @throws AssertionError if it holds half a step, is still locked, or does not go on
   */
  static Aftermath of(Path directory) throws IOException {
    long before = count(directory, "torn-");
    LedgerView read = Ledger.read(directory);
    long start = System.nanoTime();
    LedgerView opened;
    try (LedgerLife life = new LedgerLife(directory, Disk.real())) {
      opened = life.view();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
    }
    assertThat(issues(read)).isEqualTo(issues(opened));
    long after = count(directory, "torn-");
    SortedSet<Integer> steps = LedgerLife.steps(opened);
    goesOn(directory, opened);
    return new Aftermath(steps, after > before, count(directory, ".staged") > 0);
  }

  private static void goesOn(Path directory, LedgerView opened) throws IOException {
    SortedSet<Integer> expected = LedgerLife.steps(opened);
    expected.add(FURTHER);
    try (LedgerLife again = new LedgerLife(directory, Disk.real())) {
      assertThat(issues(again.view())).isEqualTo(issues(opened));
      assertThat(again.view().position()).isEqualTo(opened.position());
      again.step(FURTHER);
      assertThat(LedgerLife.steps(again.view())).isEqualTo(expected);
    }
    assertThat(LedgerLife.steps(Ledger.read(directory))).isEqualTo(expected);
  }

  private static List<IssueRecord> issues(LedgerView view) {
    return List.copyOf(view.issues());
  }

  private static long count(Path directory, String word) throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(each -> each.getFileName().toString().contains(word)).count();
    }
  }
}
