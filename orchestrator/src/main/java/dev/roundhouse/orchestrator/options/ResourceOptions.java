package dev.roundhouse.orchestrator.options;

import dev.roundhouse.core.issue.Issue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The scarce resources, and the issues that need them while they are under way. Types and labels
 * are compared without case. Immutable.
 *
 * @param counts the number of simultaneous holders of a resource, by its name
 * @param byType the needs of issues by type
 * @param byLabel the needs of issues by label
 * @param timeout the time a gate waits for its resources
 */
public record ResourceOptions(
    Map<String, Integer> counts,
    Map<String, List<String>> byType,
    Map<String, List<String>> byLabel,
    Duration timeout) {
  /** The defaults: nothing is scarce, and gates wait half an hour. */
  public static final ResourceOptions NONE =
      new ResourceOptions(Map.of(), Map.of(), Map.of(), Duration.ofMinutes(30));

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}");

  /**
   * Folds case and checks names and ranges.
   *
   * @throws IllegalArgumentException naming the invalid part
   */
  public ResourceOptions {
    counts = Map.copyOf(counts);
    counts.forEach(ResourceOptions::check);
    byType = folded(byType);
    byLabel = folded(byLabel);
    OptionValues.timeLimit("resourceTimeout", timeout);
  }

  private static void check(String name, int count) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a resource's name is up to 50 letters, digits, '.', '_' or '-', not '" + name + "'");
    }
    if (count < 1) {
      throw new IllegalArgumentException("there must be 1 or more of '" + name + "', not " + count);
    }
  }

  private static Map<String, List<String>> folded(Map<String, List<String>> needs) {
    Map<String, List<String>> folded = new TreeMap<>();
    needs.forEach((kind, names) -> folded.put(fold(kind), List.copyOf(names)));
    return Map.copyOf(folded);
  }

  private static String fold(String kind) {
    return kind.toLowerCase(Locale.ROOT);
  }

  /** Returns the resources {@code issue} needs while it is under way. */
  public NavigableSet<String> neededBy(Issue issue) {
    NavigableSet<String> needed = new TreeSet<>(needs(byType, issue.type().name()));
    issue.labels().forEach(label -> needed.addAll(needs(byLabel, label)));
    return needed;
  }

  private static List<String> needs(Map<String, List<String>> by, String kind) {
    return by.getOrDefault(fold(kind), List.of());
  }

  /** Returns the resources that issues or {@code gate} need and that do not exist. */
  public NavigableSet<String> missing(GateOptions gate) {
    NavigableSet<String> needed = new TreeSet<>();
    byType.values().forEach(needed::addAll);
    byLabel.values().forEach(needed::addAll);
    gate.commands().forEach(each -> needed.addAll(each.needs()));
    needed.removeAll(counts.keySet());
    return needed;
  }

  /** Returns the same options with other resources. */
  public ResourceOptions counts(Map<String, Integer> others) {
    return new ResourceOptions(others, byType, byLabel, timeout);
  }

  /** Returns the same options with other needs. */
  public ResourceOptions needs(Map<String, List<String>> types, Map<String, List<String>> labels) {
    return new ResourceOptions(counts, types, labels, timeout);
  }

  /** Returns the same options with another time limit. */
  public ResourceOptions timeout(Duration limit) {
    return new ResourceOptions(counts, byType, byLabel, limit);
  }
}
