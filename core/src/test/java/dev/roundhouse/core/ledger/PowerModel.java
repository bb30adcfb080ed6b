package dev.roundhouse.core.ledger;

import dev.roundhouse.core.testing.Change;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What of a disk is durable, and what is only under way: of each file its forced content and the
 * changes since, of each directory its forced names and the changes since. Files are told by
 * number, since names come and go. For one thread.
 */
final class PowerModel {
  private final TreeMap<Path, Integer> names = new TreeMap<>();
  private final TreeMap<Path, Integer> durableNames = new TreeMap<>();
  private final TreeMap<Integer, byte[]> durable = new TreeMap<>();
  private final List<Pending> pending = new ArrayList<>();

  void apply(Change change) {
    int file = names.getOrDefault(change.file(), -1);
    switch (change.kind()) {
      case CREATE -> {
        file = durable.size();
        durable.put(file, new byte[0]);
        names.put(change.file(), file);
        pending.add(new Pending(change, file));
      }
      case RENAME, DELETE, WRITE, TRUNCATE -> pending.add(new Pending(change, file));
      case FORCE -> forceContent(file);
      case FORCE_NAMES -> forceNames(change.file());
    }
    if (change.kind() == Change.Kind.RENAME || change.kind() == Change.Kind.DELETE) {
      rename(names, change, file);
    }
  }

  static void rename(Map<Path, Integer> names, Change change, int file) {
    names.remove(change.file());
    if (change.kind() != Change.Kind.DELETE) {
      names.put(change.target(), file);
    }
  }

  private void forceContent(int file) {
    byte[] content = durable.getOrDefault(file, new byte[0]);
    for (Pending each : List.copyOf(pending)) {
      if (each.file() == file && each.isContent()) {
        content = each.applied(content, Pending.WHOLE);
        pending.remove(each);
      }
    }
    durable.put(file, content);
  }

  private void forceNames(Path directory) {
    for (Pending each : List.copyOf(pending)) {
      if (!each.isContent() && directory.equals(parent(each.change().target()))) {
        rename(durableNames, each.change(), each.file());
        pending.remove(each);
      }
    }
  }

  private static Path parent(Path name) {
    Path parent = name.getParent();
    return parent == null ? Path.of("") : parent;
  }

  PowerMoment moment(String last, SortedSet<Integer> acknowledged, SortedSet<Integer> begun) {
    return new PowerMoment(
        last,
        acknowledged,
        begun,
        new TreeMap<>(durableNames),
        new TreeMap<>(durable),
        List.copyOf(pending));
  }

  /**
   * A change that may be lost.
   *
   * @param change the change
   * @param file the file's number
   */
  record Pending(Change change, int file) {
    static final int WHOLE = 1;

    boolean isContent() {
      return change.kind() == Change.Kind.WRITE || change.kind() == Change.Kind.TRUNCATE;
    }

    /** In how many ways it may be there, not at all being the first and as a whole the second. */
    int ways(boolean isLast) {
      int length = change.bytes().length;
      if (change.kind() != Change.Kind.WRITE) {
        return 2;
      }
      return isLast ? 3 + 3 * (length - 1) : 3;
    }

    /**
     * {@code content} with this change in one of its ways: for a write these are absent, whole and
     * zeros, then for each byte of it torn there, zeros from there on, and zeros up to there.
     */
    byte[] applied(byte[] content, int way) {
      if (way == 0) {
        return content;
      }
      if (change.kind() == Change.Kind.TRUNCATE) {
        return Arrays.copyOf(content, (int) change.at());
      }
      return written(content, torn(way));
    }

    private byte[] torn(int way) {
      byte[] bytes = change.bytes().clone();
      int cut = way < 3 ? 0 : 1 + (way - 3) / 3;
      if (way == 2) {
        Arrays.fill(bytes, (byte) 0);
      } else if (way > 2 && way % 3 == 0) {
        return Arrays.copyOf(bytes, cut);
      } else if (way > 2 && way % 3 == 1) {
        Arrays.fill(bytes, cut, bytes.length, (byte) 0);
      } else if (way > 2) {
        Arrays.fill(bytes, 0, cut, (byte) 0);
      }
      return bytes;
    }

    private byte[] written(byte[] content, byte[] bytes) {
      int at = (int) change.at();
      int length = Math.max(content.length, at + bytes.length);
      byte[] result = Arrays.copyOf(content, length);
      System.arraycopy(bytes, 0, result, at, bytes.length);
      return result;
    }
  }
}
