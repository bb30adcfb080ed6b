package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.PathPattern;
import dev.roundhouse.core.issue.IssueId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A conflict between an issue and another one that changes the same files. Immutable.
 *
 * @param with the other issue
 * @param paths some of the files, at most four; never empty
 */
public record Collision(IssueId with, List<PathPattern> paths) {
  static final int MOST = 4;
  private static final int SHOWN = 3;

  /** Copies the paths. */
  public Collision {
    paths = List.copyOf(paths);
  }

  /** Returns the collisions with each of {@code holders}, by id. */
  static List<Collision> all(Map<IssueId, Set<PathPattern>> holders) {
    return new TreeMap<>(holders)
        .entrySet().stream().map(each -> of(each.getKey(), each.getValue())).toList();
  }

  /** Returns the collision with the first of {@code holders}, by id. */
  static Optional<Collision> first(Map<IssueId, Set<PathPattern>> holders) {
    return holders.entrySet().stream()
        .min(Map.Entry.comparingByKey())
        .map(each -> of(each.getKey(), each.getValue()));
  }

  private static Collision of(IssueId with, Set<PathPattern> paths) {
    return new Collision(with, List.copyOf(paths));
  }

  /** Returns a description for people; as untrusted as the file names it contains. */
  public String why() {
    return "touches " + files() + " as " + with + " does";
  }

  /** Returns the files as text, at most three of them by name. */
  public String files() {
    String named =
        paths.stream().limit(SHOWN).map(PathPattern::text).collect(Collectors.joining(", "));
    return paths.size() > SHOWN ? named + " and more" : named;
  }
}
