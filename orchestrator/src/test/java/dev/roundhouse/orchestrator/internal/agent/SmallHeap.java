package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.agent.AgentReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Reads a log in a process of its own that has little memory. */
final class SmallHeap {
  private static final String HEAP = "-Xmx96m";

  private SmallHeap() {}

  /** What {@code log}, a stream of {@code format}, tells of its session and its error. */
  static String sessionAndError(StreamFormat format, Path log)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ChildJvm.command(List.of(HEAP), SmallHeap.class, format.name(), log.toString()))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Patience.exitCode(process);
    return said;
  }

  /** Reads the format and the log that it is given. */
  public static void main(String... args) throws IOException {
    AgentReport report = StreamFormat.valueOf(args[0]).read(Path.of(args[1]), Clock.systemUTC());
    System.out.print(report.session() + " " + report.error());
  }
}
