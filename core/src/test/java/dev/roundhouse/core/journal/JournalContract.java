package dev.roundhouse.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every journal promises. */
abstract class JournalContract {
  abstract Journal open() throws IOException;

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static List<String> texts(Journal.Batch batch) {
    return batch.payloads().stream().map(each -> new String(each, StandardCharsets.UTF_8)).toList();
  }

  @Test
  void givesBackWhatWasAppendedInOrderFromAnyPosition() throws IOException {
    try (Journal journal = open()) {
      long first = journal.append(0, bytes("one"));
      long second = journal.append(first, bytes("zwei ü"));
      journal.force(second);

      assertThat(texts(journal.read(0))).containsExactly("one", "zwei ü");
      assertThat(texts(journal.read(first))).containsExactly("zwei ü");
      assertThat(journal.read(second).payloads()).isEmpty();
      assertThat(journal.read(first).end()).isEqualTo(second);
      assertThat(journal.settle()).isEmpty();
    }
  }

  @Test
  void aSealTellsOneRecordFromAnother() throws IOException {
    try (Journal one = open()) {
      long end = one.append(0, bytes("a"));
      long last = one.append(end, bytes("b".repeat(10_000)));

      assertThat(one.seal(0)).contains("");
      assertThat(one.seal(end)).isPresent().isEqualTo(one.seal(end));
      assertThat(one.seal(last)).isPresent().isNotEqualTo(one.seal(end));
      assertThat(one.seal(last + 1)).isEmpty();
    }
  }

  @Test
  void refusesAWriterThatDoesNotKnowTheEnd() throws IOException {
    try (Journal journal = open()) {
      long end = journal.append(0, bytes("one"));

      assertThatThrownBy(() -> journal.append(0, bytes("two")))
          .isInstanceOf(StalePositionException.class);
      assertThat(texts(journal.read(0))).containsExactly("one");
      assertThat(journal.append(end, bytes("two"))).isGreaterThan(end);
    }
  }
}
