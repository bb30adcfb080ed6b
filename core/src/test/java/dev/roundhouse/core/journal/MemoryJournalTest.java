package dev.roundhouse.core.journal;

/** The journal in memory. */
class MemoryJournalTest extends JournalContract {
  @Override
  Journal open() {
    return new MemoryJournal();
  }
}
