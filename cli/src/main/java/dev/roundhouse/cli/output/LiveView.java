package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Screen;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.ledger.Usage;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lays out the live view of a run: a line with the state of the whole, a table of the issues under
 * way, and the keys. Never as wide as the screen, and a third of its height at most if a run prints
 * above it; issues without room are counted. Pure.
 */
final class LiveView {
  private static final int PART = 3; // of the height
  private static final int NARROW = 60; // columns, below which gaps are small
  private static final int LEAST_NOTE = 8;
  private static final String DOT = " · ";

  private final Terminal terminal;
  private final TextColor color;
  private final int width;
  private final int height;
  private final String gap;

  private LiveView(Terminal terminal, Screen.Size size, boolean isOnlooker) {
    this.terminal = terminal;
    this.color = new TextColor(terminal);
    this.width = Math.max(1, size.columns() - 1); // the last column makes some terminals wrap
    this.height = Math.max(1, isOnlooker ? size.rows() - 1 : size.rows() / PART);
    this.gap = width < NARROW ? " " : "  ";
  }

  /** Returns the lines of the view on a screen of that size. */
  static List<String> lines(LiveViewState picture, Screen.Size size, Terminal terminal) {
    return new LiveView(terminal, size, picture.isOnlooker()).lines(picture);
  }

  private List<String> lines(LiveViewState picture) {
    List<String> lines = new ArrayList<>();
    lines.add(head(picture));
    if (height > 2) {
      lines.addAll(table(picture, height - 2));
    }
    String last = picture.footer().map(this::safe).map(" "::concat).orElseGet(() -> keys(picture));
    if (height > 1 && !last.isBlank()) {
      lines.add(color.quiet(DisplayText.cut(last, width)));
    }
    return lines;
  }

  private String head(LiveViewState picture) {
    if (picture.target().isEmpty()) {
      return DisplayText.cut(picture.isIdle() ? safe(picture.idle()) : "starting", width);
    }
    List<Part> parts = new ArrayList<>();
    LiveViewState.Counts counts = picture.counts();
    String of = counts.total() == 0 ? "" : "/" + counts.total();
    String target = DisplayText.cut(safe(picture.target()), Math.max(8, width / 4));
    String begin = target.isEmpty() ? "" : target + "  ";
    parts.add(new Part(0, begin + counts.landed() + of + " landed"));
    part(parts, 5, counts.failed() == 0, counts.failed() + " failed");
    part(parts, 1, picture.isIdle(), picture.running().size() + " running");
    int queued = picture.queue().size();
    part(parts, 4, queued == 0, queued + " in the queue");
    part(parts, 1, !picture.isIdle(), safe(picture.idle()));
    picture.left().ifPresent(left -> parts.add(new Part(2, "ETA " + rough(left))));
    picture.perHour().ifPresent(each -> parts.add(new Part(6, rate(each))));
    String cost = cost(picture);
    part(parts, 3, cost.isEmpty(), cost);
    while (width(parts) > width && parts.size() > 1) {
      int last = parts.stream().mapToInt(Part::order).max().orElse(0);
      parts.removeIf(each -> each.order() == last);
    }
    return DisplayText.cut(text(parts), width);
  }

  /**
   * A part of the first line.
   *
   * @param order the parts of the highest are left out first
   */
  private record Part(int order, String text) {}

  private static void part(List<Part> parts, int order, boolean isLeftOut, String text) {
    if (!isLeftOut) {
      parts.add(new Part(order, text));
    }
  }

  private static String text(List<Part> parts) {
    return parts.stream().map(Part::text).collect(Collectors.joining(DOT));
  }

  private static int width(List<Part> parts) {
    return DisplayText.width(text(parts));
  }

  private static String rate(double perHour) {
    return String.format(Locale.ROOT, perHour < 9.95 ? "%.1f/h" : "%.0f/h", perHour);
  }

  /** Returns a time that is only estimated. */
  private static String rough(Duration left) {
    long minutes = Math.round(left.toSeconds() / 60.0);
    if (minutes < 1) {
      return "<1m";
    }
    return minutes < 60
        ? minutes + "m"
        : String.format(Locale.ROOT, "%dh%02dm", minutes / 60, minutes % 60);
  }

  private static String cost(LiveViewState picture) {
    Usage spent = picture.spent();
    boolean inTokens = picture.limit().filter(each -> each.costUsd().signum() == 0).isPresent();
    Function<Usage, String> amount =
        inTokens || (picture.limit().isEmpty() && spent.costUsd().signum() == 0)
            ? usage -> tokens(usage.tokens())
            : usage -> "$" + usage.costUsd().setScale(2, RoundingMode.HALF_UP).toPlainString();
    if (picture.limit().isEmpty()) {
      return spent.tokens() == 0 && spent.costUsd().signum() == 0 ? "" : amount.apply(spent);
    }
    return amount.apply(spent) + " of " + amount.apply(picture.limit().get());
  }

