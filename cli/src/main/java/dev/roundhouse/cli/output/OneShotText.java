package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prints what becomes of an issue that one command works on, with the commands that go on with it.
 */
public final class OneShotText {
  private static final int ABBREVIATED = 7; // letters of a commit
  private static final int MOST_EVIDENCE = 30; // lines
  private static final int LONGEST_EVIDENCE = 8_000; // bytes

  private final Terminal terminal;
  private final TextColor color;
  private final Flags flags;
  private final boolean isTested;

  /**
   * Creates a printer for {@code terminal}.
   *
   * @param isTested whether a gate tests the result
   */
  public OneShotText(Terminal terminal, Flags flags, boolean isTested) {
    this.terminal = terminal;
    this.color = new TextColor(terminal);
    this.flags = flags;
    this.isTested = isTested;
  }

  /**
   * The flags that a command that goes on must have, each with a space before it; empty if it needs
   * none.
   *
   * @param agent those about the agent
   * @param gate those about the gate
   * @param landing those that let work land
   */
  public record Flags(String agent, String gate, String landing) {}

  /** Returns the command that goes on with an issue that was typed for {@code do}. */
  public static String resuming(IssueId id) {
    return "roundhouse do --resume " + id;
  }

  /** Prints what is about to be done, and how. */
  public void begin(IssueId id, String title, List<String> lines) {
    paragraph(id + ": " + terminal.safe(title));
    lines.forEach(each -> paragraph("  " + terminal.safe(each)));
    terminal.out().flush();
  }

  /** Says that the command was stopped. */
  public void stopped(IssueId id) {
    terminal.out().println();
    paragraph(id + " was stopped; nothing is lost");
    command(resume(id), "goes on");
    terminal.out().flush();
  }

  /** Prints what a person can do with work that waits to be read. */
  public void waiting(IssueRecord record, String statistics) {
    terminal.out().println();
    String reason = record.wishes().approvalReason();
    paragraph(
        record.id()
            + (isTested ? " is done, and its gate is green" : " is done, untested")
            + "; it waits for you"
            + (reason == null ? "" : ": " + terminal.safe(reason)));
    terminal.out().print(terminal.safe(statistics));
    later(record.id());
  }

  /** Prints the commands that answer later. */
  public void later(IssueId id) {
    terminal.out().println("Nothing has landed. Next:");
    command("roundhouse diff " + id, "read it");
    command(resume(id) + flags.landing(), "");
    command(resume(id) + " --say \"…\"", "send it back with comments");
    command("roundhouse skip " + id, "refuse it; its work is kept");
    terminal.out().flush();
  }

  /**
   * Prints how the issue ended, and what can be done about it.
   *
   * @param baseLog the output of the gate on the branch itself, if it ran
   * @throws IOException if that cannot be read
   */
  public void ended(IssueRecord record, Optional<RunReport> report, Optional<Path> baseLog)
      throws IOException {
    terminal.out().println();
    if (record.status().isFinished()) {
      finished(record, report);
    } else {
      unfinished(record, report, baseLog);
    }
    report.ifPresent(each -> new UsageText(terminal).report(each));
    terminal.out().flush();
  }

  private void finished(IssueRecord record, Optional<RunReport> report) {
    String commit = commit(record);
    boolean isLanded = record.status() == LifecycleStatus.LANDED;
    String target = report.map(RunReport::target).orElse("");
    Optional<String> behind = report.flatMap(RunReport::waiting);
    String what = color.good(record.status().word()) + " " + brief(commit);
    String where = target.isEmpty() ? "" : behind.isPresent() ? "" : "; " + target + " has it";
    paragraph(
        record.id()
            + " "
            + what
            + (isLanded ? where : reason(record))
            + (isTested ? "" : ", untested"));
    behind.ifPresent(
        why -> {
          paragraph(terminal.safe(target + " does not have it yet: " + why));
          command("roundhouse sync", "updates " + target);
        });
  }

