package dev.roundhouse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.UsageStatistics;
import dev.roundhouse.orchestrator.run.RunReport;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The exit code of a run that a signal ended is known before the run can end because of it. */
class SignalHandlerTest implements SignalSource {
  private final Map<String, Runnable> answers = new HashMap<>();
  private final List<Integer> halts = new ArrayList<>();
  private final SignalHandler handler =
      SignalHandler.on(
          new Terminal(
              new PrintWriter(Writer.nullWriter()),
              new PrintWriter(Writer.nullWriter()),
              Path.of("/"),
              Map.of(),
              this));

  @Override
  public void on(String name, Runnable answer) {
    answers.put(name, answer);
  }

  @Override
  public void halt(int code) {
    halts.add(code);
  }

  private void send(String name) {
    Objects.requireNonNull(answers.get(name)).run();
  }

  private ExitCode codeNow() {
    return handler.exitCode(
        new RunReport(
            RunId.fresh(),
            "main",
            RunReport.Ending.DRAINED,
            "",
            List.of(),
            List.of(),
            "",
            "",
            Optional.empty(),
            true,
            Duration.ZERO,
            Map.of(),
            Map.of(),
            0,
            UsageStatistics.NONE));
  }

  @Test
  void whoHearsOfTheStopFindsTheCodeOfTheFirstSignal() {
    List<ExitCode> codes = new ArrayList<>();
    handler.signal().onRaise(level -> codes.add(codeNow()));

    send("TERM");
    send("INT");

    assertThat(codes).containsExactly(ExitCode.TERMINATED, ExitCode.TERMINATED);
    assertThat(halts).isEmpty();
  }

  @Test
  void theThirdSignalHaltsWithThatCode() {
    send("INT");
    send("TERM");
    send("TERM");

    assertThat(halts).containsExactly(ExitCode.INTERRUPTED.code());
  }
}
