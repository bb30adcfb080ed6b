package dev.roundhouse.web.review;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.AttemptContent;
import dev.roundhouse.orchestrator.AttemptContent.ChangedFile;
import dev.roundhouse.orchestrator.AttemptContent.Changes;
import dev.roundhouse.orchestrator.AttemptContent.Since;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The work on an issue as a person reads it. Immutable.
 *
 * @param changes the work
 * @param files the files that it changes
 * @param diff its lines as a plain diff, possibly only the first ones
 * @param isWhole false if the diff is only the beginning
 * @param since what has changed since the last look; empty if there was none
 * @param sinceFiles the files that have changed since
 */
public record ReviewedWork(
    Changes changes,
    List<ChangedFile> files,
    List<String> diff,
    boolean isWhole,
    Optional<Since> since,
    List<ChangedFile> sinceFiles) {
  private static final int MOST_BYTES = 4 << 20;

  /** Copies the lists. */
  public ReviewedWork {
    files = List.copyOf(files);
    diff = List.copyOf(diff);
    sinceFiles = List.copyOf(sinceFiles);
  }

  /**
   * Reads the work of an attempt; empty if there is none.
   *
   * @param attempt its number, or empty for the newest that has changed something
   * @throws IOException if it cannot be read
   */
  public static Optional<ReviewedWork> read(
      AttemptContent content, IssueId issue, OptionalInt attempt)
      throws IOException, InterruptedException {
    Changes changes;
    try {
      changes = content.changes(issue, attempt);
    } catch (RefusedException nothing) {
      return Optional.empty();
    }
    Optional<Since> since = content.since(changes);
    byte[] diff = bytes(content, new Since(changes, List.of(), true));
    return Optional.of(
        new ReviewedWork(
            changes,
            content.files(changes),
            lines(diff),
            diff.length < MOST_BYTES,
            since,
            since.isPresent() ? content.files(since.get()) : List.of()));
  }

  /**
   * Returns the lines of what has changed since the last look; none if there was none.
   *
   * @throws IOException if they cannot be read
   */
  public List<String> sinceDiff(AttemptContent content) throws IOException, InterruptedException {
    return since.isEmpty() ? List.of() : lines(bytes(content, since.get()));
  }

  /** Returns the lines as git writes them: a carriage return in a file does not end one. */
  private static List<String> lines(byte[] text) {
    List<String> lines =
        new ArrayList<>(List.of(new String(text, StandardCharsets.UTF_8).split("\n", -1)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  private static byte[] bytes(AttemptContent content, Since since)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("roundhouse-", ".diff");
    try {
      content.write(since, AttemptContent.Form.PLAIN, false, file);
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(MOST_BYTES);
      }
    } finally {
      Files.delete(file);
    }
  }
}