  private void unfinished(IssueRecord record, Optional<RunReport> report, Optional<Path> baseLog)
      throws IOException {
    IssueId id = record.id();
    boolean isRefused = record.status() == LifecycleStatus.SKIPPED;
    boolean isOpen = record.status() == LifecycleStatus.OPEN;
    String note =
        report
            .map(RunReport::note)
            .filter(each -> !each.equals(record.reason()))
            .map(terminal::safe)
            .orElse("");
    if (isOpen && record.attempts() == 0) {
      paragraph(id + " has not begun" + (note.isEmpty() ? "" : ": " + note));
    } else {
      paragraph(
          id + " " + (isOpen ? "is open" : color.bad(record.status().word())) + reason(record));
      paragraph(note);
    }
    if (!isRefused) {
      boolean isBase = isOpen && record.attempts() == 0 && baseLog.isPresent();
      evidence(isBase ? end(baseLog.get()) : record.evidence());
    }
    terminal.out().println("Nothing has landed. Next:");
    commands(record, id);
  }

  /** Says that an issue is there, although it could not be worked on. */
  public void kept(IssueId id) {
    paragraph(id + " is kept. Next, once the reason below is gone:");
    command(resume(id), "");
  }

  /** Says that an issue has a person's comments, although it could not be worked on. */
  public void hasComments(IssueId id) {
    paragraph(
        id
            + " is sent back with your comments. Next, once the reason below is gone, without --say:");
    command(resume(id), "");
  }

  /** Prints the commands that go on with an issue that has not landed. */
  private void commands(IssueRecord record, IssueId id) {
    if (record.status() == LifecycleStatus.SKIPPED) {
      command("roundhouse rescue " + id, "shows the work that is kept");
      command(resume(id) + " --say \"…\"", "goes on with it after all");
      return;
    }
    if (record.attempts() > 0) {
      boolean isRed = record.status() == LifecycleStatus.REJECTED;
      command("roundhouse log " + id + (isRed ? " --gate" : ""), "the whole output");
    }
    if (record.status().isActive()) { // another command has decided about it meanwhile
      command(resume(id), "goes on with it");
      return;
    }
    if (record.status() != LifecycleStatus.OPEN) {
      boolean isEmpty = record.status() == LifecycleStatus.NO_CHANGE;
      String what = isEmpty ? "tries again with your comments" : "goes on from its work";
      command(resume(id) + " --say \"…\"", what);
      return;
    }
    command(
        resume(id), record.attempts() == 0 ? "once the reason above is gone" : "goes on with it");
    if (isTested && record.attempts() == 0) {
      String ungated = resuming(id) + flags.agent();
      command(ungated + " --gate CMD", "with another gate");
      command(ungated + " --no-gate", "if " + id + " is to mend that: nothing tests its result");
    }
  }

  private void evidence(String text) {
    List<String> lines = text.strip().lines().toList();
    for (String each : lines.subList(Math.max(0, lines.size() - MOST_EVIDENCE), lines.size())) {
      String line = terminal.safe(each).replace("\t", "    ");
      terminal.out().println(color.quiet("  | ") + line);
    }
  }

  /** Returns the end of {@code log}. */
  private static String end(Path log) throws IOException {
    try (FileChannel channel = FileChannel.open(log)) {
      channel.position(Math.max(0, channel.size() - LONGEST_EVIDENCE));
      return new String(
          Channels.newInputStream(channel).readNBytes(LONGEST_EVIDENCE), StandardCharsets.UTF_8);
    }
  }

  private String reason(IssueRecord record) {
    return record.reason().isEmpty() ? "" : ": " + terminal.safe(record.reason());
  }

  private static String commit(IssueRecord record) {
    return record.landedCommit() == null ? "" : record.landedCommit();
  }

  private static String brief(String commit) {
    return commit.substring(0, Math.min(ABBREVIATED, commit.length()));
  }

  private String resume(IssueId id) {
    return resuming(id) + flags.agent() + flags.gate();
  }

  private void command(String line, String what) {
    terminal.out().println("  " + terminal.safe(line) + (what.isEmpty() ? "" : "   # " + what));
  }

  private void paragraph(String text) {
    if (text.isEmpty()) {
      return;
    }
    DisplayText.wrap(text, terminal.columns()).forEach(each -> terminal.out().println(each));
  }

  /** Renders how the issue ended, as one JSON object. */
  public static String json(IssueRecord record, Optional<RunReport> report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("issue", record.id().value());
    object.put("status", record.status().word());
    object.put("reason", record.reason());
    object.put("evidence", record.evidence());
    object.put("commit", record.landedCommit());
    object.put("run", report.map(ReportJson::of).orElse(null));
    return Json.JSON.writeValueAsString(object);
  }
}
