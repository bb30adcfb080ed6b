package dev.roundhouse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What strangers write is shown, and not obeyed. */
class TerminalTest {
  private final PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
  private final Terminal terminal =
      new Terminal(nowhere, nowhere, Path.of("."), Map.of(), SignalSource.none());

  @Test
  void nothingIsLeftThatATerminalObeys() {
    assertThat(terminal.safe("a\u001b[31m\u0007")).isEqualTo("a?[31m?");
    assertThat(terminal.safe("a\u009b31m")).isEqualTo("a?31m");
    assertThat(terminal.safe("a\u202egnp.exe")).isEqualTo("a?gnp.exe");
    assertThat(terminal.safe("a\u2066b\u2069")).isEqualTo("a?b?");
  }

  @Test
  void whatIsOnlyUnusualStays() {
    String text = "caf\u00e9\t\ud83d\udc69\u200d\ud83d\udcbb\n\u05d0";
    assertThat(terminal.safe(text)).isEqualTo(text);
  }
}
