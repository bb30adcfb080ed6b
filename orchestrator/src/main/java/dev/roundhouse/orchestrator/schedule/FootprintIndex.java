package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.PathPattern;
import dev.roundhouse.core.issue.IssueId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who has which files, asked by file: a question costs O(its paths · log all paths), and one
 * comparison for each pattern that is kept, however many there are who have something. For one
 * thread.
 */
final class FootprintIndex {
  private final NavigableMap<String, Set<IssueId>> plain = new TreeMap<>();
  private final Map<PathPattern, Set<IssueId>> wild = new TreeMap<>();
  private final Map<IssueId, Footprint> kept = new HashMap<>();

  /** {@code issue} has {@code footprint} from now on, and nothing else. */
  void put(IssueId issue, Footprint footprint) {
    remove(issue);
    kept.put(issue, footprint);
    for (PathPattern each : footprint.paths()) {
      if (each.isWild()) {
        wild.computeIfAbsent(each, path -> new TreeSet<>()).add(issue);
      } else {
        plain.computeIfAbsent(each.text(), path -> new TreeSet<>()).add(issue);
      }
    }
  }

  /** {@code issue} has nothing any more. */
  void remove(IssueId issue) {
    Footprint footprint = kept.remove(issue);
    if (footprint != null) {
      footprint.paths().forEach(each -> drop(each.isWild() ? wild : plain, each, issue));
    }
  }

  private static void drop(Map<?, Set<IssueId>> from, PathPattern path, IssueId issue) {
    Object key = path.isWild() ? path : path.text();
    Set<IssueId> holders = from.get(key);
    if (holders != null && holders.remove(issue) && holders.isEmpty()) {
      from.remove(key);
    }
  }

  void clear() {
    plain.clear();
    wild.clear();
    kept.clear();
  }

  Optional<Footprint> of(IssueId issue) {
    return Optional.ofNullable(kept.get(issue));
  }

  /** Who beside {@code issue} has files of {@code footprint}, and which; by id. */
  List<Collision> collisions(IssueId issue, Footprint footprint) {
    Map<IssueId, Set<PathPattern>> found = new TreeMap<>();
    for (PathPattern each : footprint.paths()) {
      if (each.isWild()) {
        plain.forEach((path, holders) -> compare(each, PathPattern.exactly(path), holders, found));
      } else {
        meet(each.text(), found);
      }
      wild.forEach((path, holders) -> compare(each, path, holders, found));
    }
    found.remove(issue);
    List<Collision> collisions = new ArrayList<>();
    found.forEach((with, paths) -> collisions.add(new Collision(with, List.copyOf(paths))));
    return collisions;
  }

  /** The path itself, the folders it is in, and what is below it. */
  private void meet(String path, Map<IssueId, Set<PathPattern>> found) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      String folder = path.substring(0, end);
      add(plain.getOrDefault(folder, Set.of()), path, found);
    }
    String below = path + "/";
    for (Map.Entry<String, Set<IssueId>> each : plain.tailMap(below, true).entrySet()) {
      if (!each.getKey().startsWith(below)) {
        return;
      }
      add(each.getValue(), each.getKey(), found);
    }
  }

  private static void compare(
      PathPattern one,
      PathPattern other,
      Set<IssueId> holders,
      Map<IssueId, Set<PathPattern>> found) {
    if (one.meets(other)) {
      add(holders, one.isWild() ? other.text() : one.text(), found);
    }
  }

  private static void add(Set<IssueId> holders, String path, Map<IssueId, Set<PathPattern>> found) {
    for (IssueId each : holders) {
      Set<PathPattern> paths = found.computeIfAbsent(each, id -> new TreeSet<>());
      if (paths.size() < Collision.MOST) {
        paths.add(PathPattern.exactly(path));
      }
    }
  }
}
