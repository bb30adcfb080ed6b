package dev.roundhouse.cli.terminal;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;

/** A terminal nobody sees: what a command has until it is told where it was typed. */
public final class NullTerminal {
  public static final Terminal TERMINAL =
      new Terminal(
          new PrintWriter(Writer.nullWriter()),
          new PrintWriter(Writer.nullWriter()),
          Path.of(""),
          Map.of(),
          false,
          SignalSource.none());

  private NullTerminal() {}
}
