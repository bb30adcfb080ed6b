package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.Repository;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What we have put at a place that others write to as well, in refs of our own: what is there and
 * is none of it is somebody else's. A crash between what is put there and the record of it leaves
 * both the old and the new known. For one thread, that holds the run lock.
 */
final class PublishedRef {
  private final Repository repository;
  private final String done;
  private final String intended;

  private PublishedRef(Repository repository, String done, String intended) {
    this.repository = repository;
    this.done = done;
    this.intended = intended;
  }

  /** On the branch of the issue with that key, whatever the branch's name is. */
  static PublishedRef onBranch(Repository repository, String key) {
    return new PublishedRef(
        repository, "refs/roundhouse/branched/" + key, "refs/roundhouse/branching/" + key);
  }

  /** On a branch of a remote. */
  static PublishedRef onRemote(Repository repository, String remote, String branch) {
    String place = remote + "/" + branch;
    return new PublishedRef(
        repository, "refs/roundhouse/pushed/" + place, "refs/roundhouse/pushing/" + place);
  }

  /** Whether we put {@code commit} there. */
  boolean isOurs(ObjectId commit) throws IOException {
    return repository.resolve(done).filter(commit::equals).isPresent()
        || repository.resolve(intended).filter(commit::equals).isPresent();
  }

  /** {@code commit} is about to be put there, where {@code there} is now. */
  void intend(@Nullable ObjectId there, ObjectId commit) throws IOException {
    if (there != null && isOurs(there)) {
      set(done, there);
    }
    set(intended, commit);
  }

  /** {@code commit} is there. */
  void done(ObjectId commit) throws IOException {
    set(done, commit);
  }

  private void set(String ref, ObjectId commit) throws IOException {
    Optional<ObjectId> before = repository.resolve(ref);
    if (before.filter(commit::equals).isEmpty()
        && !repository.updateRef(ref, before.orElse(null), commit, "roundhouse: put")) {
      throw new IOException("somebody else moved " + ref + "; run again");
    }
  }
}
