package dev.roundhouse.cli.command;

import dev.roundhouse.cli.command.ReviewScreen.Answer;
import dev.roundhouse.cli.output.ReviewItem;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.ledger.Feedback;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.web.review.CommentsFile;
import dev.roundhouse.web.review.ReviewComments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Has a person type comments on work, and sends the work back with them. What was typed stays in a
 * file until the ledger has it. For one thread.
 */
final class ReviewSendBack {
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
      say(
          "set VISUAL or EDITOR to comment on lines; here you can type one comment on all of the"
              + " work");
      Optional<String> line = keys.line("Comment (Esc to go back): ");
      keys.close();
      return line.filter(each -> !each.isBlank()).isPresent()
          ? Optional.of(send(item, editor, line.get()))
          : nothing();
    }
    Optional<CommentsFile> taken = CommentsFile.take(item.stateDir(), item.issue());
    if (taken.isEmpty()) {
      say(CommentsFile.busy(item.stateDir(), item.issue()));
      return Optional.empty();
    }
    try (CommentsFile file = taken.get()) {
      Optional<String> typed = typed(item, program, file);
      return typed.isPresent()
          ? Optional.of(send(item, editor, typed.get(), file))
          : Optional.empty();
    }
  }

  /** Has the person type, and returns what they typed; empty if that is nothing to send. */
  private Optional<String> typed(ReviewItem item, EditorProgram program, CommentsFile file)
      throws IOException, InterruptedException {
    ReviewComments comments = item.drafts().places();
    file.prepare(comments).ifPresent(this::say);
    int code = program.open(file.path(), directory);
    if (code != 0) {
      say("the editor ended with " + code + ", so nothing was sent; the file is " + file.path());
      return Optional.empty();
    }
    if (!Files.exists(file.path())) {
      nothing();
      return Optional.empty();
    }
    Optional<String> content = file.read();
    if (content.isEmpty()) {
      say("nothing was sent; " + file.encoding() + ", then press s again");
      return Optional.empty();
    }
    String typed = comments.typed(content.get());
    if (typed.isBlank()) {
      file.delete();
      nothing();
      return Optional.empty();
    }
    return Optional.of(typed);
  }

  private Answer send(ReviewItem item, PlanEditor editor, String typed, CommentsFile file)
      throws IOException, RefusedException {
    boolean isSent = false;
    try {
      Answer answer = send(item, editor, typed);
      isSent = true;
      file.delete();
      return answer;
    } finally {
      if (!isSent) {
        say("nothing was sent; your comments are in " + file.path());
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
