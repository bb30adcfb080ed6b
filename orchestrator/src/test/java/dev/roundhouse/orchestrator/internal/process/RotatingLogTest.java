package dev.roundhouse.orchestrator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that never grows past twice its limit, and lines cut from a stream. */
class RotatingLogTest {
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void choose() {
    file = directory.resolve("agent.log");
  }

  private void write(long limit, String... texts) throws IOException {
    try (RotatingLog log = new RotatingLog(file, limit)) {
      for (String each : texts) {
        byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
        log.write(bytes, 0, bytes.length);
      }
    }
  }

  @Test
  void whatFitsIsInOneFileAndIsAddedToWhatWasThere() throws IOException {
    write(100, "one\n", "two\n");
    write(100, "three");

    assertThat(file).hasContent("one\ntwo\nthree");
    assertThat(RotatingLog.before(file)).doesNotExist();
  }

  @Test
  void aFullFileBecomesTheOlderPartAtALineEnd() throws IOException {
    write(10, "one\ntwo\nthree\n");

    assertThat(RotatingLog.before(file)).hasContent("one\ntwo\n");
    assertThat(file).hasContent("three\n");
    assertThat(LogTail.of(file)).isEqualTo("one\ntwo\nthree\n");
    assertThat(LogTail.parts(file)).containsExactly(RotatingLog.before(file), file);
  }

  @Test
  void theOldestIsDroppedAndALineSaysHowMuch() throws IOException {
    write(100, "a".repeat(99) + "\n", "b".repeat(99) + "\n", "c".repeat(20));

    assertThat(RotatingLog.before(file)).hasContent("b".repeat(99) + "\n");
    assertThat(file)
        .hasContent(
            "[roundhouse: the first 100 bytes of this output were dropped]\n" + "c".repeat(20));
  }

  @Test
  void aLineLongerThanTheFileIsKeptInPieces() throws IOException {
    write(1000, "x".repeat(5_500));

    assertThat(Files.size(file)).isLessThanOrEqualTo(1000);
    assertThat(RotatingLog.before(file)).hasSize(1000);
    assertThat(Files.readString(file)).startsWith("[roundhouse: the first ").endsWith("xxx");
  }

  @Test
  void aListenerHearsLinesAndOfALongOnePieces() {
    List<String> heard = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(heard::add);
    byte[] bytes =
        ("one\n\ntwo\r\n" + "x".repeat(LineSplitter.LONGEST + 3) + "\nü")
            .getBytes(StandardCharsets.UTF_8);
    for (byte each : bytes) {
      splitter.take(new byte[] {each}, 1);
    }
    splitter.finish();

    assertThat(heard)
        .containsExactly("one", "", "two\r", "x".repeat(LineSplitter.LONGEST), "xxx", "ü");
  }

  @Test
  void aListenerThatFailsHearsNoMore() {
    List<String> heard = new ArrayList<>();
    LineSplitter splitter =
        new LineSplitter(
            line -> {
              heard.add(line);
              throw new IllegalStateException("expected by the test");
            });
    splitter.take("one\ntwo\n".getBytes(StandardCharsets.UTF_8), 8);

    assertThat(heard).containsExactly("one");
  }
}
