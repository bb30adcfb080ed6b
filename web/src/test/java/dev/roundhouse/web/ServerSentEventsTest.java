package dev.roundhouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.IssueEdit;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.testing.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The stream of events: nothing is lost or doubled, whoever goes away and comes back. */
@Timeout(120)
class ServerSentEventsTest {
  private static final IssueId ISSUE = new IssueId("A-1");
  private static final ChangeId CHANGE = ChangeId.fresh();
  private static final int EVENTS = 10_000;
  private static final int STREAMS = 30;

  @TempDir Path temporary;
  private ServedProject project;

  @BeforeEach
  void serve() throws Exception {
    project = new ServedProject(temporary);
    project.git().issue("A-1").commitAll("backlog");
    project.serve();
    project.plan().edit(List.of(ISSUE), IssueEdit.of(new Priority(1)));
  }

  @AfterEach
  void end() {
    project.close();
  }

  /** One open stream. */
  private final class Stream1 implements AutoCloseable {
    private final HttpURLConnection connection;
    private final BufferedReader reader;
    private String last;

    Stream1(String after) throws IOException {
      this.last = after;
      this.connection =
          (HttpURLConnection)
              project.server().address().resolve("/api/v1/events").toURL().openConnection();
      connection.setRequestProperty("Authorization", "Bearer " + project.token());
      if (!after.isEmpty()) {
        connection.setRequestProperty("Last-Event-ID", after);
      }
      this.reader =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Returns the next event as its kind and data. */
    Message next() throws IOException {
      String kind = "";
      String data = "";
      for (@Nullable String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("id: ")) {
          last = line.substring(4);
        } else if (line.startsWith("event: ")) {
          kind = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !kind.isEmpty()) {
          return new Message(kind, ServedProject.JSON.readTree(data));
        }
      }
      throw new IOException("the stream is over");
    }

    @Override
    public void close() {
      connection.disconnect();
    }
  }

  private record Message(String kind, JsonNode data) {}

  @Test
  void whatHappensIsSentWhileTheStreamIsOpen() throws Exception {
    try (Stream1 stream = new Stream1("")) {
      assertThat(stream.next().kind()).isEqualTo("hello");

      project.plan().edit(List.of(ISSUE), IssueEdit.of(new Priority(0)));

      Message message = stream.next();
      assertThat(message.kind()).isEqualTo("step");
      JsonNode event = message.data().path("events").get(0);
      assertThat(event.path("event").asString()).isEqualTo("issue-edited");
      assertThat(event.path("issue").asString()).isEqualTo("A-1");
      assertThat(event.has("edit")).as("only what changed, not to what").isFalse();
    }
  }

  @Test
  void whatAnAnswerHasNotYetIsSentAfterItsPosition() throws Exception {
    String position = project.json("api/v1/home").path("position").asString();
    project.plan().edit(List.of(ISSUE), IssueEdit.of(new Priority(0)));

    try (Stream1 stream = new Stream1(position)) {
      assertThat(stream.next().kind()).isEqualTo("hello");
      assertThat(stream.next().kind()).isEqualTo("step");
    }
  }

  @Test
  void tenThousandEventsArriveOnceAndInOrderOverThreeReconnectsAndARestart() throws Exception {
    String start = Long.toString(project.view().position());
    CompletableFuture<Void> writer = CompletableFuture.runAsync(this::writeAll);
    List<Integer> got = new ArrayList<>();
    String last = start;
    for (int cut : List.of(1, EVENTS / 3, EVENTS / 2, EVENTS)) {
      try (Stream1 stream = new Stream1(last)) {
        while (got.size() < cut) {
          Message message = stream.next();
          if (message.kind().equals("step")) {
            message.data().path("events").forEach(event -> got.add(number(event)));
            last = stream.last;
          }
        }
      }
      if (cut == EVENTS / 3) {
        project.restart();
      }
    }
    Patience.result(writer);

    assertThat(got).hasSize(EVENTS).isSorted().doesNotHaveDuplicates();
    assertThat(got.get(0)).isZero();
  }

  /** Each event has its number in its time. */
  private void writeAll() {
    try (Ledger ledger = Ledger.open(project.stateDir(), InstantSource.system())) {
      int next = 0;
      while (next < EVENTS) {
        Event[] step = new Event[Math.min(1 + next % 13, EVENTS - next)];
        for (int i = 0; i < step.length; i++) {
          IssueEdit edit = IssueEdit.of(new Priority(next % 10));
          step[i] = new Event.IssueEdited(ISSUE, CHANGE, edit, Instant.ofEpochSecond(next++));
        }
        ledger.commit(step);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static int number(JsonNode event) {
    return (int) Instant.parse(event.path("at").asString()).getEpochSecond();
  }

  @Test
  void aPlaceThatDoesNotExistAnyMoreIsSaidAndNotGuessed() throws Exception {
    for (String nowhere : List.of("999999999", "7", "x", "-1", "1.1.1", "")) {
      try (Stream1 stream = new Stream1(nowhere)) {
        assertThat(Stream.of(stream.next().kind(), nowhere.equals("7") ? stream.next().kind() : ""))
            .as(nowhere)
            .contains(nowhere.isEmpty() ? "hello" : "reset");
      }
    }
    String old = Long.toString(0);
    try (Ledger ledger = Ledger.open(project.stateDir(), InstantSource.system())) {
      ledger.compact();
    }
    try (Stream1 stream = new Stream1(old)) {
      assertThat(stream.next().kind()).isEqualTo("hello");
      assertThat(stream.next().kind()).isEqualTo("reset");
    }
  }

  @Test
  void clientsThatGoAwayLeaveNothingBehind() throws Exception {
    openAndClose();
    long threads = threads();
    long handles = handles();
    for (int i = 0; i < 4; i++) {
      openAndClose();
    }

    assertThat(threads()).isLessThanOrEqualTo(Math.max(threads, STREAMS + 20));
    Patience.await().untilAsserted(() -> assertThat(handles()).isLessThanOrEqualTo(handles + 5));
  }

  private void openAndClose() throws Exception {
    List<Stream1> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      streams.add(new Stream1(""));
      assertThat(streams.get(i).next().kind()).isEqualTo("hello");
    }
    assertThat(project.server().streams()).isEqualTo(STREAMS);
    streams.forEach(Stream1::close);
    Patience.await().untilAsserted(() -> assertThat(project.server().streams()).isZero());
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().startsWith("roundhouse-web"))
        .count();
  }

  private static long handles() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void theServerEndsAtOnceAlthoughStreamsAreOpen() throws Exception {
    try (Stream1 stream = new Stream1("")) {
      stream.next();

      project.stop();

      assertThat(project.server().streams()).isZero();
    }
  }
}
