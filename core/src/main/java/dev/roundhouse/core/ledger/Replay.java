package dev.roundhouse.core.ledger;

import dev.roundhouse.core.journal.Journal;
import dev.roundhouse.core.journal.PositionGoneException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings a view up to what the journal holds now. Immutable; safe for use by any number of threads.
 *
 * @param journal the journal with the events
 * @param snapshots the snapshots that stand in for events the journal has forgotten, or null
 */
record Replay(Journal journal, @Nullable Snapshots snapshots) {
  /** Returns {@code from} with everything since applied. */
  LedgerView on(LedgerView from) throws IOException {
    LedgerView now = from;
    long before;
    do {
      before = now.position();
      now = more(now);
    } while (now.position() != before);
    return now;
  }

  private LedgerView more(LedgerView from) throws IOException {
    try {
      LedgerView now = from;
      Journal.Batch batch = journal.read(from.position());
      for (byte[] payload : batch.payloads()) {
        now = EventFold.apply(now, LedgerFormat.decode(payload));
      }
      return now.at(batch.end());
    } catch (PositionGoneException forgotten) {
      LedgerView later = snapshots == null ? from : snapshots.latest(journal);
      if (later.position() <= from.position()) {
        throw forgotten;
      }
      return later;
    }
  }

  /** Returns the events that {@code wanted} accepts, as far as the journal holds them. */
  List<Event> events(Predicate<Event> wanted) throws IOException {
    List<Event> events = new ArrayList<>();
    long from = beginning();
    long before;
    do {
      before = from;
      from = more(from, wanted, events);
    } while (from != before);
    return events;
  }

  private long beginning() throws IOException {
    return snapshots == null ? journal.beginning() : snapshots.beginning(journal).position();
  }

  /** Reads on and returns the position after what was read. */
  private long more(long from, Predicate<Event> wanted, List<Event> events) throws IOException {
    try {
      Journal.Batch batch = journal.read(from);
      for (byte[] payload : batch.payloads()) {
        LedgerFormat.decode(payload).stream().filter(wanted).forEach(events::add);
      }
      return batch.end();
    } catch (PositionGoneException forgotten) {
      long later = beginning();
      if (later <= from) {
        throw forgotten;
      }
      return later;
    }
  }
}
