package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Entry;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Kind;
import java.util.function.UnaryOperator;

/** Prints the entries of a transcript. Not safe for use by several threads. */
public final class TranscriptText {
  private final Terminal terminal;
  private final TextColor color;
  private Kind last = Kind.TEXT;
  private boolean isFirst = true;

  /** Creates a printer for {@code terminal}. */
  public TranscriptText(Terminal terminal) {
    this.terminal = terminal;
    this.color = new TextColor(terminal);
  }

  /** Prints {@code entry}. */
  public void print(Entry entry) {
    Kind kind = entry.kind();
    boolean isApart = kind == Kind.RESULT || (kind == Kind.TEXT) != (last == Kind.TEXT);
    if (!isFirst && isApart && kind != Kind.PIECE) {
      terminal.out().println();
    }
    isFirst = false;
    last = kind;
    switch (kind) {
      case TEXT -> terminal.out().println(terminal.safe(entry.text()));
      case TOOL -> line("> ", entry, color::quiet);
      case ERROR -> line("! ", entry, color::bad);
      case RESULT -> line("", entry, entry.head().equals("done") ? color::good : color::bad);
      case LINE -> terminal.out().println(printed(entry.text()));
      case PIECE -> terminal.out().print(printed(entry.text()));
    }
  }

  private void line(String mark, Entry entry, UnaryOperator<String> paint) {
    String gap = entry.head().isEmpty() || entry.text().isEmpty() ? "" : "  ";
    String text = terminal.safe(mark + entry.head() + gap + entry.text()).replace('\t', ' ');
    terminal.out().println(paint.apply(DisplayText.cut(text, terminal.columns())));
  }

  /** Returns what a program printed: made safe for a screen, and otherwise as it is. */
  private String printed(String text) {
    return terminal.live() ? terminal.safe(text) : text;
  }
}
