package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.NullTerminal;
import dev.roundhouse.cli.terminal.Terminal;
import java.nio.file.Path;

/** The terminal and the directory a command was typed at. */
interface CommandContext {
  /** The context of a command that was not given one yet. */
  CommandContext NONE =
      new CommandContext() {
        @Override
        public Terminal terminal() {
          return NullTerminal.TERMINAL;
        }

        @Override
        public Path directory() {
          return Path.of("");
        }

        @Override
        public int answer(Terminal other, String... words) {
          throw new IllegalStateException("this command line cannot answer another");
        }
      };

  /** Returns the terminal. */
  Terminal terminal();

  /** Returns the directory to work in, absolute. */
  Path directory();

  /** Answers another command line, typed at {@code other}; returns its exit code. */
  int answer(Terminal other, String... words);
}
