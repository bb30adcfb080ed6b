package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.backlog.IssueFileFix;
import dev.roundhouse.core.text.Plural;
import java.io.PrintWriter;

/** Prints what is wrong with a backlog. */
public final class FindingsText {
  private final Terminal terminal;
  private final PrintWriter out;
  private final TextColor paint;

  /** Creates a printer for {@code terminal}. */
  public FindingsText(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
    this.paint = new TextColor(terminal);
  }

  /** Prints each finding with its place and a hint, and the number of issues read. */
  public void print(BacklogReading reading) {
    reading.findings().forEach(this::print);
    long errors =
        reading.findings().stream()
            .filter(each -> each.severity() == Finding.Severity.ERROR)
            .count();
    out.println(
        Plural.of(reading.issues().size(), "issue")
            + " read, "
            + Plural.of(errors, "error")
            + ", "
            + Plural.of(reading.findings().size() - errors, "warning"));
    out.flush();
  }

  /** Prints the changes made to a file, or the ones that would be made, in the form of a diff. */
  public void print(IssueFileFix fix) {
    for (IssueFileFix.Change each : fix.changes()) {
      out.println(terminal.safe(fix.path() + ":" + each.line()) + ": spelling corrected");
      each.removed().forEach(line -> out.println(paint.bad("- " + terminal.safe(line.strip()))));
      each.added().forEach(line -> out.println("+ " + terminal.safe(line.strip())));
    }
  }

  private void print(Finding each) {
    boolean error = each.severity() == Finding.Severity.ERROR;
    String place = each.locator() + (each.line() > 0 ? ":" + each.line() : "");
    out.println(
        terminal.safe(place)
            + ": "
            + (error ? paint.bad("error: ") : paint.warning("warning: "))
            + terminal.safe(each.message()));
    if (!each.hint().isEmpty()) {
      out.println("    " + terminal.safe(each.hint()));
    }
  }
}
