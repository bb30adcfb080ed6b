package dev.roundhouse.cli.terminal;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A terminal without a user: the one a command has until it is given the terminal it was typed at.
 */
public final class NullTerminal {
  public static final Terminal TERMINAL =
      new Terminal(
          new PrintWriter(Writer.nullWriter()),
          new PrintWriter(Writer.nullWriter()),
          Path.of(""),
          Map.of(),
          SignalSource.none());

  private NullTerminal() {}
}
