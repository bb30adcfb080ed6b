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
 * What there is little of, and which issues need it while they are worked. Types and labels are
 * compared without case. Immutable.
 *
 * @param counts how many may hold a resource at once, by its name
 * @param byType what issues of a type need
 * @param byLabel what issues with a label need
 * @param timeout how long a gate waits for what it needs
 */
public record ResourceOptions(
    Map<String, Integer> counts,
    Map<String, List<String>> byType,
    Map<String, List<String>> byLabel,
    Duration timeout) {
  /** Nothing is scarce; half an hour's patience. */
  public static final ResourceOptions NONE =
      new ResourceOptions(Map.of(), Map.of(), Map.of(), Duration.ofMinutes(30));

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}");

  /**
   * Folds case and checks names and ranges.
   *
   * @throws IllegalArgumentException naming what is not right
   */
  public ResourceOptions {
    counts = Map.copyOf(counts);
    counts.forEach(ResourceOptions::check);
    byType = folded(byType);
    byLabel = folded(byLabel);
    Ranges.timeLimit("resourceTimeout", timeout);
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

  /** What {@code issue} needs while it is worked. */
  public NavigableSet<String> neededBy(Issue issue) {
    NavigableSet<String> needed = new TreeSet<>(needs(byType, issue.type().name()));
    issue.labels().forEach(label -> needed.addAll(needs(byLabel, label)));
    return needed;
  }

  private static List<String> needs(Map<String, List<String>> by, String kind) {
    return by.getOrDefault(fold(kind), List.of());
  }

  /** What issues or {@code gate} need and there is not. */
  public NavigableSet<String> missing(GateOptions gate) {
    NavigableSet<String> needed = new TreeSet<>();
    byType.values().forEach(needed::addAll);
    byLabel.values().forEach(needed::addAll);
    gate.commands().forEach(each -> needed.addAll(each.needs()));
    needed.removeAll(counts.keySet());
    return needed;
  }

  /** The same with other resources. */
  public ResourceOptions counts(Map<String, Integer> others) {
    return new ResourceOptions(others, byType, byLabel, timeout);
  }

  /** The same with other needs. */
  public ResourceOptions needs(Map<String, List<String>> types, Map<String, List<String>> labels) {
    return new ResourceOptions(counts, types, labels, timeout);
  }

  /** The same with another time limit. */
  public ResourceOptions timeout(Duration limit) {
    return new ResourceOptions(counts, byType, byLabel, limit);
  }
}
