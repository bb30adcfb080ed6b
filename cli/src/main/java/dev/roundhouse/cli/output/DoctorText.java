package dev.roundhouse.cli.output;

import dev.roundhouse.cli.output.TextTable.Cell;
import dev.roundhouse.cli.output.TextTable.Column;
import dev.roundhouse.cli.output.TextTable.Style;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.Doctor;
import dev.roundhouse.orchestrator.run.BaseReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the answers of the doctor, one line each, with the next step below those that need one.
 */
public final class DoctorText {
  private final Terminal terminal;

  /** Creates a printer for {@code terminal}. */
  public DoctorText(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Prints what was done, the answers, and how many of them are bad. */
  public void print(List<Doctor.Check> checks, List<String> done) {
    done.forEach(each -> terminal.out().println("done: " + terminal.safe(each)));
    TextTable table = new TextTable(terminal, Column.text(""), Column.text(""), Column.wrapped(""));
    for (Doctor.Check each : checks) {
      table.row(level(each.level()), Cell.of(each.name()), Cell.of(each.finding()));
      if (!each.next().isEmpty()) {
        table.row(Cell.of(""), Cell.of(""), Cell.quiet("-> " + each.next()));
      }
    }
    table.print("");
    terminal.out().println(summary(checks));
  }

  /** Returns the gate's answer about the base, as one of the doctor's. */
  public static Doctor.Check gate(BaseReport base) {
    String branch = " on " + base.branch();
    return base.mayStart()
        ? new Doctor.Check("gate", Doctor.Level.OK, "green" + branch + when(base), "")
        : new Doctor.Check(
            "gate",
            Doctor.Level.ERROR,
            "not green" + branch + ": " + base.reason(),
            "read its output in " + base.log());
  }

  private static String when(BaseReport base) {
    return base.outcome() == BaseReport.Outcome.KNOWN
        ? ", as it was before on the same files"
        : ", in " + DurationText.of(base.took());
  }

  private static Cell level(Doctor.Level level) {
    return switch (level) {
      case OK -> new Cell("ok", Style.GOOD);
      case WARNING -> new Cell("warning", Style.WARNING);
      case ERROR -> new Cell("error", Style.BAD);
    };
  }

  private static String summary(List<Doctor.Check> checks) {
    List<String> bad = new ArrayList<>();
    for (Doctor.Level level : List.of(Doctor.Level.ERROR, Doctor.Level.WARNING)) {
      long count = checks.stream().filter(each -> each.level() == level).count();
      if (count > 0) {
        bad.add(Plural.of(count, level == Doctor.Level.ERROR ? "error" : "warning"));
      }
    }
    return bad.isEmpty() ? "all is well" : String.join(", ", bad);
  }

  /**
   * Renders the answers of the doctor, the damaged places of the ledger, and the repairs that were
   * made.
   */
  public static String json(List<Doctor.Check> checks, List<String> damages, List<String> done) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Doctor.Check each : checks) {
      Map<String, Object> check = new LinkedHashMap<>();
      check.put("name", each.name());
      check.put("level", each.level().name().toLowerCase(Locale.ROOT));
      check.put("finding", each.finding());
      check.put("next", each.next());
      list.add(check);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("healthy", checks.stream().noneMatch(each -> each.level() == Doctor.Level.ERROR));
    object.put("checks", list);
    object.put("damages", damages);
    object.put("done", done);
    return Json.JSON.writeValueAsString(object);
  }
}
