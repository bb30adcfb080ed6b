package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.count;
import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import dev.roundhouse.core.ledger.AccountProblem;
import dev.roundhouse.orchestrator.agent.AgentReport.Tokens;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads the output of {@code codex exec --json}. It reports refusals only in the fixed sentences of
 * its error events, also while it still repeats the request; the time in such a sentence is local.
 */
final class CodexEvents implements EventReader {
  private static final Set<String> TOOLS =
      Set.of("command_execution", "file_change", "mcp_tool_call", "web_search", "collab_tool_call");
  private static final Pattern REPEATED =
      Pattern.compile("Reconnecting\\.\\.\\. [^(]*\\((.*)\\)", Pattern.DOTALL);
  private static final Pattern STATUS =
      Pattern.compile(
          "(?:unexpected status|exceeded retry limit, last status:) (\\d{3})\\b.*", Pattern.DOTALL);
  private static final int BAD_REQUEST = 400; // of an API's answer that it passes on whole

  private static final Map<Pattern, AccountProblem> SENTENCES =
      Map.of(
          Pattern.compile("You['’]ve hit your usage limit\\b|rate limit exceeded\\b"),
          AccountProblem.LIMIT,
          Pattern.compile("Quota exceeded\\b"),
          AccountProblem.CREDIT,
          Pattern.compile(
              "We['’]re currently experiencing high demand\\b|Selected model is at capacity\\b"
                  + "|stream disconnected before completion\\b|Connection failed\\b"
                  + "|error sending request\\b|request timed out\\b"),
          AccountProblem.SERVICE,
          Pattern.compile("The model `[^`]*` does not exist or you do not have access to it\\b"),
          AccountProblem.MODEL);
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
        draft.complete(true);
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
      draft.answered();
      draft.usesTool();
    } else if (type.equals("agent_message")) {
      draft.answered();
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
    Matcher repeated = REPEATED.matcher(start);
    String said = repeated.matches() ? repeated.group(1) : start;
    Matcher status = STATUS.matcher(said);
    if (status.matches()) {
      HttpStatus.note(Long.parseLong(status.group(1)), said, draft);
    } else if (said.startsWith("{")) {
      HttpStatus.note(BAD_REQUEST, said, draft);
    }
    SENTENCES.forEach(
        (sentence, trouble) -> {
          if (sentence.matcher(said).lookingAt()) {
            draft.refused(trouble, reset(said), said);
          }
        });
  }

  private Optional<Instant> reset(String sentence) {
    Matcher reset = RESET.matcher(sentence);
    if (!reset.find()) {
      return Optional.empty();
    }
    try {
      LocalDate day =
          reset.group(1) == null
              ? LocalDate.now(clock)
              : LocalDate.parse(reset.group(1) + " " + reset.group(2), DATE);
      LocalTime time = LocalTime.parse(reset.group(3), TIME);
      return Optional.of(day.atTime(time).atZone(clock.getZone()).toInstant());
    } catch (DateTimeParseException noSuchDay) {
      return Optional.empty();
    }
  }
}
