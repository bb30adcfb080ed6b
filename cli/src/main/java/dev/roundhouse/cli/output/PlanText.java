package dev.roundhouse.cli.output;

import dev.roundhouse.cli.command.Terminal;
import dev.roundhouse.orchestrator.Overview;
import dev.roundhouse.orchestrator.schedule.Readiness;
import dev.roundhouse.orchestrator.schedule.Standing;
import java.io.PrintWriter;

/** Lists issues, and what a run would start. */
public final class PlanText {
  private final Terminal terminal;
  private final PrintWriter out;

  /** Prints on {@code terminal}. */
  public PlanText(Terminal terminal) {
    this.terminal = terminal;
    this.out = terminal.out();
  }

  /** Prints what a run would do first, and what waits for what; nothing was changed. */
  public void print(Overview overview) {
    new FindingsText(terminal).print(overview.reading());
    out.println("would start, in this order:");
    overview.plan().next().forEach(this::line);
    for (Standing each : overview.plan().standings()) {
      boolean waits = each.readiness() == Readiness.BLOCKED || each.readiness() == Readiness.AFTER;
      if (each.selected() && waits) {
        out.println(terminal.safe("  " + each.issue().id() + " " + each.reason()));
      }
    }
    out.println("nothing was changed");
    out.flush();
  }

  /** Prints every selected issue on a line. */
  public void list(Overview overview) {
    overview.plan().standings().stream().filter(Standing::selected).forEach(this::line);
    out.flush();
  }

  private void line(Standing each) {
    out.println(
        terminal.safe(
            String.format(
                "  %-14s %-4s %-6s %-12s %s",
                each.issue().id(),
                each.issue().priority(),
                each.issue().type(),
                each.status(),
                each.issue().title())));
  }
}
