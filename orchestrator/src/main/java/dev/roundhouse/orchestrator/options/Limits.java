package dev.roundhouse.orchestrator.options;

import dev.roundhouse.core.issue.Issue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The limits on issues of a kind under way at once; names are compared without case. Immutable.
 *
 * @param types the limits by type
 * @param labels the limits by label
 * @param agents the limits by agent, as routes and options name it
 */
public record Limits(
    Map<String, Integer> types, Map<String, Integer> labels, Map<String, Integer> agents) {
  /** No limits. */
  public static final Limits NONE = new Limits(Map.of(), Map.of(), Map.of());

  /**
   * Folds case.
   *
   * @throws IllegalArgumentException if a limit is below 1
   */
  public Limits {
    types = folded(types);
    labels = folded(labels);
    agents = folded(agents);
  }

  private static Map<String, Integer> folded(Map<String, Integer> limits) {
    Map<String, Integer> folded = new TreeMap<>();
    limits.forEach(
        (name, most) -> {
          if (most < 1) {
            throw new IllegalArgumentException("a limit must be 1 or more, not " + most);
          }
          folded.put(fold(name), most);
        });
    return Map.copyOf(folded);
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Tells whether one more issue, {@code next}, may be worked on beside {@code working}. */
  public boolean admit(Working next, Collection<Working> working) {
    return kinds(next).stream().allMatch(kind -> count(kind, working) < most(kind));
  }

  private long count(Kind kind, Collection<Working> working) {
    return working.stream().filter(each -> kinds(each).contains(kind)).count();
  }

  private int most(Kind kind) {
    return kind.limits.getOrDefault(kind.name, Integer.MAX_VALUE);
  }

  private List<Kind> kinds(Working of) {
    List<Kind> kinds = new ArrayList<>();
    kinds.add(new Kind(types, fold(of.issue().type().name())));
    kinds.add(new Kind(agents, fold(of.agent())));
    of.issue().labels().forEach(label -> kinds.add(new Kind(labels, fold(label))));
    return kinds;
  }

  /**
   * An issue that is under way, or about to be.
   *
   * @param issue the issue
   * @param agent the agent that works on it
   */
  public record Working(Issue issue, String agent) {}

  /** A kind that may have a limit. */
  private record Kind(Map<String, Integer> limits, String name) {}
}
