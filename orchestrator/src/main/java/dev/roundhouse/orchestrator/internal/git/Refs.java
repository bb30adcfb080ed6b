package dev.roundhouse.orchestrator.internal.git;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * The refs of one repository, by full name; read and written in process. What is written is durable
 * when the call returns.
 *
 * <p>Safe for use by any number of threads and processes; {@link #update} is a compare-and-swap,
 * proven by {@code RepositoryTest}.
 */
public final class Refs {
  private static final String TIPS = "refs/roundhouse/tip/";
  private static final PersonIdent WHO = new PersonIdent("Roundhouse", "roundhouse@localhost");
  private static final int SHORT = 10;
  private static final Duration SEEN_LIMIT = Duration.ofSeconds(10);

  private final Repository jgit;
  private final Path commonDir;
  private final Map<String, ObjectId> commits = new ConcurrentHashMap<>(); // known to be commits

  Refs(Repository jgit, Path commonDir) {
    this.jgit = jgit;
    this.commonDir = commonDir;
  }

  /** Returns the object that {@code ref} points at. */
  public Optional<ObjectId> find(String ref) throws IOException {
    return Optional.ofNullable(jgit.exactRef(ref)).map(Ref::getObjectId);
  }

  /**
   * Returns the commit that {@code ref} points at; one that does not exist counts as a commit.
   *
   * @throws RepositoryException if it points at another kind of object
   */
  public Optional<ObjectId> commit(String ref) throws IOException {
    Optional<ObjectId> found = find(ref);
    if (found.isPresent()) {
      requireCommit(ref, found.get());
    }
    return found;
  }

  /** Returns what every ref below {@code prefix}, which ends in a slash, points at. */
  public Map<String, ObjectId> below(String prefix) throws IOException {
    Map<String, ObjectId> refs = new TreeMap<>();
    for (Ref ref : jgit.getRefDatabase().getRefsByPrefix(prefix)) {
      refs.put(ref.getName(), ref.getObjectId());
    }
    return refs;
  }

  /**
   * Returns the commit that every ref below {@code prefix} points at, as {@link #commit} does.
   *
   * @throws RepositoryException if one points at another kind of object
   */
  public Map<String, ObjectId> commits(String prefix) throws IOException {
    Map<String, ObjectId> refs = below(prefix);
    for (Map.Entry<String, ObjectId> each : refs.entrySet()) {
      requireCommit(each.getKey(), each.getValue());
    }
    return refs;
  }

  private void requireCommit(String ref, ObjectId id) throws IOException {
    if (id.equals(commits.get(ref))) {
      return;
    }
    try (ObjectReader reader = jgit.newObjectReader()) {
      int type = reader.open(id).getType();
      if (type == Constants.OBJ_BLOB || type == Constants.OBJ_TREE) {
        throw new RepositoryException(
            ref
                + " points at a "
                + Constants.typeString(type)
                + " ("
                + id.abbreviate(SHORT).name()
                + "), and must point at a commit",
            wayOut(ref));
      }
      commits.put(ref, id);
    } catch (MissingObjectException vanished) {
      return; // whoever needs the object says what that means
    }
  }

  private static String wayOut(String ref) {
    String delete = "'git update-ref -d " + ref + "' removes it";
    if (ref.startsWith(TIPS)) {
      String branch = ref.substring(TIPS.length());
      return "'git update-ref "
          + ref
          + " COMMIT' puts it back at the commit that landed last; if "
          + branch
          + " contains all that has landed, "
          + delete
          + ", and the next run begins at "
          + branch;
    }
    return ref.startsWith(Constants.R_HEADS)
        ? "'git update-ref " + ref + " COMMIT' puts it back; 'git reflog' may name the commit"
        : delete + ", and 'git update-ref " + ref + " COMMIT' puts it back";
  }

  /**
   * Moves {@code ref} from {@code expected} to {@code value}, if it is at {@code expected}; null
   * expects that the ref does not exist.
   *
   * @return false if it is elsewhere; nothing was changed then
   * @throws IOException if it could not be moved
   */
  public boolean update(String ref, @Nullable ObjectId expected, ObjectId value, String reason)
      throws IOException {
    return new RefUpdater(jgit, ref, WHO).from(expected, value, reason);
  }

  /**
   * Deletes {@code ref}, if it exists.
   *
   * @throws IOException if it could not be deleted
   */
  public void delete(String ref) throws IOException {
    Optional<ObjectId> at = find(ref);
    if (at.isPresent()) {
      delete(ref, at.get());
    }
  }

  /**
   * Deletes {@code ref}, which is at {@code at}.
   *
   * @throws IOException if it is elsewhere, or could not be deleted
   */
  public void delete(String ref, ObjectId at) throws IOException {
    if (!new RefUpdater(jgit, ref, WHO).delete(at)) {
      throw new IOException("cannot delete " + ref + ": it is no longer at " + at.name());
    }
  }

  /**
   * Moves {@code ref} below {@code refs/roundhouse/seen/} as {@link #update} does. Any process may,
   * at any time; two do so one after the other.
   *
   * @return false if it is elsewhere; nothing was changed then
   * @throws IOException if it could not be moved, or another process takes too long
   */
  public boolean updateSeen(String ref, @Nullable ObjectId expected, ObjectId value, String reason)
      throws IOException {
    Directories.createPlain(stateDir());
    try (LockFile.Held held = seenLock().acquire(SEEN_LIMIT)) {
      return update(ref, expected, value, reason);
    }
  }

  private Path stateDir() {
    return commonDir.resolve("roundhouse");
  }

  private LockFile seenLock() {
    return new LockFile(stateDir().resolve("seen.lock"));
  }

  /**
   * Removes the locks that a killed process of ours left on refs below {@code refs/roundhouse/}.
   * Only for the holder of the run lock: no other process makes these, except in {@link
   * #updateSeen}; what that may be using stays.
   *
   * @throws IOException if one cannot be removed
   */
  void removeStaleLocks() throws IOException {
    Path ours = commonDir.resolve("refs").resolve("roundhouse");
    if (!Files.isDirectory(ours)) {
      return;
    }
    Path seen = commonDir.resolve(WorkRefs.SEEN);
    List<Path> ofLooks = new ArrayList<>();
    for (Path each : Directories.filesBelow(ours)) {
      if (!each.getFileName().toString().endsWith(".lock")) {
        continue;
      }
      if (each.startsWith(seen)) {
        ofLooks.add(each);
      } else {
        Files.deleteIfExists(each);
      }
    }
    if (!ofLooks.isEmpty()) {
      removeUnused(ofLooks);
    }
  }

  private void removeUnused(List<Path> ofLooks) throws IOException {
    Directories.createPlain(stateDir());
    Optional<LockFile.Held> unseen = seenLock().tryAcquire();
    if (unseen.isPresent()) {
      try (LockFile.Held held = unseen.get()) {
        for (Path each : ofLooks) {
          Files.deleteIfExists(each);
        }
      }
    }
  }
}
