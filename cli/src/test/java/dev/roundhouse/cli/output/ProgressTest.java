package dev.roundhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Progress is printed apart from the run, which it never holds up. */
class ProgressTest {
  private static Terminal terminal(Writer out) {
    PrintWriter writer = new PrintWriter(out);
    return new Terminal(writer, writer, Path.of(""), Map.of(), SignalSource.none());
  }

  private static RunEvent note(String text) {
    return new RunEvent.Noticed(false, text);
  }

  @Test
  void aTerminalThatIsBlockedDoesNotHoldUpTheRunAndGetsEverythingLater() {
    CountDownLatch released = new CountDownLatch(1);
    StringWriter shown = new StringWriter();
    Writer blocked =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            try {
              released.await();
            } catch (InterruptedException interrupted) {
              throw new IOException(interrupted);
            }
            shown.write(text, from, length);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    try (Progress progress = Progress.plain(terminal(blocked), () -> Instant.EPOCH)) {
      for (int i = 0; i < 1000; i++) {
        progress.on(note("note " + i)); // would hang here
      }
      released.countDown();
    }

    assertThat(shown.toString().lines()).hasSize(1000);
  }

  @Test
  void aTerminalThatIsGoneEndsTheViewAndNotTheRun() {
    VirtualScreen screen = new VirtualScreen(80, 24);
    screen.fault = new IOException("Input/output error");
    try (Progress progress = Progress.live(screen.terminal("1"), () -> Instant.EPOCH, () -> {})) {
      progress.on(note("one"));
      Patience.await().until(() -> screen.isReleased);
      progress.on(note("two"));
    }

    assertThat(screen.lines()).anyMatch(line -> line.contains("the live view has ended"));
    assertThat(screen.lines()).anyMatch(line -> line.endsWith("two"));
  }

  @Test
  void whatIsPrintedLaterComesAfterWhatHasHappened() {
    StringWriter shown = new StringWriter();
    Terminal terminal = terminal(shown);
    try (Progress progress = Progress.plain(terminal, () -> Instant.EPOCH)) {
      progress.on(note("one"));
      progress.later(() -> terminal.out().println("a report"));
      progress.on(note("two"));
    }

    assertThat(shown.toString().lines().map(line -> line.replaceAll("^ *0.0s +", "")))
        .containsExactly("one", "a report", "two");
  }
}
