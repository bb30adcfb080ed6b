package dev.roundhouse.cli;

import dev.roundhouse.cli.command.ExitCode;
import dev.roundhouse.cli.terminal.ScreenWidth;
import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jline.utils.Signals;

/** The program: turns the answer to a command line into the exit code of the process. */
public final class Main {
  private Main() {}

  /** Answers the command line and exits. */
  public static void main(String... args) {
    System.exit(answer(args));
  }

  /** Answers the command line on this process's standard streams and returns the exit code. */
  static int answer(String... args) {
    StandardStream.holdPlaces();
    Locale.setDefault(Locale.ROOT); // programs also read what libraries print
    StandardStream output = StandardStream.out();
    StandardStream messages = StandardStream.err();
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(messages, true, StandardCharsets.UTF_8));
    OneLineLogFormatter.install();
    PrintWriter out = output.writer();
    PrintWriter err = messages.writer();
    Map<String, String> environment = System.getenv();
    boolean isDumb = "dumb".equals(environment.getOrDefault("TERM", "dumb"));
    TtyScreen screen =
        isDumb
            ? new TtyScreen()
            : new TtyScreen(new TtyScreen.Output(output, out), new TtyScreen.Output(messages, err));
    Terminal terminal =
        new Terminal(
            out,
            err,
            Path.of(""),
            environment,
            screen.shows(out),
            new ScreenWidth(environment),
            new ProcessSignals(screen),
            screen);
    int answered = CommandLines.answer(terminal, args);
    out.flush();
    System.out.flush();
    int code = delivered(output, answered, terminal);
    err.flush();
    return code;
  }

  /** Returns the exit code of the process, given the exit code {@code answered} of the command. */
  private static int delivered(StandardStream output, int answered, Terminal terminal) {
    if (output.failure().isEmpty()) {
      return answered;
    }
    boolean isOk = answered == ExitCode.OK.code();
    if (output.hasLostItsReader()) {
      return isOk ? ExitCode.READER_GONE.code() : answered;
    }
    terminal
        .err()
        .println(
            "roundhouse: cannot write standard output: "
                + terminal.safe(output.failure().get())
                + "; the output is missing or incomplete\n"
                + "  free some space or redirect the output, then repeat the command;"
                + " 'roundhouse status' shows what a run did");
    return isOk ? ExitCode.OUTPUT.code() : answered;
  }

  /**
   * The signals of this process, through JLine, which finds them by reflection if the JDK has them.
   */
  private static final class ProcessSignals implements SignalSource {
    private final TtyScreen screen;

    ProcessSignals(TtyScreen screen) {
      this.screen = screen;
    }

    @Override
    public void on(String name, Runnable answer) {
      Signals.register(name, answer);
    }

    @Override
    public void halt(int code) {
      screen.release();
      Runtime.getRuntime().halt(code);
    }
  }
}
