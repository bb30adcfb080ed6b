package dev.roundhouse.cli.output;

import dev.roundhouse.cli.output.TextTable.Cell;
import dev.roundhouse.cli.output.TextTable.Column;
import dev.roundhouse.cli.output.TextTable.Style;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Feedback;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.Collision;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Prints everything about one issue. */
public final class IssueText {
  private static final String FIELD = "  %-11s ";

  private final Terminal terminal;
  private final PrintWriter out;
  private final TextColor color;
  private final InstantSource clock;

  /** Creates a printer for {@code terminal}. */
  public IssueText(Terminal terminal) {
    this(terminal, terminal.clock());
  }

  IssueText(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.out = terminal.out();
    this.color = new TextColor(terminal);
    this.clock = clock;
  }

  /**
   * Prints the issue's head, attempts and text.
   *
   * @param worktree the worktree in which an agent works on it; empty if none does
   */
  public void show(IssueStanding standing, StatusReport statusReport, Optional<Path> worktree) {
    head(standing);
    lineIfAny("worktree", worktree.stream().map(Path::toString).toList());
    lineIfAny("file", List.of(standing.issue().locator()));
    lineIfAny("labels", standing.issue().labels());
    lineIfAny(
        "blocked by", standing.issue().blockedBy().stream().sorted().map(IssueId::value).toList());
    new TreeMap<>(standing.issue().extra()).forEach((name, text) -> lineIfAny(name, List.of(text)));
    standing.record().map(IssueRecord::enrolment).ifPresent(this::origin);
    lineIfAny(
        "filed",
        statusReport.followUps(standing.issue().id()).stream().map(IssueId::value).toList());
    standing.record().ifPresent(record -> record(record, standing.isInterrupted()));
    out.println();
    out.println(terminal.safe(standing.issue().body().strip()));
    out.flush();
  }

  /**
   * Prints why the issue is in its current state, and what would change that.
   *
   * @param apart the issues under way that change the same files
   * @param waits whether it waits for these, as it does unless it is only warned of overlaps
   */
  public void why(
      IssueStanding standing, StatusReport statusReport, List<Collision> apart, boolean waits)
      throws IOException {
    head(standing);
    boolean isApart = waits && !apart.isEmpty();
    String free = isApart ? "it waits for issues that change the same files" : "nothing blocks it";
    line(
        "because",
        (standing.reason().isEmpty() ? free : standing.reason()) + NextStep.later(standing));
    apart.forEach(each -> line("overlaps", "it " + each.why() + ", which is running"));
    standing.record().filter(record -> record.flakes() > 0).ifPresent(this::flaky);
    waitsFor(standing, statusReport.plan());
    standing
        .record()
        .filter(record -> !record.evidence().isBlank())
        .ifPresent(
            record ->
                out.print("  evidence\n" + terminal.safe(record.evidence().strip().indent(4))));
    line("next", NextStep.of(standing, statusReport, isApart));
    out.flush();
  }

  private void waitsFor(IssueStanding standing, Plan plan) {
    TextTable table =
        new TextTable(
            terminal, Column.text(""), Column.text(""), Column.number(""), Column.wrapped(""));
    for (IssueId each : standing.waitsFor()) {
      Optional<IssueStanding> other = plan.find(each);
      table.row(
          Cell.of(each.value()),
          other.map(this::status).orElse(new Cell("not in the backlog", Style.BAD)),
          Cell.quiet(other.map(this::age).orElse("")),
          Cell.of(other.map(IssueStanding::reason).orElse("it can never be completed")));
    }
    table.print("    ");
  }

  private Cell status(IssueStanding standing) {
    return new Cell(standing.status(), IssueTable.style(standing.readiness()));
  }

  /** Returns the time since the issue came to its status, or nothing if no run ever took it. */
  private String age(IssueStanding standing) {
    return standing
        .record()
        .map(record -> DurationText.ago(record.updatedAt(), clock.instant()))
        .orElse("");
  }

