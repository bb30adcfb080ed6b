package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Screen;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.VerdictRecord;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.AttemptContent.ChangedFile;
import dev.roundhouse.orchestrator.AttemptContent.Since;
import dev.roundhouse.orchestrator.schedule.Decision.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lays out what a person sees of an issue before deciding about it: no line is wider than the
 * screen, and there are no more lines than fit. What comes from files, agents and git is shown
 * without anything that a terminal obeys. Pure.
 */
public final class ReviewText {
  private static final int TEXT_LINES = 6; // of the issue's text
  private static final int OUTPUT_LINES = 8; // of a red gate's output
  private static final int MOST_FILES = 8;
  private static final int PROMPT = 2; // lines that stay free for the question
  private static final int TAB = 8;
  private static final String DOT = " · ";

  private final Terminal terminal;
  private final TextColor color;
  private final int width;
  private final int height;

  /** Creates a layout for a screen of that size. */
  public ReviewText(Terminal terminal, Screen.Size size) {
    this.terminal = terminal;
    this.color = new TextColor(terminal);
    this.width = Math.max(20, size.columns() - 1);
    this.height = size.rows();
  }

  /** Creates a layout that leaves nothing out. */
  public static ReviewText whole(Terminal terminal) {
    return new ReviewText(terminal, new Screen.Size(Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  private boolean isWhole() {
    return height == Integer.MAX_VALUE;
  }

  /**
   * Returns the lines about {@code item}.
   *
   * @param place its place among those that are shown, such as {@code 1/3}; may be empty
   */
  public List<String> lines(ReviewItem item, String place) {
    List<String> lines = new ArrayList<>();
    String id = item.issue().value();
    String title = one(item.standing().issue().title());
    String before = place.isEmpty() ? "" : place + "  ";
    lines.add(color.strong(DisplayText.cut(before + id + "  " + title, width)));
    lines.add(color.quiet(DisplayText.cut(facts(item), width)));
    body(item, lines);
    lines.add("");
    lines.addAll(verdict(item));
    files(item, lines);
    diff(item, lines);
    return lines;
  }

  private String facts(ReviewItem item) {
    List<String> parts = new ArrayList<>();
    item.decision()
        .since()
        .ifPresent(
            then ->
                parts.add(
                    item.standing().status()
                        + " "
                        + DurationText.ago(then, terminal.clock().instant())));
    item.last().ifPresent(last -> parts.add("attempt " + last.number()));
    item.last().map(AttemptSummary::agent).ifPresent(agent -> parts.add(one(agent)));
    String cost = UsageText.cost(item.record().total());
    if (!cost.equals("-")) {
      parts.add(cost);
    }
    return String.join(DOT, parts);
  }

  private void body(ReviewItem item, List<String> lines) {
    List<String> body =
        isWhole()
            ? body(item)
            : body(item).stream().filter(each -> !each.isBlank() && !isTitle(item, each)).toList();
    int most = isWhole() ? body.size() : Math.min(TEXT_LINES, Math.max(2, height / 6));
    lines.add("");
    body.stream().limit(most).forEach(lines::add);
    if (body.size() > most) {
      lines.add(color.quiet("… " + Plural.of(body.size() - most, "more line") + " (t)"));
    }
  }

  /** Tells whether a line of the text is the title, which stands above it. */
  private boolean isTitle(ReviewItem item, String line) {
    String bare = line.startsWith("# ") ? line.substring(2) : line;
    return bare.strip().equals(one(item.standing().issue().title()));
  }

  /** Returns the whole text of the issue. */
  public List<String> body(ReviewItem item) {
    return terminal
        .safe(item.standing().issue().body().strip())
        .lines()
        .flatMap(line -> DisplayText.wrap(expanded(line), width).stream())
        .toList();
  }

  private List<String> verdict(ReviewItem item) {
    List<String> lines = new ArrayList<>();
    LifecycleStatus status = item.record().status();
    if (item.decision().kind() == Kind.LANDING) {
      lines.add(gate(item, status));
    }
    TextTable.Style style =
        item.decision().kind() == Kind.LANDING || item.decision().kind() == Kind.START
            ? TextTable.Style.PLAIN
            : TextTable.Style.BAD;
    String label = status == LifecycleStatus.REJECTED ? "gate red: " : "why: ";
    DisplayText.wrap(label + one(item.decision().why()), width)
        .forEach(line -> lines.add(style.apply(color, line)));
    if (item.decision().kind() == Kind.SETBACK || item.decision().kind() == Kind.ANSWER) {
      List<String> output = terminal.safe(item.record().evidence()).strip().lines().toList();
      int most = isWhole() ? output.size() : Math.min(OUTPUT_LINES, Math.max(2, height / 5));
      output.stream()
          .skip(Math.max(0, output.size() - most))
          .forEach(line -> lines.add(color.quiet(DisplayText.cut("  " + expanded(line), width))));
    }
    return lines;
  }

  private String gate(ReviewItem item, LifecycleStatus status) {
    if (!item.isGated() && item.verdict().isEmpty()) {
      return color.warning("gate: none; nothing has tested this work");
    }
    if (status != LifecycleStatus.AWAITING_APPROVAL) {
      return color.warning("gate: has not judged this work yet; it does before the work lands");
    }
    String took =
        item.verdict()
            .filter(VerdictRecord::green)
            .map(
                each ->
                    " in "
                        + DurationText.of(Duration.ofMillis(each.millis()))
                        + ", "
                        + DurationText.ago(each.at(), terminal.clock().instant()))
            .orElse("");
    return color.good("gate: green" + took);
  }

  private void files(ReviewItem item, List<String> lines) {
    if (item.changes().isEmpty()) {
      lines.add("changes: none");
      return;
    }
    lines.add("changes: " + sum(item.files()) + since(item));
    int most = isWhole() ? item.files().size() : Math.min(MOST_FILES, Math.max(2, height / 6));
    item.files().stream().limit(most).forEach(each -> lines.add(file(each)));
    if (item.files().size() > most) {
      lines.add(color.quiet("  … " + Plural.of(item.files().size() - most, "more file") + " (d)"));
    }
  }

  private String file(ChangedFile file) {
    String count =
        file.added() < 0
            ? "binary"
            : color.good("+" + file.added()) + " " + color.bad("−" + file.removed());
    String kind =
        switch (file.status()) {
          case "A" -> " new";
          case "D" -> " deleted";
          default -> "";
        };
    return "  " + DisplayText.cut(one(file.path()), Math.max(8, width - 24)) + "  " + count + kind;
  }

  private static String sum(List<ChangedFile> files) {
    long added = files.stream().mapToLong(each -> Math.max(0, each.added())).sum();
    long removed = files.stream().mapToLong(each -> Math.max(0, each.removed())).sum();
    return Plural.of(files.size(), "file") + ", +" + added + " −" + removed;
  }

  private static String since(ReviewItem item) {
    if (item.since().isEmpty()) {
      return "";
    }
    return item.sinceFiles().isEmpty()
        ? DOT + "unchanged since your last look"
        : DOT + "since your last look: " + sum(item.sinceFiles()) + " (c)";
  }

  private void diff(ReviewItem item, List<String> lines) {
    List<String> shown =
        item.diff().stream()
            .filter(line -> isWhole() || !(line.startsWith("diff ") || line.startsWith("index ")))
            .toList();
    int room = isWhole() ? shown.size() : Math.max(3, height - PROMPT - lines.size() - 2);
    lines.add("");
    DiffPainter painter = new DiffPainter(color);
    shown.stream()
        .limit(room)
        .map(line -> painter.paint(line, DisplayText.cut(shown(line), width)))
        .forEachOrdered(lines::add);
    if (shown.size() > room || !item.isWhole()) {
      String rest = Plural.of(Math.max(0, shown.size() - room), "more line");
      lines.add(color.quiet("… " + (item.isWhole() ? rest : "and more") + " (d)"));
    }
  }

  /** Returns the commands that decide about {@code item}, for a person without a terminal. */
  public List<String> commands(ReviewItem item) {
    String id = item.issue().value();
    Kind kind = item.decision().kind();
    List<String> lines = new ArrayList<>();
    if (kind == Kind.LANDING || kind == Kind.START) {
      String word = kind == Kind.LANDING ? "land:       " : "start:      ";
      String actor =
          item.standing().isOneShot()
              ? "'" + OneShotText.resuming(item.issue()) + "'"
              : "the next run";
      String then = kind == Kind.LANDING ? "   # " + actor + " lands it" : "";
      lines.add(word + "roundhouse approve " + id + " --if-version " + item.version() + then);
    }
    lines.add("send back:  roundhouse retry " + id + " --say TEXT");
    lines.add("refuse:     roundhouse skip " + id + " --reason TEXT");
    if (item.changes().isPresent()) {
      lines.add("look:       roundhouse open " + id);
    }
    return lines;
  }

  /** Returns the lines of a plain diff in colours, however wide. */
  public List<String> diff(List<String> plain) {
    DiffPainter painter = new DiffPainter(color);
    List<String> lines = new ArrayList<>();
    plain.forEach(line -> lines.add(painter.paint(line, shown(line))));
    return lines;
  }

  private String shown(String line) {
    return expanded(terminal.safe(line));
  }

  /** Returns what to say above the difference to the last look; empty if nothing has to be said. */
  public Optional<String> remark(Since since) {
    return since.isMerged()
        ? Optional.empty()
        : Optional.of(
            "Others changed the same files since your last look, so their changes are among"
                + " these:");
  }

  private static String expanded(String line) {
    if (line.indexOf('\t') < 0) {
      return line;
    }
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < line.length(); at++) {
      if (line.charAt(at) == '\t') {
        text.append(" ".repeat(TAB - text.length() % TAB));
      } else {
        text.append(line.charAt(at));
      }
    }
    return text.toString();
  }

  private String one(String text) {
    return terminal.safe(text).replace('\n', ' ').replace('\t', ' ').strip();
  }
}
