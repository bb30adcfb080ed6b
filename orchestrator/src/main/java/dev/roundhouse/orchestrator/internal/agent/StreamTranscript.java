package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.agent.AgentTranscript;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Renders an output of any format. Plain output is passed on as it is; so is a line that does not
 * follow the format, or is longer than {@link AgentStream#LONGEST_LINE}.
 */
public final class StreamTranscript implements AgentTranscript {
  private final Consumer<Entry> reader;
  private final TranscriptBuilder builder;
  private final Optional<JsonObjects> objects;
  private final AgentStream stream;
  private final StringBuilder line = new StringBuilder();
  private boolean isTooLong;

  /**
   * Creates a transcript of the output that is printed to {@code log}.
   *
   * @throws IOException if the output's format is on record and cannot be read
   */
  public StreamTranscript(Path log, Consumer<Entry> reader) throws IOException {
    this(StreamFormat.recorded(log).orElse(StreamFormat.PLAIN), reader);
  }

  StreamTranscript(StreamFormat format, Consumer<Entry> reader) {
    this.reader = reader;
    this.builder = new TranscriptBuilder(reader);
    this.stream = format.open(Clock.system(ZoneId.systemDefault()));
    this.objects =
        format
            .transcriber()
            .map(
                events ->
                    new JsonObjects(
                        (event, text) -> {
                          if (!events.show(event, builder)) {
                            other(text);
                          }
                        },
                        this::other));
  }

  private void other(String text) {
    builder.flush();
    reader.accept(new Entry(Kind.LINE, "", text));
  }

  @Override
  public void take(String piece) {
    if (objects.isEmpty()) {
      reader.accept(new Entry(Kind.PIECE, "", piece));
      return;
    }
    int from = 0;
    for (int end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      add(piece, from, end);
      endLine();
      from = end + 1;
    }
    add(piece, from, piece.length());
  }

  private void add(String piece, int from, int end) {
    if (!isTooLong && line.length() + end - from > AgentStream.LONGEST_LINE) {
      isTooLong = true;
      builder.flush();
      reader.accept(new Entry(Kind.PIECE, "", line.toString()));
      line.setLength(0);
    }
    if (isTooLong) {
      reader.accept(new Entry(Kind.PIECE, "", piece.substring(from, end)));
    } else {
      line.append(piece, from, end);
    }
  }

  private void endLine() {
    if (isTooLong) {
      reader.accept(new Entry(Kind.PIECE, "", "\n"));
    } else {
      String text = line.toString();
      stream.line(text);
      objects.ifPresent(each -> each.line(text));
    }
    line.setLength(0);
    isTooLong = false;
  }

  @Override
  public void end() {
    if (!line.isEmpty() || isTooLong) {
      endLine();
    }
    if (objects.isPresent()) {
      objects.get().giveUp();
      builder.result(stream.report());
    }
  }
}
