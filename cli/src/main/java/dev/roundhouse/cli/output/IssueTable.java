package dev.roundhouse.cli.output;

import dev.roundhouse.cli.output.TextTable.Cell;
import dev.roundhouse.cli.output.TextTable.Column;
import dev.roundhouse.cli.output.TextTable.Style;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints issues as tables. */
public final class IssueTable {
  private static final List<Readiness> ORDER =
      List.of(
          Readiness.ACTIVE,
          Readiness.READY,
          Readiness.AFTER,
          Readiness.BLOCKED,
          Readiness.RESTING,
          Readiness.EPIC,
          Readiness.HELD_BACK,
          Readiness.SETTLED);

  private final Terminal terminal;
  private final InstantSource clock;

  /** Creates a printer for {@code terminal}. */
  public IssueTable(Terminal terminal) {
    this(terminal, terminal.clock());
  }

  IssueTable(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  /**
   * Prints every selected issue as a run would take them: what is running, what is ready in its
   * order, what waits; with {@code closed}, also those of which nothing is left to do.
   */
  public void list(StatusReport statusReport, boolean closed) {
    List<IssueStanding> selected =
        statusReport.plan().standings().stream().filter(IssueStanding::selected).toList();
    List<IssueStanding> shown =
        selected.stream()
            .filter(each -> closed || each.readiness() != Readiness.SETTLED)
            .sorted(order(statusReport.plan().next()))
            .toList();
    TextTable table =
        new TextTable(
            terminal,
            Column.flexible("ISSUE"),
            Column.text("PRI"),
            Column.text("TYPE"),
            Column.text("STATUS"),
            Column.number("CHANGED"),
            Column.text("TITLE"));
    shown.forEach(
        each ->
            table.row(
                Cell.of(each.issue().id().value()),
                Cell.of(each.issue().priority().toString()),
                Cell.of(type(each)),
                new Cell(each.status(), style(each.readiness())),
                Cell.quiet(changed(each)),
                Cell.of(each.issue().title())));
    if (!table.isEmpty()) {
      table.print("");
    }
    terminal.out().flush();
    left(selected.size() - shown.size(), selected.isEmpty());
  }

  /** Says what is not in the table, apart from it. */
  private void left(int closed, boolean none) {
    if (none) {
      terminal.err().println("no issue is selected; 'roundhouse new TITLE' writes one");
    } else if (closed > 0) {
      terminal.err().println(closed + " closed; 'roundhouse list --all' lists them, too");
    }
    terminal.err().flush();
  }

  /** Prints {@code issues} with the reason for the state of each. */
  void reasons(Collection<IssueStanding> issues) {
    TextTable table =
        new TextTable(
            terminal, Column.flexible(""), Column.text(""), Column.number(""), Column.text(""));
    issues.forEach(
        each ->
            table.row(
                Cell.of(each.issue().id().value()),
                new Cell(each.status(), style(each.readiness())),
                Cell.quiet(age(each)),
                Cell.of(each.reason())));
    table.print("  ");
  }

  private static Comparator<IssueStanding> order(List<IssueStanding> next) {
    Map<IssueId, Integer> places = new HashMap<>();
    next.forEach(each -> places.put(each.issue().id(), places.size()));
    return Comparator.<IssueStanding>comparingInt(each -> ORDER.indexOf(each.readiness()))
        .thenComparing(each -> places.getOrDefault(each.issue().id(), next.size()))
        .thenComparing(each -> each.issue().priority())
        .thenComparing(each -> each.issue().id());
  }

  private static String type(IssueStanding each) {
    return each.issue().type().equals(IssueType.NONE) ? "" : each.issue().type().name();
  }

  /** Returns the way in which a status is shown. */
  static Style style(Readiness readiness) {
    return switch (readiness) {
      case READY, AFTER -> Style.PLAIN;
      case ACTIVE -> Style.GOOD;
      case RESTING -> Style.BAD;
      case BLOCKED -> Style.WARNING;
      case EPIC, HELD_BACK, SETTLED -> Style.QUIET;
    };
  }

  private String changed(IssueStanding each) {
    String age = age(each);
    return age.isEmpty() ? "" : age + " ago";
  }

  /** Returns the time since the issue came to its state, as far as the ledger knows it. */
  private String age(IssueStanding each) {
    Instant since = each.record().map(IssueRecord::updatedAt).orElse(Instant.MAX);
    Duration age =
        since.equals(Instant.MAX) ? Duration.ZERO : Duration.between(since, clock.instant());
    return since.equals(Instant.MAX) ? "" : DurationText.coarse(age);
  }
}
