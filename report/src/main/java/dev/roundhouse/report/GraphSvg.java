package dev.roundhouse.report;

import static dev.roundhouse.report.TimelineSvg.number;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.report.RunHistory.Fate;
import dev.roundhouse.report.RunHistory.Link;
import dev.roundhouse.report.RunHistory.WorkedIssue;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Draws which issue depends on which, from left to right. */
final class GraphSvg {
  private static final int MOST_BOXES = 120;
  private static final int MOST_DOTS = 1500;
  private static final Size BOXES = new Size(132, 30, 56, 12);
  private static final Size DOTS = new Size(9, 9, 44, 4);
  private static final int LONGEST_NAME = 15;

  private final RunHistory history;
  private final GraphLayers layers;
  private final Size size;
  private final Map<IssueId, String> states = new HashMap<>();
  private final Map<IssueId, String> titles = new HashMap<>();
  private final Map<IssueId, int[]> places = new HashMap<>();
  private final Markup svg = Markup.html();

  /** The size of an issue, and of the room between layers and between the issues of one. */
  private record Size(int width, int height, int between, int below) {}

  private GraphSvg(RunHistory history, GraphLayers layers) {
    this.history = history;
    this.layers = layers;
    this.size = layers.size() <= MOST_BOXES ? BOXES : DOTS;
  }

  /** Returns the drawing; empty if there are no dependencies, or too many to be seen. */
  static Optional<Markup> of(RunHistory history) {
    GraphLayers layers = GraphLayers.of(history.links());
    return layers.size() == 0 || layers.size() > MOST_DOTS
        ? Optional.empty()
        : Optional.of(new GraphSvg(history, layers).draw());
  }

  private Markup draw() {
    for (WorkedIssue each : history.issues()) {
      states.put(each.id(), each.fate().word());
      titles.put(each.id(), each.id() + ", " + each.outcome() + ": " + Words.line(each.title()));
    }
    for (IssueStanding each : history.untouched()) {
      IssueId id = each.issue().id();
      states.put(id, "idle");
      titles.put(id, id + ", not started: " + Words.line(each.issue().title()));
    }
    int width = layers.layers().size() * (size.width() + size.between()) - size.between() + 2;
    int height = layers.widest() * (size.height() + size.below()) - size.below() + 2;
    svg.open("svg").attribute("viewBox", "-1 -1 " + width + " " + height);
    svg.attribute("width", width).attribute("height", height).attribute("role", "img");
    svg.attribute("aria-label", description());
    place(height);
    history.links().stream()
        .sorted(Comparator.comparing(Link::first).thenComparing(Link::then))
        .forEach(this::edge);
    layers.layers().forEach(layer -> layer.forEach(this::issue));
    return svg.close();
  }

  private String description() {
    return "Graph of "
        + history.links().size()
        + " dependencies between "
        + Plural.of(layers.size(), "issue")
        + ": each issue is to the right of those it depends on.";
  }

  private void place(int height) {
    int x = 0;
    for (List<IssueId> layer : layers.layers()) {
      int step = size.height() + size.below();
      int y = (height - layer.size() * step + size.below()) / 2;
      for (IssueId each : layer) {
        places.put(each, new int[] {x, y});
        y += step;
      }
      x += size.width() + size.between();
    }
  }

  private void edge(Link link) {
    int[] from = places.get(link.first());
    int[] to = places.get(link.then());
    if (from == null || to == null) {
      return;
    }
    int x1 = from[0] + size.width();
    int y1 = from[1] + size.height() / 2;
    int y2 = to[1] + size.height() / 2;
    int bend = Math.max(size.between() / 2, Math.abs(to[0] - x1) / 2);
    boolean isMet = Fate.LANDED.word().equals(states.get(link.first()));
    svg.open("path").attribute("class", isMet ? "edge" : "edge unmet");
    svg.attribute(
        "d",
        "M"
            + x1
            + " "
            + y1
            + "C"
            + (x1 + bend)
            + " "
            + y1
            + " "
            + (to[0] - bend)
            + " "
            + y2
            + " "
            + to[0]
            + " "
            + y2);
    svg.close();
  }

  private void issue(IssueId id) {
    int[] at = places.getOrDefault(id, new int[2]);
    String state = states.getOrDefault(id, "idle");
    if (size.equals(DOTS)) {
      svg.open("rect").attribute("class", state).attribute("x", at[0]).attribute("y", at[1]);
      svg.attribute("width", size.width()).attribute("height", size.height());
      svg.attribute("rx", 3).element("title", id.value()).close();
      return;
    }
    svg.open("g").element("title", titles.getOrDefault(id, id.value()));
    svg.open("rect").attribute("class", "box").attribute("x", at[0]).attribute("y", at[1]);
    svg.attribute("width", size.width()).attribute("height", size.height());
    svg.attribute("rx", 7).close();
    svg.open("circle").attribute("class", state);
    svg.attribute("cx", number(at[0] + 14)).attribute("cy", at[1] + size.height() / 2);
    svg.attribute("r", 5).close();
    svg.open("text").attribute("x", at[0] + 26).attribute("y", at[1] + 20);
    svg.text(name(id)).close().close();
  }

  private static String name(IssueId id) {
    String name = id.value();
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }
}
