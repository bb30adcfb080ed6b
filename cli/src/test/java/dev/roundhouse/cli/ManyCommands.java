package dev.roundhouse.cli;

import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Answers several command lines, one an argument, as the program would, one after the other. */
final class ManyCommands {
  private ManyCommands() {}

  /** Answers them all; the exit code is the highest. */
  public static void main(String... lines) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    int highest = 0;
    for (String line : lines) {
      out.println("$ roundhouse " + line);
      Terminal terminal = new Terminal(out, out, Path.of(""), System.getenv(), SignalSource.none());
      int code = CommandLines.answer(terminal, List.of(line.split(" ")).toArray(String[]::new));
      out.println("(exit " + code + ")");
      highest = Math.max(highest, code);
    }
    System.exit(highest);
  }
}
