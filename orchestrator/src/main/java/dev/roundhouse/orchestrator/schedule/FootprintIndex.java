package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.PathPattern;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An index of the holders of files, by file: a query costs O(its paths · log all paths), and one
 * comparison for each pattern that is kept, however many holders there are. For one thread.
 *
 * @param <K> the type of the holders
 */
final class FootprintIndex<K> {
  private final NavigableMap<String, Set<K>> plain = new TreeMap<>();
  private final Map<PathPattern, Set<K>> wild = new TreeMap<>();
  private final Map<K, Footprint> kept = new HashMap<>();
  private long version;

  /** Records that {@code holder} holds {@code footprint} from now on, and nothing else. */
  void put(K holder, Footprint footprint) {
    remove(holder);
    version++;
    kept.put(holder, footprint);
    for (PathPattern each : footprint.paths()) {
      if (each.isWild()) {
        wild.computeIfAbsent(each, path -> new HashSet<>()).add(holder);
      } else {
        plain.computeIfAbsent(each.text(), path -> new HashSet<>()).add(holder);
      }
    }
  }

  /** Records that {@code holder} holds nothing any more. */
  void remove(K holder) {
    Footprint footprint = kept.remove(holder);
    if (footprint != null) {
      version++;
      footprint.paths().forEach(each -> drop(each.isWild() ? wild : plain, each, holder));
    }
  }

  private static <K> void drop(Map<?, Set<K>> from, PathPattern path, K holder) {
    Object key = path.isWild() ? path : path.text();
    Set<K> holders = from.get(key);
    if (holders != null && holders.remove(holder) && holders.isEmpty()) {
      from.remove(key);
    }
  }

  void clear() {
    version++;
    plain.clear();
    wild.clear();
    kept.clear();
  }

  /** Returns a number that grows with every change. */
  long version() {
    return version;
  }

  Optional<Footprint> of(K holder) {
    return Optional.ofNullable(kept.get(holder));
  }

  /**
   * Returns the holders of files of {@code footprint}, in no particular order, with a few of those
   * files.
   */
  Map<K, Set<PathPattern>> holders(Footprint footprint) {
    Map<K, Set<PathPattern>> found = new HashMap<>();
    if (kept.isEmpty()) {
      return found;
    }
    for (PathPattern each : footprint.paths()) {
      if (each.isWild()) {
        plain.forEach((path, holders) -> compare(each, PathPattern.exactly(path), holders, found));
      } else {
        meet(each.text(), found);
      }
      wild.forEach((path, holders) -> compare(each, path, holders, found));
    }
    return found;
  }

  /** Finds the holders of the path itself, of the folders it is in, and of anything below it. */
  private void meet(String path, Map<K, Set<PathPattern>> found) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String folder = path.substring(0, end);
      add(plain.getOrDefault(folder, Set.of()), path, found);
    }
    String below = path + "/";
    for (Map.Entry<String, Set<K>> each : plain.tailMap(below, true).entrySet()) {
      if (!each.getKey().startsWith(below)) {
        return;
      }
      add(each.getValue(), each.getKey(), found);
    }
  }

  private static <K> void compare(
      PathPattern one, PathPattern other, Set<K> holders, Map<K, Set<PathPattern>> found) {
    if (one.meets(other)) {
      add(holders, one.isWild() ? other.text() : one.text(), found);
    }
  }

  private static <K> void add(Set<K> holders, String path, Map<K, Set<PathPattern>> found) {
    for (K each : holders) {
      Set<PathPattern> paths = found.computeIfAbsent(each, key -> new TreeSet<>());
      if (paths.size() < Collision.MOST) {
        paths.add(PathPattern.exactly(path));
      }
    }
  }
}
