package dev.roundhouse.orchestrator.internal.backlog;

import dev.roundhouse.core.backlog.IssueFileFix;
import dev.roundhouse.core.backlog.MarkdownBacklog;
import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.run.IssueFileFixes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/** Finds the issue files of a checkout that can be corrected without a person. Stateless. */
public final class FixableFiles {
  private FixableFiles() {}

  /**
   * Finds the fixes for the checkout that {@code request} names; a backlog supplied by the embedder
   * has no files.
   *
   * @throws IOException if a file or git's index cannot be read
   */
  public static IssueFileFixes of(RunRequest request) throws IOException {
    if (request.backlog() != null) {
      return new IssueFileFixes(List.of(), List.of());
    }
    try (Repository repository = Repository.openUnborn(request.directory())) {
      Path checkout = repository.checkout();
      Set<String> conflicts = unmerged(checkout);
      List<IssueFileFix> all = new MarkdownBacklog(checkout, request.options().backlog()).fixes();
      return new IssueFileFixes(
          all.stream().filter(each -> !conflicts.contains(each.path())).toList(),
          all.stream().map(IssueFileFix::path).filter(conflicts::contains).toList());
    }
  }

  private static Set<String> unmerged(Path checkout) throws IOException {
    FileRepositoryBuilder git = new FileRepositoryBuilder().findGitDir(checkout.toFile());
    Path index = git.getGitDir().toPath().resolve("index");
    DirCache entries = DirCache.read(index.toFile(), FS.DETECTED);
    Set<String> unmerged = new HashSet<>();
    for (int i = 0; i < entries.getEntryCount(); i++) {
      DirCacheEntry entry = entries.getEntry(i);
      if (entry.getStage() != DirCacheEntry.STAGE_0) {
        unmerged.add(entry.getPathString());
      }
    }
    return unmerged;
  }
}
