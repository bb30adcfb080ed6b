package dev.roundhouse.report;

import dev.roundhouse.report.RunHistory.Fate;
import dev.roundhouse.report.RunHistory.GateVerdict;
import dev.roundhouse.report.RunHistory.Span;
import dev.roundhouse.report.RunHistory.Stage;
import dev.roundhouse.report.RunHistory.WorkedAttempt;
import dev.roundhouse.report.RunHistory.WorkedIssue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws when each slot and gate was at work on what, and when issues landed. */
final class TimelineSvg {
  private static final int WIDTH = 1150;
  private static final int LEFT = 74; // where the time begins
  private static final int RIGHT = 12;
  private static final int LANE = 30;
  private static final int BAR = 22;
  private static final int TOP = 8;
  private static final int LETTER = 7; // the width of one, about
  private static final int MOST_NAMED = 400; // bars with a text of their own
  private static final int TICKS = 9;
  private static final long[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400
  };

  private final RunHistory history;
  private final Instant begin;
  private final double scale; // pixels by millisecond
  private final boolean isNamed;
  private final Markup svg = Markup.html();
  private int y = TOP;

  private TimelineSvg(RunHistory history) {
    this.history = history;
    this.begin = history.run().startedAt();
    long millis = Math.max(1, history.elapsed().toMillis());
    this.scale = (double) (WIDTH - LEFT - RIGHT) / millis;
    this.isNamed = history.attempts().size() + history.gates().size() <= MOST_NAMED;
  }

  static Markup of(RunHistory history) {
    return new TimelineSvg(history).draw();
  }

  private Markup draw() {
    Map<String, List<WorkedAttempt>> slots = slots();
    List<List<GateVerdict>> gates = gateLanes();
    int lanes = slots.size() + gates.size() + 1;
    int height = TOP + lanes * LANE + 26;
    svg.open("svg").attribute("viewBox", "0 0 " + WIDTH + " " + height);
    svg.attribute("width", WIDTH).attribute("height", height).attribute("role", "img");
    svg.attribute("aria-labelledby", "timeline-title timeline-text");
    svg.open("title").attribute("id", "timeline-title").text("Timeline of the run").close();
    svg.open("desc").attribute("id", "timeline-text").text(description(slots.size())).close();
    axis(TOP + lanes * LANE);
    slots.forEach(this::slot);
    for (int lane = 0; lane < gates.size(); lane++) {
      gate(gates.size() == 1 ? "gate" : "gate " + (lane + 1), gates.get(lane));
    }
    landings();
    return svg.close();
  }

  private String description(int slots) {
    return slots
        + " slots worked on "
        + history.issues().size()
        + " issues in "
        + Words.duration(history.elapsed())
        + "; the table of issues below has every figure.";
  }

  private Map<String, List<WorkedAttempt>> slots() {
    Comparator<String> byNumber =
        Comparator.comparingInt(String::length).thenComparing(each -> each);
    Map<String, List<WorkedAttempt>> slots = new TreeMap<>(byNumber);
    history
        .attempts()
        .forEach(each -> slots.computeIfAbsent(each.slot(), s -> new ArrayList<>()).add(each));
    return slots;
  }

  /** Distributes gates that overlap over as few lanes as possible. */
  private List<List<GateVerdict>> gateLanes() {
    List<List<GateVerdict>> lanes = new ArrayList<>();
    history.gates().stream()
        .sorted(Comparator.comparing(GateVerdict::from))
        .forEach(each -> lane(lanes, each.from()).add(each));
    return lanes;
  }

  private static List<GateVerdict> lane(List<List<GateVerdict>> lanes, Instant from) {
    for (List<GateVerdict> each : lanes) {
      if (!each.get(each.size() - 1).to().isAfter(from)) {
        return each;
      }
    }
    List<GateVerdict> fresh = new ArrayList<>();
    lanes.add(fresh);
    return fresh;
  }

  private void axis(int bottom) {
    long seconds = Math.max(1, history.elapsed().toSeconds());
    long step = STEPS[STEPS.length - 1];
    for (long each : STEPS) {
      if (seconds / each <= TICKS) {
        step = each;
        break;
      }
    }
    while (seconds / step > TICKS) {
      step *= 2;
    }
    for (long at = 0; at <= seconds; at += step) {
      double x = x(begin.plusSeconds(at));
      svg.open("line").attribute("class", "grid");
      svg.attribute("x1", number(x)).attribute("x2", number(x));
      svg.attribute("y1", TOP - 4).attribute("y2", bottom + 4).close();
      svg.open("text").attribute("class", "quiet").attribute("x", number(x));
      svg.attribute("y", bottom + 20).attribute("text-anchor", at == 0 ? "start" : "middle");
      svg.text(tick(at, step)).close();
    }
  }

