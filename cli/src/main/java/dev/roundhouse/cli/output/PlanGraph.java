package dev.roundhouse.cli.output;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.PlanReport;
import dev.roundhouse.orchestrator.schedule.Forecast;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The dependencies among the remaining issues, as a graph for Mermaid or Graphviz. A title is shown
 * as it is, and nothing in it is interpreted. Immutable.
 */
public final class PlanGraph {
  private final Map<IssueId, String> labels = new TreeMap<>();
  private final Map<IssueId, Integer> numbers = new HashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Set<IssueId> critical;
  private final Plan plan;

  private PlanGraph(PlanReport planReport) {
    Forecast forecast = planReport.forecast();
    plan = planReport.statusReport().plan();
    critical = new HashSet<>(forecast.criticalPath());
    for (Forecast.Slot slot : forecast.slots()) {
      String when =
          "w"
              + slot.worker()
              + " "
              + DurationText.of(slot.start())
              + "-"
              + DurationText.of(slot.end());
      labels.put(slot.issue().id(), label(slot.issue(), when));
    }
    for (Forecast.Unplanned each : forecast.unplanned()) {
      labels.put(
          each.standing().issue().id(), label(each.standing().issue(), each.standing().status()));
    }
    for (IssueId id : List.copyOf(labels.keySet())) {
      plan.find(id).ifPresent(this::join);
    }
    for (Forecast.KeptApart each : forecast.keptApart()) {
      edges.add(new Edge(each.collision().with(), each.issue(), Kind.OVERLAPS));
    }
    labels.keySet().forEach(id -> numbers.put(id, numbers.size()));
  }

  /** Returns the graph of {@code planReport}. */
  public static PlanGraph of(PlanReport planReport) {
    return new PlanGraph(planReport);
  }

  private static String label(Issue issue, String more) {
    return issue.id() + ": " + issue.title() + " (" + issue.priority() + ", " + more + ")";
  }

  private void join(IssueStanding to) {
    Issue issue = to.issue();
    for (IssueId from : to.waitsFor()) {
      boolean hard = issue.blockedBy().contains(from);
      labels.computeIfAbsent(from, this::stranger);
      edges.add(new Edge(from, issue.id(), hard ? Kind.BLOCKS : Kind.ORDERS));
    }
  }

  private String stranger(IssueId id) {
    return plan.find(id)
        .map(each -> label(each.issue(), each.status()))
        .orElse(id + ": not in the backlog");
  }

  /**
   * Returns the graph as a Mermaid flowchart; dotted edges only order issues or keep them apart.
   */
  public String mermaid() {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    labels.forEach(
        (id, label) ->
            text.append("  n")
                .append(numbers.get(id))
                .append("[\"")
                .append(entities(label))
                .append("\"]\n"));
    for (Edge each : edges) {
      text.append("  n")
          .append(numbers.get(each.from))
          .append(each.kind.mermaid)
          .append('n')
          .append(numbers.get(each.to))
          .append('\n');
    }
    text.append("  classDef critical stroke-width:4px\n");
    labels.keySet().stream()
        .filter(critical::contains)
        .forEach(id -> text.append("  class n").append(numbers.get(id)).append(" critical\n"));
    return text.toString();
  }

  /** Escapes everything but letters, digits and a few harmless characters as numeric entities. */
  private static String entities(String label) {
    StringBuilder text = new StringBuilder();
    label
        .codePoints()
        .forEach(
            point -> {
              if (Character.isLetterOrDigit(point) || " .,:-_/".indexOf(point) >= 0) {
                text.appendCodePoint(point);
              } else {
                text.append('#').append(point).append(';');
              }
            });
    return text.toString();
  }

  /** Returns the graph as a Graphviz digraph; dashed edges only order issues or keep them apart. */
  public String dot() {
    StringBuilder text = new StringBuilder("digraph plan {\n  rankdir=LR;\n  node [shape=box];\n");
    labels.forEach(
        (id, label) ->
            text.append("  n")
                .append(numbers.get(id))
                .append(" [label=\"")
                .append(escaped(label))
                .append(critical.contains(id) ? "\", penwidth=3];\n" : "\"];\n"));
    for (Edge each : edges) {
      text.append("  n")
          .append(numbers.get(each.from))
          .append(" -> n")
          .append(numbers.get(each.to))
          .append(each.kind.dot)
          .append(";\n");
    }
    return text.append("}\n").toString();
  }

  /** Escapes {@code label} so that nothing ends the string or acts as a directive or an entity. */
  private static String escaped(String label) {
    return label
        .replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", " ")
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("&", "&amp;");
  }

  /** The relations between two issues. */
  private enum Kind {
    BLOCKS(" --> ", ""),
    ORDERS(" -.-> ", " [style=dashed]"),
    OVERLAPS(" -. same files .-> ", " [style=dashed, label=\"same files\"]");

    private final String mermaid;
    private final String dot;

    Kind(String mermaid, String dot) {
      this.mermaid = mermaid;
      this.dot = dot;
    }
  }

  private record Edge(IssueId from, IssueId to, Kind kind) {}
}
