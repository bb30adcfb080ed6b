package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.backlog.PathPattern;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The files one issue changes, as far as is known. Immutable.
 *
 * @param paths the paths, sorted
 */
public record Footprint(NavigableSet<PathPattern> paths) {
  /** An empty footprint: no file is known. */
  public static final Footprint NONE = new Footprint(Collections.emptyNavigableSet());

  /** Copies the paths. */
  public Footprint {
    paths = Collections.unmodifiableNavigableSet(new TreeSet<>(paths));
  }

  /** Returns the footprint of {@code paths}. */
  public static Footprint of(Collection<PathPattern> paths) {
    return paths.isEmpty() ? NONE : new Footprint(new TreeSet<>(paths));
  }

  /** Returns the footprint of the files with the names that git reports. */
  public static Footprint ofFiles(Collection<String> files) {
    return of(files.stream().map(PathPattern::exactly).toList());
  }

  /** Returns the union of both. */
  public Footprint and(Footprint other) {
    if (paths.isEmpty() || other.paths.isEmpty()) {
      return paths.isEmpty() ? other : this;
    }
    TreeSet<PathPattern> both = new TreeSet<>(paths);
    both.addAll(other.paths);
    return new Footprint(both);
  }
}
