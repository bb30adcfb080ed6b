package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.run.IssueResult;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.schedule.Decision;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Prints the result of a run: what needs a person, a line for the whole, and one for each other
 * issue that is left, with the command that helps. On a screen, nothing is wider than that.
 */
public final class ReportText {
  private static final int ABBREVIATED = 7; // letters of a commit
  private static final String DOT = " · ";

  private final Terminal terminal;
  private final PrintWriter out;
  private final TextColor color;

  /** Creates a printer for {@code terminal}. */
  public ReportText(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
    this.color = new TextColor(terminal);
  }

  /** Prints the summary without what needs a person elsewhere. */
  public void print(RunReport report) {
    print(report, List.of());
  }

  /** Prints what needs a person in the repository of {@code orchestrator}, and then the summary. */
  public void print(RunReport report, Orchestrator orchestrator) {
    List<Decision> decisions = List.of();
    try {
      decisions = orchestrator.status().decisions(terminal.clock().instant());
    } catch (IOException | RefusedException unreadable) {
      warn("what needs you cannot be listed: " + unreadable.getMessage());
    }
    print(report, decisions);
  }

  void print(RunReport report, List<Decision> decisions) {
    out.println();
    new NeedsYouText(terminal).print(decisions);
    say(
        report.isComplete() ? TextTable.Style.GOOD : TextTable.Style.PLAIN,
        joined(headline(report), terminal.columns()));
    new UsageText(terminal).report(report);
    if (!report.tested() && report.landed() > 0) {
      warn("no gate is configured: " + report.landed() + " landed untested");
    }
    if (!report.corrections().isEmpty()) {
      say(TextTable.Style.PLAIN, "corrections: " + new TreeMap<>(report.corrections()));
    }
    if (report.flakes() > 0) {
      String times = Plural.of(report.flakes(), "time");
      warn("the gate is flaky: it failed and then passed on the same tree, " + times);
    }
    new IssueLines(terminal).print(shown(report, decisions));
    unread(report.unread());
    if (!report.note().isEmpty()) {
      warn(report.note());
    }
    report
        .waiting()
        .filter(reason -> !reason.equals(report.note()))
        .ifPresent(
            reason ->
                warn(
                    report.target()
                        + " is behind what has landed: "
                        + reason
                        + "\n  the landed commits are at refs/roundhouse/tip/"
                        + report.target()
                        + "; run 'roundhouse sync' to update it"));
    carryOn(report);
    out.flush();
  }

  private void warn(String text) {
    say(TextTable.Style.WARNING, text);
  }

  private void say(TextTable.Style style, String text) {
    terminal
        .safe(text)
        .lines()
        .flatMap(line -> DisplayText.wrap(line, terminal.columns()).stream())
        .forEach(line -> out.println(style.apply(color, line)));
  }

  private static List<String> headline(RunReport report) {
    List<String> counts = new ArrayList<>();
    counts.add(report.landed() + " landed");
    long left = report.issues().stream().filter(each -> each.status().equals("branched")).count();
    if (left > 0) {
      counts.add(left + " on branches");
    }
    Map<String, Integer> others = new TreeMap<>();
    report.issues().stream()
        .filter(ReportText::isLeft)
        .forEach(each -> others.merge(each.status(), 1, Integer::sum));
    others.forEach((status, count) -> counts.add(count + " " + status));
    List<String> parts = new ArrayList<>();
    parts.add(
        ending(report.ending())
            + DurationText.of(report.elapsed())
            + ": "
            + String.join(", ", counts));
    cost(report).ifPresent(parts::add);
    moved(report).ifPresent(parts::add);
    return parts;
  }

  /** Joins {@code parts} on as few lines as hold them whole. */
  private static String joined(List<String> parts, int columns) {
    String line = parts.get(0);
    StringBuilder lines = new StringBuilder();
    for (String part : parts.subList(1, parts.size())) {
      String longer = line + DOT + part;
      if (DisplayText.width(longer) > columns) {
        lines.append(line).append('\n');
        longer = part;
      }
      line = longer;
    }
    return lines.append(line).toString();
  }

  private static String ending(RunReport.Ending ending) {
    return switch (ending) {
      case FINISHED -> "finished in ";
      case DRAINED -> "stopped on request after ";
      case INTERRUPTED -> "interrupted after ";
      case HELD -> "stopped early after ";
    };
  }

  private static Optional<String> cost(RunReport report) {
    return report.usage().total().charged().costUsd().signum() == 0
        ? Optional.empty()
        : Optional.of(UsageText.cost(report.usage().total()));
  }

  /** Returns the way the target went, if it has all that landed. */
  private static Optional<String> moved(RunReport report) {
    boolean isMoved =
        report.landed() > 0
            && report.waiting().isEmpty()
            && !report.from().isEmpty()
            && !report.from().equals(report.tip());
    return isMoved
        ? Optional.of(
            report.target() + " moved " + brief(report.from()) + " → " + brief(report.tip()))
        : Optional.empty();
  }

