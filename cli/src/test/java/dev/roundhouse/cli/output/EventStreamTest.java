package dev.roundhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.run.RunEvent;
import java.io.BufferedReader;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All events are written, whole and in order; a reader who does not read harms nothing. */
class EventStreamTest {
  private static final int MANY = 10_000;
  private static final IssueId BUG = new IssueId("BUG-1");

  @TempDir Path directory;
  private final StringWriter said = new StringWriter();

  private Terminal terminal(PrintWriter out) {
    PrintWriter err = new PrintWriter(said, true);
    return new Terminal(out, err, directory, Map.of(), SignalSource.none());
  }

  private Terminal terminal() {
    return terminal(new PrintWriter(Writer.nullWriter()));
  }

  private static RunEvent event(int number) {
    return new RunEvent.Noticed(false, "event " + number + "\n" + "x".repeat(number % 300));
  }

  private static void areAll(List<String> lines) {
    assertThat(lines).hasSize(MANY);
    for (int i = 0; i < MANY; i++) {
      JsonNode event = JsonMapper.shared().readTree(lines.get(i));
      assertThat(event.path("seq").asInt()).isEqualTo(i + 1);
      assertThat(event.path("message").asString()).startsWith("event " + i + "\n");
    }
  }

  @Test
  void tenThousandEventsAreInTheFile() throws IOException {
    Path file = directory.resolve("events");
    try (EventStream stream = EventStream.to(file, terminal())) {
      IntStream.range(0, MANY).mapToObj(EventStreamTest::event).forEach(stream::on);
    }

    areAll(Files.readAllLines(file));
    assertThat(said.toString()).isEmpty();
  }

  @Test
  void tenThousandEventsGoThroughAPipeWhoseReaderBeginsLate() throws Exception {
    Path pipe = pipe();
    List<String> lines = new ArrayList<>();
    try (EventStream stream = EventStream.to(pipe, terminal())) {
      IntStream.range(0, MANY).mapToObj(EventStreamTest::event).forEach(stream::on);
      try (BufferedReader reader = Files.newBufferedReader(pipe)) {
        while (lines.size() < MANY) {
          lines.add(reader.readLine());
        }
      }
    }

    areAll(lines);
    assertThat(said.toString()).isEmpty();
  }

  private Path pipe() throws Exception {
    Path pipe = directory.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(Patience.exitCode(made)).isZero();
    return pipe;
  }

  @Test
  void aReaderWhoLeavesIsSaidOnce() throws Exception {
    Path pipe = pipe();
    try (EventStream stream = EventStream.to(pipe, terminal())) {
      stream.on(event(0));
      try (BufferedReader reader = Files.newBufferedReader(pipe)) {
        assertThat(reader.readLine()).contains("\"seq\":1");
      }
      Patience.await()
          .until(
              () -> {
                stream.on(event(1));
                return !said.toString().isEmpty();
              });
      IntStream.range(0, 100).mapToObj(EventStreamTest::event).forEach(stream::on);
    }

    assertThat(said.toString())
        .contains("roundhouse: events are no longer written to " + pipe, "Broken pipe")
        .contains("the run is not affected")
        .containsOnlyOnce("\n");
  }

  @Test
  void aFullDiskIsSaidOnce() throws IOException {
    try (EventStream stream = EventStream.to(Path.of("/dev/full"), terminal())) {
      IntStream.range(0, 100).mapToObj(EventStreamTest::event).forEach(stream::on);
      Patience.await().until(() -> !said.toString().isEmpty());
    }

    assertThat(said.toString())
        .isEqualTo(
            "roundhouse: events are no longer written to /dev/full, because No space left on"
                + " device; 0 events had been; the run is not affected\n");
  }

  @Test
  void standardOutputThatFailsIsSaidOnce() {
    Writer closed =
        new FilterWriter(Writer.nullWriter()) {
          @Override
          public void write(String text, int from, int length) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try (EventStream stream = EventStream.toOutput(terminal(new PrintWriter(closed)))) {
      stream.on(event(0));
      stream.on(event(1));
    }

    assertThat(said.toString()).contains("written to standard output").containsOnlyOnce("\n");
  }

  @Test
  void aFileIsAppendedToAndBeginsANewLineAfterOneThatIsTorn() throws IOException {
    Path file = Files.writeString(directory.resolve("events"), "{\"v\":1}\n{\"v\":1,\"se");
    for (int i = 0; i < 2; i++) {
      try (EventStream stream = EventStream.to(file, terminal())) {
        stream.on(new RunEvent.Discarded(BUG));
      }
    }

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4).startsWith("{\"v\":1}", "{\"v\":1,\"se");
    assertThat(lines.subList(2, 4)).allMatch(each -> each.contains("\"seq\":1,"));
  }

  @Test
  void whatCannotBeWrittenIsRefusedBeforeAnythingRuns() {
    assertThatThrownBy(() -> EventStream.to(directory, terminal())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> EventStream.to(directory.resolve("no/file"), terminal()))
        .isInstanceOf(IOException.class);
  }
}
