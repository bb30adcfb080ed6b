package dev.roundhouse.orchestrator.internal.agent;

import static dev.roundhouse.orchestrator.internal.agent.EventReader.text;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Renders the output of {@code codex exec --json}. */
final class CodexTranscriber implements EventTranscriber {
  private static final Set<String> SILENT = Set.of("thread.started", "turn.started");
  private static final Set<String> SILENT_ITEMS = Set.of("reasoning", "todo_list");

  /** The shell that runs each command. */
  private static final Pattern SHELL =
      Pattern.compile("(?:/\\S+/)?(?:ba|z)?sh -l?c '(.*)'", Pattern.DOTALL);

  @Override
  public boolean show(JsonNode event, TranscriptBuilder transcript) {
    String type = text(event, "type");
    switch (type) {
      case "item.started", "item.updated", "item.completed" -> {
        return item(event.path("item"), type.equals("item.completed"), transcript);
      }
      case "error" -> transcript.error(text(event, "message"));
      case "turn.failed" -> {
        transcript.error(text(event.path("error"), "message"));
        transcript.ended(false);
      }
      case "turn.completed" -> transcript.ended(true);
      default -> {
        return SILENT.contains(type);
      }
    }
    return true;
  }

  private static boolean item(JsonNode item, boolean isOver, TranscriptBuilder transcript) {
    String type = text(item, "type");
    String id = text(item, "id");
    switch (type) {
      case "agent_message" -> transcript.says(isOver ? text(item, "text") : "");
      case "command_execution" -> transcript.uses(id, "shell", command(text(item, "command")));
      case "file_change" -> transcript.uses(id, "edit", StringNode.valueOf(files(item)));
      case "web_search" -> transcript.uses(id, "search", item.path("query"));
      case "mcp_tool_call", "collab_tool_call" ->
          transcript.uses(id, text(item, "tool"), item.path("arguments"));
      case "error" -> transcript.error(text(item, "message"));
      default -> {
        return SILENT_ITEMS.contains(type);
      }
    }
    if (isOver && text(item, "status").equals("failed")) {
      transcript.failed(id, why(item));
    }
    return true;
  }

  private static JsonNode command(String line) {
    Matcher shell = SHELL.matcher(line.length() > 10_000 ? "" : line);
    return StringNode.valueOf(shell.matches() ? shell.group(1).replace("'\\''", "'") : line);
  }

  private static String files(JsonNode item) {
    StringBuilder files = new StringBuilder();
    for (JsonNode each : item.path("changes")) {
      files.append(files.isEmpty() ? "" : ", ").append(text(each, "path"));
    }
    return files.toString();
  }

  private static String why(JsonNode item) {
    String output = text(item, "aggregated_output").strip();
    String message = text(item.path("error"), "message");
    String exit = item.path("exit_code").isIntegralNumber() ? exit(item) : "";
    return exit + (message.isEmpty() ? output.substring(output.lastIndexOf('\n') + 1) : message);
  }

  private static String exit(JsonNode item) {
    return "exited with " + item.path("exit_code").asInt(-1) + ": ";
  }
}