  private static String brief(String commit) {
    return commit.substring(0, Math.min(ABBREVIATED, commit.length()));
  }

  /**
   * Returns the issues that are left and wait for no decision; after an early end, those that only
   * need another run are left out.
   */
  private static List<IssueResult> shown(RunReport report, List<Decision> decisions) {
    Set<IssueId> listed =
        decisions.stream().flatMap(each -> each.issue().stream()).collect(Collectors.toSet());
    return report.issues().stream()
        .filter(each -> !listed.contains(each.id()))
        .filter(each -> isLeft(each) && !each.status().equals("deferred"))
        .filter(each -> report.ending() == RunReport.Ending.FINISHED || !carriesOn(each.status()))
        .toList();
  }

  /** Tells whether something is left to do, by a run or, of what agents filed, by a person. */
  private static boolean isLeft(IssueResult issue) {
    return !issue.isSettled() || issue.status().equals(LifecycleStatus.AWAITING_APPROVAL.word());
  }

  /** Tells whether another run is all that an issue of that status needs. */
  private static boolean carriesOn(String status) {
    return Arrays.stream(LifecycleStatus.values())
        .filter(each -> each.word().equals(status))
        .noneMatch(each -> each.isResting() || each == LifecycleStatus.AWAITING_APPROVAL);
  }

  private void carryOn(RunReport report) {
    boolean isUnfinished =
        report.issues().stream().anyMatch(each -> !each.isSettled() && carriesOn(each.status()));
    if (report.ending() != RunReport.Ending.FINISHED && isUnfinished) {
      out.println("'roundhouse run' continues with what is unfinished");
    }
  }

  private void unread(List<Finding> unread) {
    if (!unread.isEmpty()) {
      say(TextTable.Style.BAD, "not worked on, because the file is not a valid issue:");
    }
    for (Finding each : unread) {
      String line = each.line() > 0 ? ":" + each.line() : "";
      say(TextTable.Style.PLAIN, "  " + each.locator() + line + ": " + each.message());
    }
  }

  /** Prints issues, each with its reason and the commands that help. */
  private static final class IssueLines {
    private static final String COMMANDS = "→ ";

    private final Terminal terminal;
    private final TextColor color;

    IssueLines(Terminal terminal) {
      this.terminal = terminal;
      this.color = new TextColor(terminal);
    }

    void print(List<IssueResult> issues) {
      int longest =
          issues.stream().mapToInt(each -> DisplayText.width(each.id().value())).max().orElse(0);
      int width = Math.min(longest, Math.max(8, terminal.columns() / 4));
      issues.forEach(each -> print(each, width));
    }

    private void print(IssueResult issue, int width) {
      String id = issue.id().value();
      String indent = " ".repeat(width + 4);
      List<String> lines = lines(issue, terminal.columns() - indent.length());
      boolean isLong = DisplayText.width(id) > width;
      boolean isWide =
          lines.stream()
              .anyMatch(each -> indent.length() + DisplayText.width(each) > terminal.columns());
      String first = isLong ? "  " + id + "\n" + indent : "  " + DisplayText.pad(id, width) + "  ";
      terminal.out().println(first + lines.get(0));
      for (String line : lines.subList(1, lines.size())) {
        boolean isMoved = isWide && line.startsWith(COMMANDS); // a command stays whole
        terminal.out().println((isMoved ? "    " : indent) + line);
      }
    }

    private List<String> lines(IssueResult issue, int room) {
      String state = state(issue);
      List<String> commands = commands(issue);
      String help = COMMANDS + String.join(", ", commands);
      if (DisplayText.width(state) + 1 + DisplayText.width(help) <= room) {
        return List.of(coloured(issue, state) + " " + help);
      }
      List<String> lines = new ArrayList<>(DisplayText.wrap(state, room));
      lines.set(0, coloured(issue, lines.get(0)));
      if (DisplayText.width(help) <= room) {
        lines.add(help);
      } else {
        commands.forEach(each -> lines.add(COMMANDS + each));
      }
      return lines;
    }

    private String state(IssueResult issue) {
      String reason = terminal.safe(issue.reason()).replace('\n', ' ').replace('\t', ' ');
      if (reason.isEmpty()) {
        return issue.status();
      }
      boolean isOpen = issue.status().equals(LifecycleStatus.OPEN.word());
      return isOpen ? reason : issue.status() + ": " + reason;
    }

    private String coloured(IssueResult issue, String line) {
      String word = issue.status();
      boolean begins = line.startsWith(word) && !word.equals(LifecycleStatus.OPEN.word());
      return begins ? color.bad(word) + line.substring(word.length()) : line;
    }

    private static List<String> commands(IssueResult issue) {
      String id = issue.id().value();
      return switch (issue.status()) {
        case "skipped", "cancelled", "dropped" -> List.of("roundhouse retry " + id);
        default -> List.of("roundhouse why " + id);
      };
    }
  }
}