  private static String tick(long at, long step) {
    if (at == 0) {
      return "0";
    }
    if (step < 60) {
      return at < 60 ? at + "s" : Words.duration(Duration.ofSeconds(at));
    }
    long minutes = at / 60;
    return minutes < 60
        ? minutes + "m"
        : minutes / 60 + "h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + "m");
  }

  private void slot(String name, List<WorkedAttempt> attempts) {
    lane(name.isEmpty() ? "attempts" : name);
    for (WorkedAttempt each : attempts) {
      String kind = each.fate() == Fate.DISCARDED ? "lost" : "agent";
      String mark = each.fate() == Fate.DISCARDED ? "✕ " : "";
      for (Span span : each.spans()) {
        if (span.stage() == Stage.PREPARE) {
          bar("prepare", span.from(), span.to(), "", "");
        } else if (span.stage() == Stage.AGENT) {
          String number = each.number() > 1 ? " #" + each.number() : "";
          String text = each.issue() + number;
          bar(kind, span.from(), span.to(), mark + text, text + ": " + each.outcome());
        }
      }
    }
    y += LANE;
  }

  private void gate(String name, List<GateVerdict> verdicts) {
    lane(name);
    for (GateVerdict each : verdicts) {
      String subject = each.issue().map(Object::toString).orElse(history.run().target());
      String mark = each.used() && each.green() ? "" : "✕ ";
      String result =
          each.green() ? (each.used() ? "passed" : "passed, but was not needed") : "did not pass";
      String kind = each.used() && each.green() ? "gate" : "lost";
      bar(kind, each.from(), each.to(), mark + subject, "gate on " + subject + ": " + result);
    }
    y += LANE;
  }

  private void landings() {
    lane("landed");
    List<WorkedIssue> landed =
        history.landed().stream().sorted(Comparator.comparing(each -> each.last().to())).toList();
    for (int at = 0; at < landed.size(); at++) {
      WorkedIssue each = landed.get(at);
      double x = x(each.last().to());
      double next = at + 1 < landed.size() ? x(landed.get(at + 1).last().to()) - 8 : WIDTH;
      double middle = y + BAR / 2.0;
      svg.open("path").attribute("class", "landed");
      svg.attribute("d", "M" + number(x) + " " + number(middle - 7) + "l6 7l-6 7l-6-7z");
      if (isNamed) {
        svg.element("title", each.id() + " landed after " + since(each.last().to()));
      }
      svg.close();
      if (isNamed && x + 9 + each.id().value().length() * LETTER < next) {
        svg.open("text").attribute("x", number(x + 9)).attribute("y", number(middle + 4));
        svg.text(each.id().value()).close();
      }
    }
    y += LANE;
  }

  private String since(Instant at) {
    return Words.duration(Duration.between(begin, at));
  }

  private void lane(String name) {
    svg.open("rect").attribute("class", "lane").attribute("x", LEFT).attribute("y", y);
    svg.attribute("width", WIDTH - LEFT - RIGHT).attribute("height", BAR);
    svg.attribute("rx", 4).close();
    svg.open("text").attribute("class", "quiet").attribute("x", 0).attribute("y", y + 15);
    svg.text(name).close();
  }

  private void bar(String kind, Instant from, Instant to, String text, String title) {
    double x = x(from);
    double width = Math.max(1.5, x(to) - x);
    svg.open("rect").attribute("class", kind).attribute("x", number(x)).attribute("y", y);
    svg.attribute("width", number(width)).attribute("height", BAR);
    if (width > 8) {
      svg.attribute("rx", 4);
    }
    if (isNamed && !title.isEmpty()) {
      svg.element("title", title + ", " + Words.duration(Duration.between(from, to)));
    }
    svg.close();
    if (isNamed && !text.isEmpty() && width > text.length() * LETTER + 10) {
      svg.open("text").attribute("class", "on").attribute("x", number(x + 6));
      svg.attribute("y", y + 15).text(text).close();
    }
  }

  /** Returns the place of a moment; what was before the run begins where it does. */
  private double x(Instant at) {
    long millis = Math.max(0, Duration.between(begin, at).toMillis());
    return LEFT + Math.min(millis * scale, WIDTH - LEFT - RIGHT);
  }

  static String number(double value) {
    double rounded = Math.round(value * 10) / 10.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
