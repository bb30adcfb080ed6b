package dev.roundhouse.core.ledger;

import dev.roundhouse.core.journal.Journal;
import dev.roundhouse.core.journal.PositionGoneException;
import java.io.IOException;
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
}
