package dev.roundhouse.cli.mcp;

import static dev.roundhouse.cli.mcp.Arguments.ToolParameter.optional;
import static dev.roundhouse.cli.mcp.Arguments.ToolParameter.required;
import static dev.roundhouse.cli.mcp.Arguments.ToolParameter.text;

import dev.roundhouse.cli.mcp.Arguments.ToolParameter;
import dev.roundhouse.cli.mcp.Arguments.ValueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The tools: the only list of them. Each is a command. */
final class ToolCatalog {
  private static final ToolParameter ISSUE = required("issue", "the issue's id, such as BUG-42");
  private static final ToolParameter VERSION =
      optional(
          ValueKind.NUMBER,
          "if_version",
          "change it only if the issue is still at this version, which show_issue has");
  private static final ToolParameter ATTEMPT =
      optional(ValueKind.NUMBER, "attempt", "the number of the attempt; the newest if left out");
  private static final ToolParameter BODY = text("body", "the text for the agent, in Markdown");
  private static final ToolParameter PRIORITY = text("priority", "P0 (first) to P9");
  private static final ToolParameter TYPE = text("type", "such as BUG or FEAT");
  private static final ToolParameter LABELS = optional(ValueKind.TEXTS, "labels", "labels");

  private static final List<Tool> READING =
      List.of(
          new Tool(
              "status",
              "Shows what needs a person, with the command to type; what is running, what is"
                  + " waiting to land, and what is next.",
              Effect.NONE,
              List.of(),
              args -> List.of("status")),
          new Tool(
              "list_issues",
              "Lists the issues in the order in which a run takes them, with their status.",
              Effect.NONE,
              List.of(
                  optional(
                      ValueKind.TRUTH,
                      "all",
                      "also those that have landed, are done or were cancelled"),
                  optional(ValueKind.TEXTS, "types", "only these types, such as BUG"),
                  optional(ValueKind.TEXTS, "priorities", "only these priorities, such as P0"),
                  optional(ValueKind.TEXTS, "labels", "only issues with one of these labels")),
              args ->
                  words(
                      List.of("list"),
                      args.option("--all", "all"),
                      args.option("--type", "types"),
                      args.option("--priority", "priorities"),
                      args.option("--label", "labels"))),
          new Tool(
              "show_issue",
              "Shows one issue: its text, status, version, attempts with their outcome and"
                  + " evidence, cost and comments, as JSON.",
              Effect.NONE,
              List.of(ISSUE),
              args -> args.line(List.of("show", "--json"), "issue")),
          new Tool(
              "explain_issue",
              "Explains why an issue has its status, with the gate's evidence if its work did not"
                  + " pass, and what would change the status.",
              Effect.NONE,
              List.of(ISSUE),
              args -> args.line(List.of("why"), "issue")),
          new Tool(
              "plan",
              "Predicts which issues a run would work on, when, and how long it would take.",
              Effect.NONE,
              List.of(
                  optional(ValueKind.NUMBER, "workers", "the number of issues worked on at once")),
              args -> words(List.of("plan"), args.option("--workers", "workers"))),
          new Tool(
              "read_log",
              "Shows the output of an attempt's agent or gate, or the agent's prompt; if that is"
                  + " long, only the end.",
              Effect.NONE,
              List.of(
                  ISSUE,
                  ATTEMPT,
                  optional(ValueKind.TRUTH, "gate", "the output of the gate instead"),
                  optional(ValueKind.TRUTH, "prompt", "the prompt instead")),
              args ->
                  args.line(
                      words(
                          List.of("log"),
                          args.option("--attempt", "attempt"),
                          args.option("--gate", "gate"),
                          args.option("--prompt", "prompt")),
                      "issue")),
          new Tool(
              "read_diff",
              "Shows what an attempt has changed so far, would land or has landed, as a patch.",
              Effect.NONE,
              List.of(
                  ISSUE,
                  ATTEMPT,
                  optional(
                      ValueKind.TRUTH, "stat", "only the files and the number of changed lines")),
              args ->
                  args.line(
                      words(
                          List.of("diff"),
                          args.option("--attempt", "attempt"),
                          args.option("--stat", "stat")),
                      "issue")));

