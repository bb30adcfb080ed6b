package dev.roundhouse.web;

import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.orchestrator.AttemptLogs;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.agent.AgentTranscript;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Entry;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Kind;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The output of one attempt as {@code roundhouse log} shows it: its last entries. */
final class LogView {
  private static final int MOST = 2000;
  private static final int LONGEST = 20_000; // characters of an entry

  private final Deque<Map<String, Object>> entries = new ArrayDeque<>();
  private final StringBuilder line = new StringBuilder();
  private final @Nullable AttemptSummary attempt;
  private final @Nullable AttemptLogs logs;
  private int count;

  /** Creates a view of the attempt with a number, or of the last one. */
  LogView(StatusReport statusReport, IssueStanding standing, OptionalInt number)
      throws ApiException {
    List<AttemptSummary> history = standing.record().map(IssueRecord::history).orElse(List.of());
    this.attempt =
        history.stream()
            .filter(each -> number.isEmpty() || each.number() == number.getAsInt())
            .reduce((earlier, later) -> later)
            .orElse(null);
    if (attempt == null && number.isPresent()) {
      throw ApiException.notFound(
          standing.issue().id() + " has no attempt " + number.getAsInt(), "see its attempts");
    }
    this.logs = attempt == null ? null : statusReport.logs(standing.issue().id(), attempt);
  }

  /**
   * Returns the entries from the one with the number {@code from} on, or the last ones.
   *
   * @param step {@code agent}, {@code gate}, {@code prompt} or {@code validation}
   */
  Map<String, Object> json(String step, int from) throws ApiException, IOException {
    if (logs != null) {
      Path log = file(step, logs);
      boolean isStream = step.equals("agent") || step.equals("validation");
      AgentTranscript transcript = isStream ? AttemptLogs.transcript(log, this::take) : null;
      for (Path part : AttemptLogs.parts(log)) {
        read(part, transcript);
      }
      if (transcript != null) {
        transcript.end();
      }
      endLine();
    }
    int first = count - entries.size();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("attempt", attempt == null ? null : attempt.number());
    json.put("running", attempt != null && attempt.endedAt() == null);
    json.put("first", Math.max(first, Math.min(from, count)));
    json.put("count", count);
    json.put("entries", entries.stream().skip(Math.max(0, from - (long) first)).toList());
    return json;
  }

  private static Path file(String step, AttemptLogs logs) throws ApiException {
    return switch (step) {
      case "agent" -> logs.agent();
      case "gate" -> logs.gate();
      case "prompt" -> AttemptLogs.prompt(logs.agent());
      case "validation" -> logs.validation();
      default -> throw Call.invalid("step must be agent, gate, prompt or validation");
    };
  }

  private void read(Path part, @Nullable AgentTranscript transcript) throws IOException {
    if (!Files.exists(part)) {
      return;
    }
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(part), StandardCharsets.UTF_8))) {
      char[] block = new char[8192];
      for (int n = reader.read(block); n >= 0; n = reader.read(block)) {
        String piece = new String(block, 0, n);
        if (transcript == null) {
          piece(piece);
        } else {
          transcript.take(piece);
        }
      }
    }
  }

  private void take(Entry entry) {
    if (entry.kind() == Kind.PIECE) {
      piece(entry.text());
    } else {
      endLine();
      add(entry.kind(), entry.head(), entry.text());
    }
  }

  private void piece(String text) {
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      line.append(text, from, end);
      add(Kind.LINE, "", line.toString());
      line.setLength(0);
      from = end + 1;
    }
    line.append(text, from, text.length());
    if (line.length() > LONGEST) {
      endLine();
    }
  }

  private void endLine() {
    if (!line.isEmpty()) {
      add(Kind.LINE, "", line.toString());
      line.setLength(0);
    }
  }

  private void add(Kind kind, String head, String text) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", kind.name().toLowerCase(Locale.ROOT));
    json.put("head", head);
    json.put("text", text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text);
    entries.addLast(json);
    count++;
    if (entries.size() > MOST) {
      entries.removeFirst();
    }
  }
}
