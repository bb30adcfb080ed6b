package dev.roundhouse.orchestrator.internal.backlog;

import dev.roundhouse.core.backlog.FileIndex;
import dev.roundhouse.core.backlog.IssueDraft;
import dev.roundhouse.core.backlog.IssueFileCreator;
import dev.roundhouse.core.backlog.MarkdownBacklog;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.context.FilingLock;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes new issues into files. Safe for use by any number of threads and processes. */
public final class IssueFiling {
  private final Repository repository;
  private final RunRequest request;

  /** Creates the filing of issues of {@code repository}. */
  public IssueFiling(Repository repository, RunRequest request) {
    this.repository = repository;
    this.request = request;
  }

  /**
   * Writes a new issue into a file of its own.
   *
   * @throws RefusedException if the backlog is not made of files, or none can say what {@code
   *     draft} does
   */
  public Issue create(IssueDraft draft) throws IOException, RefusedException {
    if (request.backlog() != null) {
      throw RefusedException.input(
          "the issues of this backlog are not files of the checkout",
          "add the issue where the others come from");
    }
    repository.requireWritable();
    try (LockFile.Held held = FilingLock.acquire(repository)) {
      clear();
      List<IssueId> recorded =
          Ledger.read(repository.stateDir()).issues().stream().map(IssueRecord::id).toList();
      FileIndex index =
          FileIndex.at(repository.stateDir().resolve("backlog.index"), request.clock());
      MarkdownBacklog files =
          new MarkdownBacklog(repository.checkout(), request.options().backlog(), index);
      return new IssueFileCreator(files, FilingLock.staging(repository))
          .create(draft, recorded, request.clock().instant());
    } catch (IllegalArgumentException impossible) {
      throw RefusedException.input(
          String.valueOf(impossible.getMessage()), "put it in other words");
    }
  }

  /** Deletes what a killed process left; the lock is held. */
  private void clear() throws IOException {
    for (Path each : Directories.entries(FilingLock.staging(repository), "*.md")) {
      Files.deleteIfExists(each);
    }
  }
}
