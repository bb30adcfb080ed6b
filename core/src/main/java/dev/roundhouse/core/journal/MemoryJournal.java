package dev.roundhouse.core.journal;

import com.google.common.hash.Hashing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A journal that lives as long as the object does; a position is a count of records. Safe for use
 * by any number of threads.
 */
public final class MemoryJournal implements Journal {
  private final List<byte[]> records = new ArrayList<>();

  /** An empty journal. */
  public MemoryJournal() {}

  @Override
  public synchronized Batch read(long from) {
    return new Batch(
        List.copyOf(records.subList(Math.toIntExact(from), records.size())), records.size());
  }

  @Override
  public synchronized long append(long expected, byte[] payload) throws StalePositionException {
    if (expected != records.size()) {
      throw new StalePositionException(expected, records.size());
    }
    records.add(payload.clone());
    return records.size();
  }

  @Override
  public void force(long position) {
    // memory is as durable as it will ever be
  }

  @Override
  public String settle() {
    return "";
  }

  @Override
  public synchronized Optional<String> seal(long position) {
    if (position < 0 || position > records.size()) {
      return Optional.empty();
    }
    return Optional.of(
        position == 0
            ? ""
            : Hashing.crc32c().hashBytes(records.get(Math.toIntExact(position - 1))).toString());
  }

  @Override
  public void close() {
    // nothing is open
  }
}
