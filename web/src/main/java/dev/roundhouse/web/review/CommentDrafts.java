package dev.roundhouse.web.review;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.AttemptContent.Changes;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Comments on the work on one issue that are not sent yet. They stay in a file beside the ledger,
 * in the form in which a person edits them, until the ledger has them; {@code roundhouse review}
 * and the page show the same ones. Comments on earlier work that were never sent are put aside and
 * never deleted.
 *
 * <p>For one thread; if two processes write at the same moment, the later one wins.
 */
public final class CommentDrafts {
  private static final int SHORT = 12; // letters of a commit

  private final Path stateDir;
  private final IssueId issue;
  private final ReviewComments comments;

  /**
   * Finds the comments on {@code work}; writes nothing.
   *
   * @param stateDir the directory of the ledger
   * @param attempts the number of attempts at the issue so far
   * @param work the work; empty if there is none
   */
  public CommentDrafts(Path stateDir, IssueId issue, int attempts, Optional<ReviewedWork> work) {
    this.stateDir = stateDir;
    this.issue = issue;
    String commit =
        work.map(ReviewedWork::changes)
            .flatMap(Changes::to)
            .map(to -> ", commit " + to.substring(0, Math.min(SHORT, to.length())))
            .orElse("");
    String title = issue + ", attempt " + attempts + commit;
    this.comments = new ReviewComments(title, work.map(ReviewedWork::diff).orElse(List.of()));
  }

  /** Returns the file that holds the comments; it need not exist. */
  public Path file() {
    return CommentsFile.of(stateDir, issue);
  }

  /** Returns the lines and their places that comments are about. */
  public ReviewComments places() {
    return comments;
  }

  /**
   * Returns the comments on this work that are not sent; none if there are none.
   *
   * @throws IOException if they cannot be read
   */
  public List<ReviewComments.Comment> read() throws IOException {
    return content().filter(comments::isOf).map(comments::of).orElse(List.of());
  }

  /**
   * Tells whether comments are kept that were not sent and are not on this work, or not legible.
   *
   * @throws IOException if that cannot be found out
   */
  public boolean hasEarlier() throws IOException {
    return Files.exists(file()) && content().filter(comments::isOf).isEmpty();
  }

  private Optional<String> content() throws IOException {
    try {
      return CommentsFile.read(file());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private CommentsFile take() throws IOException, RefusedException {
    Optional<CommentsFile> taken = CommentsFile.take(stateDir, issue);
    if (taken.isEmpty()) {
      throw RefusedException.busy(
          "comments on "
              + issue
              + " are being typed in an editor ("
              + CommentsFile.process(stateDir, issue)
              + ")",
          "finish there first; nothing was changed");
    }
    CommentsFile file = taken.get();
    if (Files.exists(file.path()) && file.read().isEmpty()) {
      file.close();
      throw RefusedException.input(
          "there are comments on " + issue + " already that cannot be read", file.encoding());
    }
    return file;
  }

  /**
   * Replaces the comment on one line; the others stay.
   *
   * @throws RefusedException if a person types comments in an editor
   * @throws IOException if it could not be made durable
   */
  public void put(ReviewComments.Comment comment) throws IOException, RefusedException {
    try (CommentsFile file = take()) {
      List<ReviewComments.Comment> all = comments.with(read(), comment);
      if (!all.isEmpty()) {
        file.replace(comments, all);
      } else if (!hasEarlier()) {
        file.delete();
      }
    }
  }

  /**
   * Sends the work back with the comments, and deletes the file once the ledger has them.
   *
   * @param editor changes the plan if the issue is what was read
   * @return false if there are none, and nothing was sent
   * @throws RefusedException if a person types comments in an editor
   * @throws IllegalArgumentException if they are too long; they are kept
   * @throws IOException if it could not be recorded; they are kept
   */
  public boolean send(PlanEditor editor) throws IOException, RefusedException {
    try (CommentsFile file = take()) {
      String text = comments.text(read());
      if (text.isBlank()) {
        return false;
      }
      editor.sendBack(List.of(issue), text);
      file.delete();
      return true;
    }
  }
}
