package dev.roundhouse.core.journal;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Short forms of what a journal does. */
final class JournalTexts {
  private JournalTexts() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static long append(Journal journal, long expected, String text) throws IOException {
    try (Journal.Turn turn = journal.turn(Patience.LIMIT)) {
      return journal.append(expected, bytes(text), turn);
    }
  }

  static String settle(Journal journal) throws IOException {
    try (Journal.Turn turn = journal.turn(Patience.LIMIT)) {
      return journal.settle(turn);
    }
  }

  static long divide(Journal journal, long expected) throws IOException {
    try (Journal.Turn turn = journal.turn(Patience.LIMIT)) {
      return journal.divide(expected, turn);
    }
  }

  /** Everything from {@code from} on, batch by batch. */
  static List<String> texts(Journal journal, long from) throws IOException {
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
  static long end(Journal journal) throws IOException {
    long at = 0;
    for (long end = journal.read(at).end(); end != at; end = journal.read(at).end()) {
      at = end;
    }
    return at;
  }
}