  private static final List<Tool> WRITING =
      List.of(
          new Tool(
              "submit_issue",
              "Adds an issue to the backlog, without a file. With the same key within 24 hours, it"
                  + " is added only once.",
              Effect.ADDS,
              List.of(
                  required("title", "the title, in one line"),
                  BODY,
                  TYPE,
                  PRIORITY,
                  LABELS,
                  optional(
                      ValueKind.TEXTS, "blocked_by", "issues that must be done before this one"),
                  text("key", "identifies this request")),
              args ->
                  args.line(
                      words(
                          List.of("new", "--no-file", "--json"),
                          described(args),
                          args.option("--blocked-by", "blocked_by"),
                          args.option("--key", "key")),
                      "title")),
          new Tool(
              "edit_issue",
              "Changes the title, text, type, priority or labels of an issue, from the next attempt"
                  + " on.",
              Effect.CHANGES,
              List.of(ISSUE, text("title", "the title"), BODY, TYPE, PRIORITY, LABELS, VERSION),
              args -> change("edit", args, described(args), args.option("--title", "title"))),
          new Tool(
              "retry_issue",
              "Reopens an issue, or sends its work back to its agent with your comments.",
              Effect.CHANGES,
              List.of(ISSUE, text("comments", "comments for the agent on its work"), VERSION),
              args -> change("retry", args, args.option("--say", "comments"), List.of())),
          new Tool(
              "approve_issue",
              "Approves an issue that waits for approval: it may start, or its work may land.",
              Effect.CHANGES,
              List.of(ISSUE, VERSION),
              args -> change("approve", args, List.of(), List.of())),
          new Tool(
              "hold_issue",
              "Makes an issue wait for approval.",
              Effect.CHANGES,
              List.of(
                  ISSUE,
                  optional(ValueKind.TRUTH, "landing", "let it start, but not land"),
                  VERSION),
              args -> change("hold", args, args.option("--landing", "landing"), List.of())),
          new Tool(
              "skip_issue",
              "Leaves an issue out until it is retried.",
              Effect.CHANGES,
              List.of(ISSUE, text("reason", "why, in one line"), VERSION),
              args -> change("skip", args, args.option("--reason", "reason"), List.of())),
          new Tool(
              "cancel_issue",
              "Cancels an issue, and ends the agent that works on it, if any. Its work is kept.",
              Effect.ENDS,
              List.of(ISSUE, text("reason", "why, in one line"), VERSION),
              args -> change("cancel", args, args.option("--reason", "reason"), List.of())));

  private ToolCatalog() {}

  /** What a tool does to the plan, for clients that ask their user first. */
  enum Effect {
    /** Nothing. */
    NONE,
    /** It adds to it. */
    ADDS,
    /** It changes it. */
    CHANGES,
    /** It ends work that is under way. */
    ENDS
  }

  /**
   * One tool.
   *
   * @param name its name
   * @param description what it does, for the model that chooses it
   * @param effect what it does to the plan
   * @param parameters its parameters; the file with the text {@code body} is added to the words
   * @param words returns the command line for arguments
   */
  record Tool(
      String name,
      String description,
      Effect effect,
      List<ToolParameter> parameters,
      Function<Arguments, List<String>> words) {}

  /** Returns the tools that a client may use. */
  static List<Tool> tools(boolean withWriting) {
    return withWriting ? Stream.concat(READING.stream(), WRITING.stream()).toList() : READING;
  }

  private static List<String> described(Arguments args) {
    return words(
        args.option("--type", "type"),
        args.option("--priority", "priority"),
        args.option("--label", "labels"));
  }

  private static List<String> change(
      String command, Arguments args, List<String> some, List<String> more) {
    List<String> words =
        words(List.of(command), some, more, args.option("--if-version", "if_version"));
    return args.line(words, "issue");
  }

  @SafeVarargs
  private static List<String> words(List<String>... parts) {
    List<String> words = new ArrayList<>();
    for (List<String> each : parts) {
      words.addAll(each);
    }
    return words;
  }
}