  private static String tokens(long count) {
    if (count < 1000) {
      return count + " tokens";
    }
    return count < 1_000_000
        ? count / 1000 + "k tokens"
        : String.format(Locale.ROOT, "%.1fM tokens", count / 1e6);
  }

  private List<String> table(LiveViewState picture, int room) {
    List<LiveViewState.Row> running = picture.running();
    List<LiveViewState.Row> queue = picture.queue();
    if (running.size() + queue.size() <= room) {
      List<LiveViewState.Row> all = new ArrayList<>(running);
      all.addAll(queue);
      return rows(all);
    }
    int most = room - 1; // and a line that counts the others
    int queued = Math.min(queue.size(), Math.max(most - running.size(), most / PART));
    int working = Math.min(running.size(), most - queued);
    List<LiveViewState.Row> shown = new ArrayList<>(running.subList(0, working));
    shown.addAll(queue.subList(0, queued));
    List<String> lines = rows(shown);
    lines.add(more(running.size() - working, queue.subList(queued, queue.size())));
    return lines;
  }

  private String more(int running, List<LiveViewState.Row> queue) {
    List<String> parts = new ArrayList<>();
    if (running > 0) {
      parts.add(running + " more running");
    }
    if (!queue.isEmpty()) {
      Map<String, Integer> states = new TreeMap<>();
      queue.forEach(each -> states.merge(each.state(), 1, Integer::sum));
      String all =
          states.entrySet().stream()
              .map(each -> each.getValue() + " " + each.getKey())
              .collect(Collectors.joining(", "));
      parts.add(queue.size() + " more in the queue (" + all + ")");
    }
    return color.quiet(DisplayText.cut(" + " + String.join(DOT, parts), width));
  }

  private List<String> rows(List<LiveViewState.Row> rows) {
    int longest = Math.max(12, width / 4);
    int[] widths = new int[4];
    for (LiveViewState.Row each : rows) {
      List<String> cells = cells(each, longest);
      for (int at = 0; at < widths.length; at++) {
        widths[at] = Math.max(widths[at], DisplayText.width(cells.get(at)));
      }
    }
    int note = width - 1 - Arrays.stream(widths).sum() - widths.length * gap.length();
    return rows.stream()
        .map(each -> row(each, cells(each, longest), widths, note))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private List<String> cells(LiveViewState.Row row, int longest) {
    return List.of(
        DisplayText.cut(safe(row.place()), longest),
        DisplayText.cut(safe(row.issue()), longest),
        row.state(),
        elapsed(row.elapsed()));
  }

  private String row(LiveViewState.Row row, List<String> cells, int[] widths, int note) {
    String time = " ".repeat(widths[3] - DisplayText.width(cells.get(3))) + cells.get(3);
    String state = row.style().apply(color, row.state());
    String line =
        " "
            + DisplayText.pad(cells.get(0), widths[0])
            + gap
            + DisplayText.pad(cells.get(1), widths[1])
            + gap
            + state
            + " ".repeat(widths[2] - DisplayText.width(row.state()))
            + gap
            + time;
    boolean hasNote = note >= LEAST_NOTE && !row.note().isBlank();
    return hasNote ? line + gap + color.quiet(DisplayText.cut(safe(row.note()), note)) : line;
  }

  private static String elapsed(Duration time) {
    return time.toSeconds() < 60 ? time.toSeconds() + "s" : DurationText.of(time);
  }

  private String safe(String text) {
    return terminal.safe(text).replace('\n', ' ').replace('\t', ' ');
  }

  private String keys(LiveViewState picture) {
    List<String> texts =
        switch (picture.stop()) {
          case NONE ->
              picture.isIdle()
                  ? List.of("q or Ctrl-C: end")
                  : List.of(
                      "q or Ctrl-C: finish the running issues and start no new ones;"
                          + " again: stop them now, keeping their work",
                      "q or Ctrl-C: finish the running issues and start no new ones",
                      "q or Ctrl-C: finish running issues");
          case DRAIN ->
              List.of(
                  "finishing the running issues; q or Ctrl-C again: stop them now,"
                      + " keeping their work",
                  "finishing; again: stop now, keeping their work",
                  "finishing; again: stop, work is kept");
          case INTERRUPT ->
              List.of(
                  "stopping the agents, keeping their work; Ctrl-C again: exit at once",
                  "stopping; Ctrl-C again: exit at once");
        };
    return texts.stream()
        .map(each -> " " + each)
        .filter(each -> DisplayText.width(each) <= width)
        .findFirst()
        .orElse(" " + texts.get(texts.size() - 1));
  }
}
