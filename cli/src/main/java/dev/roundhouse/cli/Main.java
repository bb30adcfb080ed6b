package dev.roundhouse.cli;

import dev.roundhouse.cli.command.Terminal;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The program: what is left when a command line has been answered is an exit code. */
public final class Main {
  private Main() {}

  /** Answers the command line and exits. */
  public static void main(String... args) {
    LogLines.install();
    Charset charset = StandardCharsets.UTF_8;
    PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, charset), true);
    PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, charset), true);
    Map<String, String> environment = System.getenv();
    boolean live = isScreen() && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
    Terminal terminal =
        new Terminal(out, err, Path.of(""), environment, live, new ProcessSignals());
    int code = CommandLines.answer(terminal, args);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Whether standard output is a terminal; where that cannot be told it is taken for a file. */
  private static boolean isScreen() {
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException unknown) {
      return false;
    }
  }
}
