package dev.roundhouse.core.journal;

import com.google.common.hash.Hashing;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A journal that lives as long as the object does; a position is a count of records. Safe for use
 * by any number of threads.
 */
public final class MemoryJournal implements Journal {
  private final Semaphore turn = new Semaphore(1);
  private final List<byte[]> records = new ArrayList<>();
  private int forgotten;

  /** Creates an empty journal. */
  public MemoryJournal() {}

  @Override
  public Turn turn(Duration limit) throws IOException {
    if (!Uninterruptibles.tryAcquireUninterruptibly(turn, limit)) {
      throw new IOException(
          "another thread has been writing for more than " + limit.toMillis() + " ms");
    }
    AtomicBoolean mine = new AtomicBoolean(true);
    return () -> {
      if (mine.compareAndSet(true, false)) {
        turn.release();
      }
    };
  }

  @Override
  public synchronized Batch read(long from) throws PositionGoneException {
    if (from < forgotten) {
      throw new PositionGoneException(from, forgotten);
    }
    return new Batch(List.copyOf(records.subList(index(from), records.size())), end());
  }

  @Override
  public synchronized long beginning() {
    return forgotten;
  }

  private int index(long position) {
    return Math.toIntExact(position - forgotten);
  }

  private long end() {
    return forgotten + (long) records.size();
  }

  @Override
  public synchronized long append(long expected, byte[] payload, Turn turn)
      throws StalePositionException {
    if (expected != end()) {
      throw new StalePositionException(expected, end());
    }
    records.add(payload.clone());
    return end();
  }

  @Override
  public void force(long position) {
    // memory is as durable as it will ever be
  }

  @Override
  public String settle(Turn turn) {
    return "";
  }

  @Override
  public synchronized Optional<String> seal(long position) {
    if (position == 0) {
      return Optional.of("");
    }
    if (position <= forgotten || position > end()) {
      return Optional.empty();
    }
    byte[] last = records.get(index(position - 1));
    return Optional.of(Hashing.crc32c().hashBytes(last).toString());
  }

  @Override
  public synchronized long divide(long expected, Turn turn) throws StalePositionException {
    if (expected != end()) {
      throw new StalePositionException(expected, end());
    }
    return expected;
  }

  @Override
  public synchronized long forget(long position) {
    List<byte[]> gone = records.subList(0, Math.max(0, index(Math.min(position, end()))));
    long bytes = gone.stream().mapToLong(each -> each.length).sum();
    forgotten += gone.size();
    gone.clear();
    return bytes;
  }

  @Override
  public void close() {
    // nothing is open
  }
}
