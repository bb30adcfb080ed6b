package dev.roundhouse.cli.command;

import dev.roundhouse.cli.command.ReviewScreen.Answer;
import dev.roundhouse.cli.output.ReviewItem;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.ledger.Feedback;
import dev.roundhouse.orchestrator.AttemptContent;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Has a person type comments on work, and sends the work back with them. What was typed stays in a
 * file until the ledger has it. For one thread.
 */
final class ReviewSendBack {
  private static final int SHORT = 12; // letters of a commit

  private final Terminal terminal;
  private final Path directory;
  private final KeyReader keys;

  /** Creates one whose editor starts in {@code directory}. */
  ReviewSendBack(Terminal terminal, Path directory, KeyReader keys) {
    this.terminal = terminal;
    this.directory = directory;
    this.keys = keys;
  }

  /**
   * Sends the work of {@code item} back; empty if the person typed nothing.
   *
   * @param editor changes the plan if the issue is what was shown
   */
  Optional<Answer> of(ReviewItem item, PlanEditor editor)
      throws IOException, RefusedException, InterruptedException {
    EditorProgram program = EditorProgram.of(terminal);
    if (!program.isKnown()) {
      say("set VISUAL or EDITOR to comment on lines; here you can type one line for all of it");
      Optional<String> line = keys.line("Comment (Esc to go back): ");
      keys.close();
      return line.filter(each -> !each.isBlank()).isPresent()
          ? Optional.of(send(item, editor, line.get()))
          : nothing();
    }
    ReviewComments comments = new ReviewComments(title(item), item.diff());
    Path file = prepare(item, comments);
    int code = program.open(file, directory);
    if (code != 0) {
      say("the editor ended with " + code + ", so nothing was sent; the file is " + file);
      return Optional.empty();
    }
    String typed = comments.typed(Files.readString(file, StandardCharsets.UTF_8));
    if (typed.isBlank()) {
      Files.deleteIfExists(file);
      return nothing();
    }
    return Optional.of(send(item, editor, typed, file));
  }

  private static String title(ReviewItem item) {
    String commit =
        item.changes()
            .flatMap(AttemptContent.Changes::to)
            .map(to -> ", commit " + to.substring(0, Math.min(SHORT, to.length())))
            .orElse("");
    return item.issue() + ", attempt " + item.record().attempts() + commit;
  }

  /** Returns the file to edit: one with comments on the same work that were not sent, if any. */
  private Path prepare(ReviewItem item, ReviewComments comments) throws IOException {
    Path folder = item.stateDir().resolve("review");
    Directories.createPlain(folder);
    Path file = folder.resolve(item.issue().key() + ".txt");
    if (Files.exists(file)) {
      String before = Files.readString(file, StandardCharsets.UTF_8);
      if (comments.isOf(before) && !comments.typed(before).isBlank()) {
        say("your comments of before were not sent; they are in the file");
        return file;
      }
      if (!comments.isOf(before)) {
        Path kept = Files.createTempFile(folder, item.issue().key() + "-", ".txt");
        Files.writeString(kept, before);
        say("comments on earlier work, which were not sent, are in " + kept);
      }
    }
    Files.writeString(file, comments.file());
    return file;
  }

  private Answer send(ReviewItem item, PlanEditor editor, String typed, Path file)
      throws IOException, RefusedException {
    boolean isSent = false;
    try {
      Answer answer = send(item, editor, typed);
      isSent = true;
      Files.deleteIfExists(file);
      return answer;
    } finally {
      if (!isSent) {
        say("nothing was sent; your comments are in " + file);
      }
    }
  }

  private Answer send(ReviewItem item, PlanEditor editor, String typed)
      throws IOException, RefusedException {
    if (typed.length() > Feedback.MAX_LENGTH) {
      throw RefusedException.input(
          "the comments have more than " + Feedback.MAX_LENGTH + " characters",
          "shorten them, or put what is long into a file of the repository");
    }
    editor.sendBack(List.of(item.issue()), typed);
    say(item.issue() + " is sent back; its next attempt goes on from this work with your comments");
    return Answer.SENT_BACK;
  }

  private Optional<Answer> nothing() {
    say("you typed nothing, so nothing was sent back");
    return Optional.empty();
  }

  private void say(String text) {
    terminal.out().println(terminal.safe(text));
    terminal.out().flush();
  }
}
