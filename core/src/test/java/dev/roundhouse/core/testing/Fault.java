package dev.roundhouse.core.testing;

import dev.roundhouse.core.io.Disk;
import java.io.IOException;

/**
 * Fails the n-th change, and perhaps later ones, as a broken or a full disk does. For one thread.
 */
public final class Fault implements WatchedDisk.Watcher {
  private final int number;
  private final Manner manner;
  private final String message;
  private int count = -1;
  private boolean met;

  /** Fails change {@code number}, 0 being the first. */
  public Fault(int number, Manner manner, String message) {
    this.number = number;
    this.manner = manner;
    this.message = message;
  }

  @Override
  public void before(Change change) throws IOException {
    count++;
    boolean here = count == number;
    if (here && manner == Manner.SHORT && change.kind() == Change.Kind.WRITE) {
      Change half = change.half();
      try (Disk.OpenFile file = Disk.real().open(change.file())) {
        file.write(half.at(), half.bytes());
      }
    }
    if (here && manner != Manner.MADE) {
      fail();
    }
    if (count > number && (manner == Manner.DEAD || (manner == Manner.FULL && change.grows()))) {
      fail();
    }
  }

  @Override
  public void after(Change change) throws IOException {
    if (count == number && manner == Manner.MADE) {
      fail();
    }
  }

  private void fail() throws IOException {
    met = true;
    throw new IOException(message);
  }

  /** Whether anything has failed. */
  public boolean met() {
    return met;
  }

  /** How it fails. */
  public enum Manner {
    /** One change is refused. */
    REFUSED,
    /** One change is refused, after half of it was written. */
    SHORT,
    /** One change is made, and reported as failed. */
    MADE,
    /** One change is refused, and from then on all that need room. */
    FULL,
    /** Every change is refused from then on. */
    DEAD
  }
}
