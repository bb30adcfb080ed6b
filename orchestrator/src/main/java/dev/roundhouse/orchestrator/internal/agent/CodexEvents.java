package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.count;
import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads the output of {@code codex exec --json}. It reports limits only in the fixed sentence of
 * its error events; the time in that sentence is local.
 */
final class CodexEvents implements EventReader {
  private static final Set<String> TOOLS =
      Set.of("command_execution", "file_change", "mcp_tool_call", "web_search", "collab_tool_call");
  private static final Pattern LIMIT = Pattern.compile("You['’]ve hit your usage limit\\b.*");
  private static final Pattern RETRIED_OUT =
      Pattern.compile("exceeded retry limit, last status: (\\d{3})\\b.*");
  private static final Pattern STATUS = Pattern.compile("unexpected status (\\d{3})\\b.*");
  private static final Pattern RESET =
      Pattern.compile(
          "\\btry again at (?:([A-Z][a-z]{2} \\d{1,2})(?:st|nd|rd|th), (\\d{4}) )?"
              + "(\\d{1,2}:\\d{2} [AP]M)\\.$");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MMM d uuuu", Locale.US);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a", Locale.US);

  private final Clock clock;

  CodexEvents(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void read(JsonNode event, AgentReportBuilder draft) {
    switch (text(event, "type")) {
      case "thread.started" -> draft.session(text(event, "thread_id"));
      case "item.completed" -> item(event.path("item"), draft);
      case "turn.completed" -> {
        draft.endedWell();
        draft.tokens(tokens(event.path("usage")));
      }
      case "turn.failed" -> failed(text(event.path("error"), "message"), draft);
      case "error" -> failed(text(event, "message"), draft);
      default -> {
        // nothing for the report
      }
    }
  }

  private static void item(JsonNode item, AgentReportBuilder draft) {
    String type = text(item, "type");
    if (TOOLS.contains(type)) {
      draft.usesTool();
    } else if (type.equals("agent_message")) {
      draft.says(text(item, "text"));
    }
  }

  private static Tokens tokens(JsonNode usage) {
    return new Tokens(
        count(usage, "input_tokens"),
        count(usage, "output_tokens"),
        count(usage, "cached_input_tokens"));
  }

  private void failed(String message, AgentReportBuilder draft) {
    draft.failed(message);
    String start = message.length() > 1000 ? message.substring(0, 1000) : message;
    if (LIMIT.matcher(start).matches()) {
      draft.limited(reset(start));
    }
    for (Pattern pattern : Set.of(RETRIED_OUT, STATUS)) {
      Matcher told = pattern.matcher(start);
      if (told.matches()) {
        HttpStatus.note(Long.parseLong(told.group(1)), draft);
      }
    }
  }

  private Optional<Instant> reset(String sentence) {
    Matcher told = RESET.matcher(sentence);
    if (!told.find()) {
      return Optional.empty();
    }
    try {
      LocalDate day =
          told.group(1) == null
              ? LocalDate.now(clock)
              : LocalDate.parse(told.group(1) + " " + told.group(2), DATE);
      LocalTime time = LocalTime.parse(told.group(3), TIME);
      return Optional.of(day.atTime(time).atZone(clock.getZone()).toInstant());
    } catch (DateTimeParseException noSuchDay) {
      return Optional.empty();
    }
  }
}
