package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in refs of our own the commits we have published at a place that others write to as
 * well: any other commit there is not ours. A crash between publishing and its record leaves both
 * the old and the new commit known. For one thread, which holds the run lock.
 */
final class PublishedCommits {
  private final Repository repository;
  private final String done;
  private final String intended;

  private PublishedCommits(Repository repository, String done, String intended) {
    this.repository = repository;
    this.done = done;
    this.intended = intended;
  }

  /**
   * Creates the record for the branch of the issue with that key, whatever the branch's name is.
   */
  static PublishedCommits onBranch(Repository repository, String key) {
    return new PublishedCommits(
        repository, "refs/roundhouse/branched/" + key, "refs/roundhouse/branching/" + key);
  }

  /** Creates the record for a branch of a remote. */
  static PublishedCommits onRemote(Repository repository, String remote, String branch) {
    String place = remote + "/" + branch;
    return new PublishedCommits(
        repository, "refs/roundhouse/pushed/" + place, "refs/roundhouse/pushing/" + place);
  }

  /** Tells whether we put {@code commit} there. */
  boolean isOurs(ObjectId commit) throws IOException {
    return repository.resolve(done).filter(commit::equals).isPresent()
        || repository.resolve(intended).filter(commit::equals).isPresent();
  }

  /** Records that {@code commit} is about to replace {@code there}. */
  void intend(@Nullable ObjectId there, ObjectId commit) throws IOException {
    if (there != null && isOurs(there)) {
      set(done, there);
    }
    set(intended, commit);
  }

  /** Records that {@code commit} is there. */
  void done(ObjectId commit) throws IOException {
    set(done, commit);
  }

  private void set(String ref, ObjectId commit) throws IOException {
    Optional<ObjectId> before = repository.resolve(ref);
    if (before.filter(commit::equals).isEmpty()
        && !repository.refs().update(ref, before.orElse(null), commit, "roundhouse: put")) {
      throw new IOException("another process moved " + ref + "; run again");
    }
  }
}
