package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Entry;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Kind;
import dev.roundhouse.orchestrator.internal.process.LogTail;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The failure that the end of an agent's output describes. Immutable.
 *
 * @param error the last error of the program, or its last line if that is not known; on one line,
 *     possibly empty
 * @param end the end of the output, as text for people
 */
public record FailureOutput(String error, String end) {
  private static final int LONGEST_END = 4000;
  private static final int LONGEST_ERROR = 300;

  /**
   * Reads the output in {@code log}, which need not exist; memory is bounded.
   *
   * @throws IOException if it cannot be read
   */
  public static FailureOutput of(Path log) throws IOException {
    Optional<StreamFormat> format = StreamFormat.recorded(log);
    if (format.isEmpty() || format.get().transcriber().isEmpty()) {
      String end = LogTail.of(log);
      return new FailureOutput(
          oneLine(end.strip().lines().reduce("", (before, last) -> last)), end);
    }
    Collector collector = new Collector();
    StreamTranscript transcript = new StreamTranscript(format.get(), collector::add);
    for (Path part : LogTail.parts(log)) {
      try (Reader in = new InputStreamReader(Files.newInputStream(part), StandardCharsets.UTF_8)) {
        char[] block = new char[1 << 13];
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
          transcript.take(new String(block, 0, n));
        }
      }
    }
    transcript.end();
    return new FailureOutput(oneLine(collector.error), LogTail.clean(collector.tail()));
  }

  /** Returns the error that {@code report} states, otherwise {@link #error}. */
  public String error(AgentReport report) {
    return report.error().isBlank() ? error : oneLine(message(report.error()));
  }

  /** Returns the message in {@code error} if a program passes on the whole answer of its API. */
  private static String message(String error) {
    String message =
        JsonObjects.tree(error)
            .map(answer -> EventReader.text(answer.path("error"), "message"))
            .orElse("");
    return message.isBlank() ? error : message;
  }

  /** Returns {@code text} on one line that is not too long to stand in a reason. */
  private static String oneLine(String text) {
    String line = LogTail.clean(text).replaceAll("[\\s.]+$", "").replaceAll("\\s+", " ").strip();
    int end = Math.min(line.length(), LONGEST_ERROR);
    boolean splits = end > 0 && Character.isHighSurrogate(line.charAt(end - 1));
    return end == line.length() ? line : line.substring(0, splits ? end - 1 : end) + "…";
  }

  /** Keeps the end of a transcript. */
  private static final class Collector {
    private final StringBuilder text = new StringBuilder();
    private String error = "";

    void add(Entry entry) {
      boolean isOfTool = !entry.head().isEmpty();
      boolean isWord = entry.kind() == Kind.LINE || (entry.kind() == Kind.ERROR && !isOfTool);
      if (isWord && !entry.text().isBlank()) {
        error = entry.text();
      }
      String mark = entry.kind() == Kind.TOOL ? "> " : entry.kind() == Kind.ERROR ? "! " : "";
      text.append(mark)
          .append(entry.head())
          .append(isOfTool ? "  " : "")
          .append(entry.text())
          .append(entry.kind() == Kind.PIECE ? "" : "\n");
      if (text.length() > 2 * LONGEST_END) {
        text.delete(0, text.length() - LONGEST_END);
      }
    }

    String tail() {
      int from = Math.max(0, text.length() - LONGEST_END);
      boolean splits = from < text.length() && Character.isLowSurrogate(text.charAt(from));
      return text.substring(splits ? from + 1 : from);
    }
  }
}
