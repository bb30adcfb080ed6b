package dev.roundhouse.orchestrator.internal.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Facts about a repository, from git, for people. Immutable.
 *
 * @param repository the repository
 */
public record RepositoryFacts(Repository repository) {
  /** Returns the version of git. */
  public String version() throws IOException, InterruptedException {
    return repository.git().run("version").line().replace("git version ", "");
  }

  /** Returns the number of bytes in the files of the commit that is checked out; 0 without one. */
  public long checkoutBytes() throws IOException, InterruptedException {
    GitOutput listed = repository.git().ask("ls-tree", "-r", "-l", "-z", "--full-tree", "HEAD");
    long bytes = 0;
    for (String each : listed.ok() ? listed.records() : List.<String>of()) {
      String head = each.substring(0, Math.max(0, each.indexOf('\t')));
      String last = head.substring(head.lastIndexOf(' ') + 1);
      bytes += last.isEmpty() || last.equals("-") ? 0 : Long.parseLong(last);
    }
    return bytes;
  }

  /** Returns the directory of the checkout's HEAD and index. */
  public Path gitDir() throws IOException {
    return GitLocation.gitDir(repository.checkout()).orElseGet(repository::commonDir);
  }
}
