package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.agent.AgentReport;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Entry;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Makes the entries of a transcript from the events of one stream; bounded, whatever the events
 * hold. Not safe for use by several threads.
 */
final class TranscriptBuilder {
  private static final int REMEMBERED = 64;
  private static final int LONGEST_DETAIL = 2000;
  private static final int LONGEST_PIECE = 1 << 14;

  /** The parameters by which tools name what they work on, the most telling first. */
  private static final List<String> TELLING =
      List.of(
          "command",
          "cmd",
          "file_path",
          "filePath",
          "absolute_path",
          "notebook_path",
          "path",
          "pattern",
          "query",
          "url",
          "prompt",
          "description");

  private final Consumer<Entry> reader;
  private final StringBuilder piece = new StringBuilder();
  private final Map<String, String> tools = new LinkedHashMap<>();
  private String said = "";
  private String error = "";
  private String directory = "";
  private Optional<Boolean> endedWell = Optional.empty();

  TranscriptBuilder(Consumer<Entry> reader) {
    this.reader = reader;
  }

  /** Notes the directory that the program works in, which is left out of the names of files. */
  void directory(String path) {
    directory = path.length() > 1 ? path + "/" : "";
  }

  /** Shows a whole message; one that was just shown is not repeated. */
  void says(String text) {
    String words = text.strip();
    flush();
    if (!words.isEmpty() && !words.equals(said) && !words.equals(error)) {
      said = words;
      reader.accept(new Entry(Kind.TEXT, "", words));
    }
  }

  /** Shows a piece of a message, line by line. */
  void adds(String text) {
    piece.append(text);
    int end = piece.lastIndexOf("\n");
    if (end >= 0) {
      show(piece.substring(0, end));
      piece.delete(0, end + 1);
    }
    if (piece.length() > LONGEST_PIECE) {
      flush();
    }
  }

  /** Shows the end of a message that came in pieces. */
  void flush() {
    if (!piece.isEmpty()) {
      show(piece.toString());
      piece.setLength(0);
    }
  }

  private void show(String lines) {
    reader.accept(new Entry(Kind.TEXT, "", lines));
  }

  /** Shows the use of a tool; the same use is not shown again. */
  void uses(String id, String tool, JsonNode input) {
    flush();
    if (id.isEmpty() || !tools.containsKey(id)) {
      remember(id, tool);
      reader.accept(new Entry(Kind.TOOL, oneLine(tool), detail(input)));
    }
  }

  private void remember(String id, String tool) {
    if (!id.isEmpty() && id.length() <= LONGEST_DETAIL) {
      tools.put(id, oneLine(tool));
    }
    if (tools.size() > REMEMBERED) {
      tools.remove(tools.keySet().iterator().next());
    }
  }

  /** Shows that the use of a tool failed. */
  void failed(String id, String why) {
    flush();
    String tool = Objects.requireNonNullElse(tools.get(id), "tool");
    reader.accept(new Entry(Kind.ERROR, tool, oneLine(why)));
  }

  /** Shows an error; one that was just shown is not repeated. */
  void error(String what) {
    String words = oneLine(what);
    flush();
    if (!words.isEmpty() && !words.equals(error) && !what.strip().equals(said)) {
      error = words;
      reader.accept(new Entry(Kind.ERROR, "", words));
    }
  }

  /** Notes that the program says that it has ended. */
  void ended(boolean isWell) {
    flush();
    endedWell = Optional.of(isWell);
  }

  /** Shows the result, of which {@code report} is the sum. */
  void result(AgentReport report) {
    flush();
    String used = used(report);
    if (error.isEmpty()) {
      error(report.error());
    }
    boolean isWell = report.error().isEmpty() && report.refusal().isEmpty();
    String head =
        endedWell.map(well -> well && isWell ? "done" : "failed").orElse(isWell ? "" : "failed");
    if (!head.isEmpty() || !used.isEmpty()) {
      reader.accept(new Entry(Kind.RESULT, head.isEmpty() ? "not ended" : head, used));
    }
  }

  private static String used(AgentReport report) {
    Tokens tokens = report.tokens();
    String cost = report.cost().map(each -> ", $" + money(each)).orElse("");
    if (tokens.equals(Tokens.NONE)) {
      return cost.isEmpty() ? "" : cost.substring(2);
    }
    String cached = tokens.cached() == 0 ? "" : " (" + tokens.cached() + " from its cache)";
    return (report.isComplete() ? "" : "at least ")
        + tokens.input()
        + " tokens in"
        + cached
        + ", "
        + tokens.output()
        + " out"
        + cost;
  }

  private static String money(BigDecimal dollars) {
    BigDecimal rounded = dollars.setScale(4, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.setScale(Math.max(2, rounded.scale()), RoundingMode.UNNECESSARY).toPlainString();
  }

  /** Returns what the tool works on: the most telling of its parameters, otherwise all. */
  private String detail(JsonNode input) {
    if (input.isString()) {
      return oneLine(input.stringValue());
    }
    for (String each : TELLING) {
      if (input.path(each).isString()) {
        return oneLine(input.path(each).stringValue());
      }
    }
    return input.isMissingNode() || input.isNull() || input.isEmpty()
        ? ""
        : oneLine(input.toString());
  }

  private String oneLine(String text) {
    String start = text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) : text;
    String line = start.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    return directory.isEmpty() ? line : line.replace(directory, "");
  }
}
