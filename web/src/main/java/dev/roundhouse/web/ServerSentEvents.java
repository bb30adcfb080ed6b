package dev.roundhouse.web;

import dev.roundhouse.core.journal.FileJournal;
import dev.roundhouse.core.journal.Journal;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the steps of the journal to clients as server-sent events, each step once and in order. The
 * id of an event names a place in the journal, so that a client which comes back with it, to this
 * server or a later one, misses nothing and gets nothing twice.
 *
 * <p>Safe for use by any number of threads; each stream has one.
 */
final class ServerSentEvents implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST = 32;
  private static final long PAUSE_MILLIS = 150;
  private static final Pattern PLACE = Pattern.compile("(\\d{1,18})(?:\\.(\\d{1,9}))?");

  private final RepositorySource source;
  private final Duration heartbeat;
  private final Semaphore places = new Semaphore(MOST);
  private final CountDownLatch closing = new CountDownLatch(1);

  ServerSentEvents(RepositorySource source, Duration heartbeat) {
    this.source = source;
    this.heartbeat = heartbeat;
  }

  /** Returns the number of streams that are open. */
  int open() {
    return MOST - places.availablePermits();
  }

  /** Sends events until the client goes away or the server ends. */
  void serve(Request request, Response response) throws IOException, InterruptedException {
    if (!places.tryAcquire()) {
      response.setStatus(503);
      Content.Sink.write(response, true, ByteBuffer.allocate(0));
      return;
    }
    try {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
      send(request, response);
    } catch (RefusedException unreadable) {
      throw new IOException(unreadable);
    } finally {
      places.release();
    }
  }

  private void send(Request request, Response response)
      throws IOException, RefusedException, InterruptedException {
    Path stateDir = source.open().status().stateDir();
    Place place = begin(request, response, stateDir);
    long silentSince = System.nanoTime();
    @Nullable FileJournal journal = null;
    try {
      do {
        journal = journal == null ? FileJournal.reader(stateDir.resolve("journal")) : journal;
        Place next = journal == null ? place : sendNews(journal, place, response, stateDir);
        boolean isNews = !next.equals(place);
        place = next;
        if (isNews) {
          silentSince = System.nanoTime();
        } else if (System.nanoTime() - silentSince > heartbeat.toNanos()) {
          write(response, ": still here\n\n");
          silentSince = System.nanoTime();
        }
      } while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } finally {
      if (journal != null) {
        journal.close();
      }
    }
  }

  /**
   * A place in the journal: some records after a position at which a record begins.
   *
   * @param position the position
   * @param records the number of records after it
   */
  private record Place(long position, int records) {
    @Override
    public String toString() {
      return position + "." + records;
    }
  }

  /** Returns the place to begin at: the one the client has reached, or the end. */
  private static Place begin(Request request, Response response, Path stateDir) throws IOException {
    long end = Ledger.read(stateDir).position();
    @Nullable String header = request.getHeaders().get("Last-Event-ID");
    @Nullable String asked =
        header == null ? Request.extractQueryParameters(request).getValue("after") : header;
    Matcher matcher = PLACE.matcher(asked == null ? "" : asked);
    boolean isKnown = matcher.matches() && Long.parseLong(matcher.group(1)) <= end;
    Place place =
        isKnown
            ? new Place(
                Long.parseLong(matcher.group(1)),
                matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)))
            : new Place(end, 0);
    boolean isLost = asked != null && !isKnown;
    write(response, event(isLost ? "reset" : "hello", place, Map.of()));
    return place;
  }

  private static Place sendNews(Journal journal, Place from, Response response, Path stateDir)
      throws IOException {
    Journal.Batch batch;
    try {
      batch = journal.read(from.position());
    } catch (IOException forgotten) { // or never the beginning of a record
      Place end = new Place(Ledger.read(stateDir).position(), 0);
      write(response, event("reset", end, Map.of()));
      return end;
    }
    List<byte[]> steps = batch.payloads();
    StringBuilder text = new StringBuilder();
    Place reached = from;
    for (int i = Math.min(from.records(), steps.size()); i < steps.size(); i++) {
      reached = new Place(from.position(), i + 1);
      text.append(event("step", reached, Map.of("events", events(steps.get(i)))));
    }
    if (!text.isEmpty()) {
      write(response, text.toString());
    }
    boolean isBatchOver = batch.end() > from.position() && reached.records() >= steps.size();
    return isBatchOver
        ? new Place(batch.end(), Math.max(0, reached.records() - steps.size()))
        : reached;
  }

  private static List<Map<String, Object>> events(byte[] step) {
    List<Map<String, Object>> events = new ArrayList<>();
    for (JsonNode each : JSON.readTree(step).path("events")) {
      Map<String, Object> event = new LinkedHashMap<>();
      for (String key : List.of("event", "issue", "run", "at")) {
        Optional.ofNullable(each.get(key)).ifPresent(value -> event.put(key, value));
      }
      events.add(event);
    }
    return events;
  }

  private static String event(String kind, Place place, Map<String, Object> data) {
    return "id: "
        + place
        + "\nevent: "
        + kind
        + "\ndata: "
        + JSON.writeValueAsString(data)
        + "\n\n";
  }

  private static void write(Response response, String text) throws IOException {
    Content.Sink.write(response, false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Ends every stream. */
  @Override
  public void close() {
    closing.countDown();
  }
}
