package dev.roundhouse.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.journal.Journal;
import dev.roundhouse.core.journal.PositionGoneException;
import dev.roundhouse.core.journal.StalePositionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The promises of every {@link Journal}. */
public abstract class JournalContract {
  private static final Duration PATIENCE = Runners.LIMIT;

  /** Creates the tests of one implementation. */
  protected JournalContract() {}

  /**
   * Opens the journal under test, which is empty; called once in each test.
   *
   * @throws IOException if it cannot be opened
   */
  protected abstract Journal open() throws IOException;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static long append(Journal journal, long expected, String text) throws IOException {
    try (Journal.Turn turn = journal.turn(PATIENCE)) {
      return journal.append(expected, bytes(text), turn);
    }
  }

  private static String settle(Journal journal) throws IOException {
    try (Journal.Turn turn = journal.turn(PATIENCE)) {
      return journal.settle(turn);
    }
  }

  private static long divide(Journal journal, long expected) throws IOException {
    try (Journal.Turn turn = journal.turn(PATIENCE)) {
      return journal.divide(expected, turn);
    }
  }

  /** Everything from {@code from} on, batch by batch. */
  private static List<String> texts(Journal journal, long from) throws IOException {
    List<String> texts = new ArrayList<>();
    long at = from;
    for (long end = end(journal, at, texts); end != at; end = end(journal, at, texts)) {
      at = end;
    }
    return texts;
  }

  private static long end(Journal journal, long from, List<String> texts) throws IOException {
    Journal.Batch batch = journal.read(from);
    batch.payloads().forEach(each -> texts.add(new String(each, StandardCharsets.UTF_8)));
    return batch.end();
  }

  /** Where the journal ends. */
  private static long end(Journal journal) throws IOException {
    long at = 0;
    for (long end = journal.read(at).end(); end != at; end = journal.read(at).end()) {
      at = end;
    }
    return at;
  }

  @Test
  void givesBackWhatWasAppendedInOrderFromAnyPosition() throws IOException {
    try (Journal journal = open()) {
      long first = append(journal, end(journal), "one");
      long second = append(journal, first, "zwei ü");
      journal.force(second);

      assertThat(texts(journal, 0)).containsExactly("one", "zwei ü");
      assertThat(texts(journal, first)).containsExactly("zwei ü");
      assertThat(journal.read(second).payloads()).isEmpty();
      assertThat(journal.read(first).end()).isEqualTo(second);
      assertThat(settle(journal)).isEmpty();
    }
  }

  @Test
  void aSealTellsOneRecordFromAnother() throws IOException {
    try (Journal one = open()) {
      long end = append(one, end(one), "a");
      long last = append(one, end, "b".repeat(10_000));

      assertThat(one.seal(0)).contains("");
      assertThat(one.seal(end)).isPresent().isEqualTo(one.seal(end));
      assertThat(one.seal(last)).isPresent().isNotEqualTo(one.seal(end));
      assertThat(one.seal(last + 1)).isEmpty();
    }
  }

  @Test
  void refusesAWriterThatDoesNotKnowTheEnd() throws IOException {
    try (Journal journal = open()) {
      long begin = end(journal);
      long end = append(journal, begin, "one");

      assertThatThrownBy(() -> append(journal, begin, "two"))
          .isInstanceOf(StalePositionException.class);
      assertThat(texts(journal, 0)).containsExactly("one");
      assertThat(append(journal, end, "two")).isGreaterThan(end);
    }
  }

  @Test
  void oneAtATimeHasTheTurnAndWaitingForItHasAnEnd() throws IOException {
    try (Journal journal = open();
        Journal.Turn mine = journal.turn(PATIENCE)) {
      assertThatThrownBy(
              () -> {
                try (Journal.Turn other = journal.turn(Duration.ofMillis(20))) {
                  append(journal, 0, "never");
                }
              })
          .isInstanceOf(IOException.class);
      mine.close();
      mine.close();
      journal.turn(PATIENCE).close();
    }
  }

  @Test
  void anInterruptedThreadAppendsAllTheSame() throws IOException {
    try (Journal journal = open()) {
      long begin = end(journal);
      Thread.currentThread().interrupt();
      long end = append(journal, begin, "one");
      journal.force(end);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(texts(journal, 0)).containsExactly("one");
    }
  }

  @Test
  void forgetsWhatIsBeforeADivisionAndNothingElse() throws IOException {
    try (Journal journal = open()) {
      long begin = end(journal);
      long first = append(journal, begin, "one");
      long border = divide(journal, append(journal, first, "two"));
      long end = append(journal, border, "three");

      assertThat(texts(journal, 0)).containsExactly("one", "two", "three");
      assertThat(journal.beginning()).isZero();
      assertThat(journal.forget(border)).isNotNegative();

      assertThat(texts(journal, border)).containsExactly("three");
      assertThat(journal.seal(border)).isEqualTo(journal.seal(border));
      assertThat(journal.beginning()).isPositive();
      assertThat(journal.seal(first)).isEmpty();
      assertThatThrownBy(() -> journal.read(0)).isInstanceOf(PositionGoneException.class);
      assertThatThrownBy(() -> journal.read(first)).isInstanceOf(PositionGoneException.class);
      assertThat(append(journal, end, "four")).isGreaterThan(end);
    }
  }

  @Test
  void eightThreadsThatAppendLoseNothing() throws Exception {
    try (Journal journal = open()) {
      Runners.run(
          8,
          runner ->
              () -> {
                for (int i = 0; i < 25; i++) {
                  long end = appendAtEnd(journal);
                  journal.force(end);
                }
                return runner;
              });
      List<String> all = texts(journal, 0);
      assertThat(all).isEqualTo(IntStream.range(0, 200).mapToObj(String::valueOf).toList());
    }
  }

  private static long appendAtEnd(Journal journal) throws IOException {
    try (Journal.Turn turn = journal.turn(PATIENCE)) {
      int count = texts(journal, 0).size();
      return journal.append(end(journal), bytes(String.valueOf(count)), turn);
    }
  }
}
