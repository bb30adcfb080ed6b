package dev.roundhouse.orchestrator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Commands that run are seen, and those that have ended are not. */
@EnabledOnOs(OS.LINUX)
class RunningCommandsTest {
  /**
   * The entry of an ended process stays until its parent asks for it. A shell may ask at any time,
   * so the command ends only when its parent is no shell any more, but one that never asks.
   */
  @Test
  void anEndedCommandWhoseEntryIsLeftDoesNotRun() throws Exception {
    String script = "exec 3<&0; (read go <&3; exec true) & echo $!; exec sleep 600";
    Process parent = new ProcessBuilder("sh", "-c", script).start();
    try {
      long ended = Long.parseLong(new String(line(parent), StandardCharsets.US_ASCII).strip());
      Patience.await().until(() -> stat(parent.pid()).contains("(sleep)"));
      try (Writer toCommand = parent.outputWriter(StandardCharsets.US_ASCII)) {
        toCommand.write("go\n");
      }
      Patience.await().until(() -> stat(ended).contains("(true) Z "));

      assertThat(RunningCommands.of("true", running -> running.directory().isEmpty()).areNone())
          .isTrue();
      assertThat(RunningCommands.of("sleep", running -> running.words().contains("600")).areNone())
          .isFalse();
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  private static byte[] line(Process process) throws IOException {
    byte[] line = new byte[20];
    int length = 0;
    for (int next; (next = process.getInputStream().read()) != '\n'; ) {
      line[length++] = (byte) next;
    }
    return Arrays.copyOf(line, length);
  }

  private static String stat(long pid) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
  }
}
