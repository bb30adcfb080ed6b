package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.AgentCatalog;
import java.util.List;
import java.util.function.UnaryOperator;

/** Prints the agents that can be named, and what each profile's command line lets it do. */
public final class AgentsText {
  private static final String MARGIN = "    ";

  private final Terminal terminal;
  private final TextColor color;

  /** Creates a printer for {@code terminal}. */
  public AgentsText(Terminal terminal) {
    this.terminal = terminal;
    this.color = new TextColor(terminal);
  }

  /** Prints {@code known}. */
  public void print(List<AgentCatalog.Known> known) {
    int width = known.stream().mapToInt(each -> DisplayText.width(each.name())).max().orElse(0);
    for (AgentCatalog.Known each : known) {
      String missing = each.program().isEmpty() ? " (not installed)" : "";
      String kind = DisplayText.pad(each.kind(), "profile".length());
      String name = "  " + DisplayText.pad(each.name(), width) + "  " + kind + "  ";
      print(name, each.description() + missing, UnaryOperator.identity());
      if (!each.permission().isEmpty()) {
        print(MARGIN, each.line(), UnaryOperator.identity());
        print(MARGIN, each.permission() + " (see docs/security.md)", color::quiet);
      }
      if (!each.sandbox().isEmpty() && !each.sandbox().equals(each.permission())) {
        print(MARGIN, "with 'permissions: sandboxed', " + each.sandbox(), color::quiet);
      }
    }
    terminal.out().flush();
  }

  private void print(String margin, String text, UnaryOperator<String> paint) {
    String before = terminal.safe(margin);
    int room = terminal.columns() - DisplayText.width(before);
    for (String line : DisplayText.wrap(terminal.safe(text), room)) {
      terminal.out().println(before + paint.apply(line));
      before = " ".repeat(DisplayText.width(before));
    }
  }
}
