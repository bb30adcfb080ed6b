package dev.roundhouse.contracts;

import dev.roundhouse.core.journal.Journal;
import dev.roundhouse.core.journal.MemoryJournal;

/** The journal in memory. */
class MemoryJournalTest extends JournalContract {
  @Override
  protected Journal open() {
    return new MemoryJournal();
  }
}
