package dev.roundhouse.cli.command;

import dev.roundhouse.cli.output.PagedText;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.AttemptContent;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;

/** Shows the changes of one task, and asks what becomes of them. For one thread. */
final class TaskReview {
  private static final BufferedReader KEYBOARD = SetupQuestions.keyboard();

  private final CommandContext parent;
  private final Terminal terminal;
  private final AttemptContent content;
  private final IssueId issue;

  TaskReview(CommandContext parent, Orchestrator orchestrator, IssueId issue) {
    this.parent = parent;
    this.terminal = parent.terminal();
    this.content = orchestrator.attemptContent();
    this.issue = issue;
  }

  /** What a person says of work. */
  enum Word {
    LAND,
    SEND_BACK,
    REFUSE,
    LATER
  }

  /**
   * A decision.
   *
   * @param word what becomes of the work
   * @param comments the comments to send it back with
   */
  record Decision(Word word, String comments) {}

  /** Returns the number of changed lines of each file. */
  String statistics() throws IOException, RefusedException, InterruptedException {
    Path file = Files.createTempFile("roundhouse-", ".stat");
    try {
      AttemptContent.Changes changes = content.changes(issue, OptionalInt.empty());
      content.write(changes, AttemptContent.Form.STAT, false, file);
      return Files.readString(file);
    } finally {
      Files.delete(file);
    }
  }

  /** Shows the diff and asks; {@code leaving} is called if Ctrl-C is the answer. */
  Decision ask(Runnable leaving) throws IOException, RefusedException, InterruptedException {
    diff();
    for (String signal : new String[] {"INT", "TERM", "HUP"}) {
      terminal.signals().on(signal, () -> leave(leaving));
    }
    while (true) {
      String line = line("land, send back, refuse, later? [l/s/r/Enter] ");
      switch (line.strip().toLowerCase(Locale.ROOT)) {
        case "l", "land" -> {
          return new Decision(Word.LAND, "");
        }
        case "s", "send back", "send" -> {
          String comments = line("What should the agent change? ").strip();
          if (!comments.isEmpty()) {
            return new Decision(Word.SEND_BACK, comments);
          }
        }
        case "r", "refuse" -> {
          return new Decision(Word.REFUSE, "");
        }
        case "", "later" -> {
          return new Decision(Word.LATER, "");
        }
        default -> terminal.out().println("Type land, send back, refuse or later.");
      }
    }
  }

  private void leave(Runnable leaving) {
    terminal.out().println();
    leaving.run();
    terminal.out().flush();
    terminal.signals().halt(ExitCode.INTERRUPTED.code());
  }

  private String line(String question) throws IOException {
    while (KEYBOARD.ready()) {
      KEYBOARD.read(); // typed before the question was there
    }
    terminal.out().print(question);
    terminal.out().flush();
    String line = KEYBOARD.readLine();
    return line == null ? "" : line;
  }

  private void diff() throws IOException, RefusedException, InterruptedException {
    terminal.out().print(terminal.safe(statistics()));
    AttemptContent.Display display = content.display();
    Path file = Files.createTempFile("roundhouse-", ".diff");
    try {
      AttemptContent.Changes changes = content.changes(issue, OptionalInt.empty());
      boolean isColoured = terminal.colours() && display.colour();
      content.write(changes, AttemptContent.Form.DIFF, isColoured, file);
      new PagedText(terminal, parent.directory()).print(file, display.pager());
    } finally {
      Files.delete(file);
    }
  }
}