  private void head(IssueStanding standing) {
    String title = terminal.safe(standing.issue().id() + ": " + standing.issue().title());
    DisplayText.wrap(title, terminal.columns()).forEach(each -> out.println(color.strong(each)));
    Cell status = status(standing);
    String age = age(standing);
    out.println(
        String.format(Locale.ROOT, FIELD, "status")
            + status.style().apply(color, terminal.safe(status.text()))
            + (age.isEmpty() ? "" : color.quiet(", changed " + age)));
    IssueType type = standing.issue().type();
    line("priority", standing.issue().priority().toString());
    if (!type.equals(IssueType.NONE)) {
      line("type", type.name());
    }
  }

  private void origin(Submission submission) {
    Submission.Origin origin = submission.origin();
    if (origin != null) {
      line("filed by", "attempt " + origin.number() + " at " + origin.issue());
    }
  }

  private void record(IssueRecord record, boolean interrupted) {
    if (record.landedCommit() != null) {
      line("landed as", record.landedCommit());
    }
    attempts(record, interrupted);
    if (UsageText.isAny(record)) {
      line("usage", UsageText.line(record.total()));
      new UsageText(terminal).issue(record);
    }
    if (record.flakes() > 0) {
      flaky(record);
    }
    Feedback feedback = record.feedback();
    if (feedback != null) {
      String age = DurationText.ago(feedback.at(), clock.instant());
      String start = feedback.fresh() ? ", which begins without the earlier work" : "";
      line("comments", age + ", for the next attempt" + start);
      out.print(terminal.safe(feedback.comments().strip().indent(4)));
    }
    record.corrections().forEach(each -> line("corrected", each.category() + ": " + each.text()));
  }

  private void attempts(IssueRecord record, boolean interrupted) {
    TextTable table =
        new TextTable(
            terminal,
            Column.number("ATTEMPT"),
            Column.number("STARTED"),
            Column.number("TOOK"),
            Column.text("OUTCOME"),
            Column.wrapped("REASON"));
    Instant now = clock.instant();
    for (AttemptSummary each : record.history()) {
      boolean isWorking = each.outcome().isEmpty() && isWorking(record);
      Instant end = isWorking ? now : each.endedAt();
      table.row(
          Integer.toString(each.number()),
          DurationText.ago(each.at(), now),
          end == null ? "-" : DurationText.of(Duration.between(each.at(), end)),
          outcome(each, record, interrupted),
          each.reason());
    }
    if (!table.isEmpty()) {
      line("attempts", Integer.toString(record.history().size()));
      table.print("    ");
    }
  }

  private static String outcome(AttemptSummary attempt, IssueRecord record, boolean interrupted) {
    if (attempt.outcome().isEmpty()) {
      return isWorking(record) ? interrupted ? "interrupted" : "running" : unfinished(record);
    }
    if (attempt.outcome().equals(LifecycleStatus.RETRY_WAIT.word())) {
      return "failed, to be retried";
    }
    return attempt.outcome().equals(LifecycleStatus.OPEN.word()) ? "reopened" : attempt.outcome();
  }

  private static boolean isWorking(IssueRecord record) {
    return record.status() == LifecycleStatus.CLAIMED || record.status() == LifecycleStatus.WORKING;
  }

  /** Returns the state of an attempt whose agent has ended, and which is not over. */
  private static String unfinished(IssueRecord record) {
    return switch (record.status()) {
      case CANDIDATE -> "waiting to land";
      case AWAITING_APPROVAL -> "waiting for approval";
      default -> record.status().word();
    };
  }

  private void flaky(IssueRecord record) {
    line(
        "flaky",
        "the gate failed and then passed on the same tree, " + Plural.of(record.flakes(), "time"));
  }

  private void lineIfAny(String name, Collection<String> values) {
    String value = String.join(", ", values);
    if (!value.isEmpty()) {
      line(name, value);
    }
  }

  private void line(String name, String value) {
    String first = String.format(Locale.ROOT, FIELD, name);
    int room = terminal.columns() - first.length();
    String margin = first;
    for (String each : DisplayText.wrap(terminal.safe(value), room)) {
      out.println((margin + each).stripTrailing());
      margin = " ".repeat(first.length());
    }
  }
}
