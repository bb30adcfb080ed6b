package dev.roundhouse.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.cli.output.TranscriptText;
import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  private static final int BLOCK = 1 << 16;

  @TempDir Path temporary;
  private final StringWriter out = new StringWriter();
  private Path log;
  private LogFollower follower;

  @BeforeEach
  void follow() {
    log = temporary.resolve("agent.log");
    Terminal terminal =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(Writer.nullWriter()),
            temporary,
            Map.of(),
            SignalSource.none());
    follower =
        new LogFollower(
            log, new LogOutput(log, true, new TranscriptText(terminal)::print), terminal);
  }

  private void add(byte[] bytes) throws Exception {
    Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    follower.printNew();
  }

  @Test
  void aCharacterIsWholeWhereverTheBlocksEnd() throws Exception {
    for (int before = BLOCK - 4; before <= BLOCK; before++) {
      Files.deleteIfExists(log);
      follow();
      out.getBuffer().setLength(0);
      String text = "x".repeat(before) + "€🚂ü" + "y".repeat(BLOCK) + "€";

      add(text.getBytes(StandardCharsets.UTF_8));

      assertThat(out.toString()).isEqualTo(text);
    }
  }

  @Test
  void aCharacterThatIsWrittenInPartsIsPrintedOnceItIsWhole() throws Exception {
    byte[] engine = "🚂".getBytes(StandardCharsets.UTF_8);
    add(new byte[] {'a', engine[0], engine[1]});
    assertThat(out.toString()).isEqualTo("a");
    add(new byte[] {engine[2], engine[3], 'b'});
    assertThat(out.toString()).isEqualTo("a🚂b");
  }

  @Test
  void whatIsNoTextIsShownAsSuch() throws Exception {
    add(new byte[] {'a', (byte) 0xff, 'b'});
    assertThat(out.toString()).isEqualTo("a\ufffdb");
  }

  @Test
  void aLogBegunAnewIsPrintedFromItsBeginning() throws Exception {
    add("a long line\n".getBytes(StandardCharsets.UTF_8));
    Files.delete(log);
    add("new\n".getBytes(StandardCharsets.UTF_8));
    assertThat(out.toString()).isEqualTo("a long line\nnew\n");
  }

  @Test
  void aStreamIsShownAsTextWhileItGrows() throws Exception {
    Terminal terminal =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(Writer.nullWriter()),
            temporary,
            Map.of(),
            SignalSource.none());
    LogOutput output = new LogOutput(log, false, new TranscriptText(terminal)::print);
    follower = new LogFollower(log, output, terminal);
    follower.printNew(); // before there is a log
    Files.writeString(temporary.resolve("agent.log.format"), "CODEX");
    String use = "{\"type\":\"item.started\",\"item\":{\"id\":\"1\",\"type\":";

    add((use + "\"command_exec").getBytes(StandardCharsets.UTF_8));
    assertThat(out.toString()).isEmpty();
    add("ution\",\"command\":\"make\"}}\nno ".getBytes(StandardCharsets.UTF_8));
    assertThat(out.toString()).isEqualTo("> shell  make\n");
    add("JSON\n{\"type\":\"turn.com".getBytes(StandardCharsets.UTF_8));
    assertThat(out.toString()).isEqualTo("> shell  make\nno JSON\n");
    add(
        "pleted\",\"usage\":{\"input_tokens\":7,\"output_tokens\":2}}"
            .getBytes(StandardCharsets.UTF_8));
    output.end();

    assertThat(out.toString()).isEqualTo("> shell  make\nno JSON\n\ndone  7 tokens in, 2 out\n");
  }
}
