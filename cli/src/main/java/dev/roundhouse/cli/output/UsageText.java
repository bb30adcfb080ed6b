package dev.roundhouse.cli.output;

import dev.roundhouse.cli.output.TextTable.Column;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.ledger.StepUsage;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.core.ledger.UsageStatistics;
import dev.roundhouse.core.ledger.UsageSummary;
import dev.roundhouse.core.text.AmountWord;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.options.Budget;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prints what agents used. An amount that includes an estimate begins with {@code ~}. */
public final class UsageText {
  private static final String NONE = "-";
  private static final String ESTIMATE = "~";
  private static final String LEGEND =
      "~ includes an estimate: the agent did not report all that it used, so the rest of the"
          + " budget reserved for the attempt counts";

  private final Terminal terminal;
  private final PrintWriter out;
  private boolean isFirst = true; // of several tables

  /** Creates a printer for {@code terminal}. */
  public UsageText(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
  }

  /** Tells whether any agent has worked on an issue, or anything of theirs is on record. */
  static boolean isAny(IssueRecord record) {
    return !record.total().charged().equalsNone()
        || record.history().stream().anyMatch(each -> each.agent() != null);
  }

  /** Prints what the agents of one issue used, by attempt and step. */
  public void issue(IssueRecord record) {
    UsageSummary total = record.total();
    TextTable table =
        new TextTable(
            terminal,
            Column.number("ATTEMPT"),
            Column.flexible("AGENT"),
            Column.number("TIME"),
            Column.number("TOKENS IN"),
            Column.number("OUT"),
            Column.number("COST"),
            Column.text("SESSION"));
    record.history().forEach(each -> attempt(table, each));
    table.print("    ");
    legend(total);
  }

  private static void attempt(TextTable table, AttemptSummary attempt) {
    String number = Integer.toString(attempt.number());
    for (StepUsage step : attempt.steps()) {
      UsageSummary used = step.total();
      List<String> cells = new ArrayList<>(List.of(number, step.agent()));
      cells.addAll(amounts(used));
      cells.add(step.session() == null ? NONE : step.session());
      table.row(cells.toArray(String[]::new));
    }
    if (attempt.steps().isEmpty() && attempt.agent() != null) {
      table.row(number, attempt.agent(), NONE, NONE, NONE, NONE, NONE);
    }
  }

  /** Prints what the active run used or, between runs, the last one, and what its budget is. */
  public void status(StatusReport statusReport) throws IOException {
    Optional<RunRecord> run = statusReport.currentRun();
    if (run.isEmpty()) {
      return;
    }
    boolean isActive = run.get().endedAt() == null && statusReport.activeRun().isPresent();
    UsageStatistics used = statusReport.usage(run.get());
    UsageSummary total = used.total();
    if (total.attempts() > 0) {
      String which = isActive ? "this run" : "the last run";
      say(
          which
              + (total.charged().equalsNone() ? ": " + unreported(total) : " used " + line(total)));
      agents(used);
      legend(total);
    }
    statusReport
        .budget()
        .share(Budget.Limit.RUN, isActive ? total.charged() : Usage.NONE)
        .ifPresent(
            share ->
                out.println(
                    isActive ? share : share + " (each run starts with the full" + " amount)"));
  }

  private void agents(UsageStatistics used) {
    if (used.byAgent().size() > 1) {
      table("agent", used.byAgent(), Optional.empty(), "  ");
    }
  }

  /** Prints what the agents of a run used, if they used anything. */
  public void report(RunReport report) {
    UsageStatistics used = report.usage();
    if (!used.total().charged().equalsNone()) {
      say("agents used " + line(used.total()));
      agents(used);
      legend(used.total());
    }
  }

  /** Prints {@code rows} as a table with their total at the end, apart from the one before. */
  public void statistics(String heading, Map<String, UsageSummary> rows, UsageSummary total) {
    if (!isFirst) {
      out.println();
    }
    isFirst = false;
    table(heading, rows, Optional.of(total), "");
  }

  /** Explains the mark of an estimate if {@code total} has one. */
  public void legend(UsageSummary total) {
    if (!total.assumed().equalsNone()) {
      if (!isFirst) {
        out.println();
      }
      say(LEGEND);
    }
  }

  private void say(String text) {
    DisplayText.wrap(text, terminal.columns()).forEach(out::println);
  }

  private void table(
      String heading, Map<String, UsageSummary> rows, Optional<UsageSummary> total, String margin) {
    TextTable table =
        new TextTable(
            terminal,
            Column.flexible(heading.toUpperCase(Locale.ROOT)),
            Column.number("LANDED"),
            Column.number("ATTEMPTS"),
            Column.number("TIME"),
            Column.number("TOKENS IN"),
            Column.number("OUT"),
            Column.number("COST"));
    rows.forEach((key, used) -> row(table, key.isEmpty() ? "unknown" : key, used));
    total.ifPresent(used -> row(table, "total", used));
    table.print(margin);
  }

  private static void row(TextTable table, String key, UsageSummary used) {
    List<String> cells = new ArrayList<>();
    cells.add(key);
    cells.add(Integer.toString(used.landed()));
    cells.add(Integer.toString(used.attempts()));
    cells.addAll(amounts(used));
    table.row(cells.toArray(String[]::new));
  }

  /** Returns time, tokens in, tokens out and cost, as cells of a table. */
  private static List<String> amounts(UsageSummary used) {
    Usage all = used.charged();
    return List.of(
        used.time().isZero() ? NONE : DurationText.of(used.time()),
        tokens(all.inputTokens(), used.assumed().inputTokens()),
        tokens(all.outputTokens(), used.assumed().outputTokens()),
        cost(used));
  }

  private static String tokens(long count, long assumed) {
    return count == 0 ? NONE : (assumed > 0 ? ESTIMATE : "") + AmountWord.compact(count);
  }

  /** Returns the cost, or {@code -} if none was reported. */
  static String cost(UsageSummary used) {
    BigDecimal cost = used.charged().costUsd();
    if (cost.signum() == 0) {
      return NONE;
    }
    return (used.assumed().costUsd().signum() > 0 ? ESTIMATE : "") + AmountWord.dollars(cost);
  }

  /** Returns what was used on one line, as the rest of a sentence. */
  static String line(UsageSummary used) {
    Usage all = used.charged();
    List<String> parts = new ArrayList<>();
    if (all.costUsd().signum() > 0) {
      parts.add(cost(used));
    }
    if (all.tokens() > 0) {
      parts.add(
          tokens(all.inputTokens(), used.assumed().inputTokens())
              + " tokens in and "
              + tokens(all.outputTokens(), used.assumed().outputTokens())
              + " out");
    }
    return parts.isEmpty()
        ? unreported(used)
        : String.join(", ", parts) + "; " + time(used) + Plural.of(used.attempts(), "attempt");
  }

  private static String unreported(UsageSummary used) {
    return time(used)
        + Plural.of(used.attempts(), "attempt")
        + "; tokens and cost were not reported";
  }

  private static String time(UsageSummary used) {
    return used.time().isZero() ? "" : DurationText.of(used.time()) + " of agents' time, ";
  }
}
