package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.Git;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Restores a checkout to its state before a fast-forward that git did not finish. Files git wrote
 * for it are recognized by their content; all others belong to the user, and stay. For one call.
 */
final class CheckoutRestoration {
  private final Git git;
  private final FastForward follow;
  private final List<PathChange> changes;
  private final PartialWrites half;
  private final Map<String, PathChange.Entry> staged = new HashMap<>();
  private final List<PathChange> lost = new ArrayList<>(); // paths that existed before
  private final List<PathChange> added = new ArrayList<>(); // paths that did not exist before
  private final Set<String> changed = new TreeSet<>();
  private final Set<String> unrestored = new TreeSet<>();
  private final Set<String> unremoved = new TreeSet<>();

  CheckoutRestoration(Git git, FastForward follow, List<PathChange> changes, PartialWrites half) {
    this.git = git;
    this.follow = follow;
    this.changes = changes.stream().filter(each -> !follow.kept().contains(each.path())).toList();
    this.half = half;
  }

  /**
   * The result of a restoration.
   *
   * @param touched whether git had begun
   * @param unrestored tracked files that could not be restored
   * @param unremoved new files that could not be removed
   * @param changed files that another process has changed since
   */
  record Result(
      boolean touched, Set<String> unrestored, Set<String> unremoved, Set<String> changed) {
    boolean isWhole() {
      return unrestored.isEmpty() && unremoved.isEmpty();
    }
  }

  /**
   * Restores everything that can be restored.
   *
   * @param lock the checkout's lock on its index
   * @throws FileAlreadyExistsException if another git is at work there; nothing was changed
   * @throws IOException if git cannot determine the state
   */
  Result restore(Path lock) throws IOException, InterruptedException {
    boolean locked = lock(lock);
    try {
      find();
      removeAdded();
    } finally {
      if (locked) {
        Files.deleteIfExists(lock);
      }
    }
    boolean touched = !(lost.isEmpty() && added.isEmpty());
    if (touched) {
      index();
      checkOut();
      verify();
    }
    return new Result(touched, unrestored, unremoved, changed);
  }

  /** Checks which of the paths differ from git's current state, if the checkout has moved on. */
  Result inspect() throws IOException, InterruptedException {
    Set<String> dirty = FastForward.changed(git, changes, true);
    Set<String> tracked = Set.copyOf(git.run("ls-files", "-z").records());
    for (PathChange each : changes) {
      Path place = each.in(follow.worktree()).orElseThrow();
      if (dirty.contains(each.path())) {
        unrestored.add(each.path());
      } else if (!tracked.contains(each.path())
          && Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
        unremoved.add(each.path());
      }
    }
    return new Result(
        !(unrestored.isEmpty() && unremoved.isEmpty()), unrestored, unremoved, changed);
  }

  /**
   * Takes the lock; returns false if no lock can be created, in which case no other process can
   * create one either.
   */
  private static boolean lock(Path lock) throws IOException {
    try {
      Files.createFile(lock);
      return true;
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (IOException full) {
      return false;
    }
  }

  private void find() throws IOException, InterruptedException {
    for (PathChange each : PathChange.staged(git, follow.from())) {
      staged.put(each.path(), each.after());
    }
    Set<String> dirty = FastForward.changed(git, changes, false);
    List<PathChange> doubtful = changes.stream().filter(each -> isDoubtful(each, dirty)).toList();
    half.look(doubtful);
    for (PathChange each : doubtful) {
      find(each);
    }
  }

  private boolean isDoubtful(PathChange change, Set<String> dirty) {
    return staged.containsKey(change.path())
        || dirty.contains(change.path())
        || !change.before().isThere();
  }

  private void find(PathChange change) throws IOException, InterruptedException {
    Path place = change.in(follow.worktree()).orElseThrow();
    PathChange.Entry index = staged.get(change.path());
    boolean indexed = change.after().equals(index);
    boolean there = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    if (index != null && !indexed) {
      changed.add(change.path());
    } else if (change.before().isSubmodule() || !there || isFolderAsBefore(change, place)) {
      findMissing(change, indexed);
    } else if (half.is(change, place)) {
      (change.before().isThere() ? lost : added).add(change);
    } else if (!isFolderOfOurs(change, place)) {
      changed.add(change.path());
    } else {
      findMissing(change, indexed);
    }
  }

  private void findMissing(PathChange change, boolean indexed) {
    if (change.before().isThere()) {
      lost.add(change);
    } else if (indexed) {
      added.add(change);
    }
  }

  private boolean isFolderAsBefore(PathChange change, Path place) {
    return follow.folders().contains(change.path())
        && Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Tells whether the path is a folder of ours: a file that must become a folder is incomplete once
   * the folder exists.
   */
  private boolean isFolderOfOurs(PathChange change, Path place) {
    return follow.absent().contains(change.path())
        && Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes added files first, to free space for the earlier ones. */
  private void removeAdded() {
    added.forEach(this::remove);
    lost.forEach(this::remove);
    List<String> folders = new ArrayList<>(follow.absent());
    folders.sort(Comparator.reverseOrder()); // contents before their folder
    folders.forEach(each -> removeIfEmpty(follow.worktree().resolve(each)));
    for (String each : follow.folders()) {
      try {
        Files.createDirectories(follow.worktree().resolve(each));
      } catch (IOException occupied) {
        unremoved.add(each);
      }
    }
  }

  private void remove(PathChange change) {
    Path place = change.in(follow.worktree()).orElseThrow();
    if (!isFolderAsBefore(change, place) && !isFolderOfOurs(change, place)) {
      try {
        Files.deleteIfExists(place);
      } catch (IOException kept) {
        return; // verified at the end
      }
    }
  }

  /** Removes an empty folder; one that is not empty contains files of the user's. */
  private static void removeIfEmpty(Path folder) {
    try {
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(folder);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException | NotDirectoryException used) {
      return;
    } catch (IOException kept) {
      return;
    }
  }

  /** Removes entries from the index that git has already written there. */
  private void index() throws IOException, InterruptedException {
    String entries =
        changes.stream()
            .filter(each -> each.after().equals(staged.get(each.path())))
            .map(each -> each.before().indexLine(each.path()) + "\0")
            .collect(Collectors.joining());
    if (!entries.isEmpty()) {
      git.feed(entries, "update-index", "-z", "--index-info"); // verified at the end
    }
  }

  /** Writes the earlier files, without replacing any existing one. */
  private void checkOut() throws IOException, InterruptedException {
    for (PathChange each : lost) {
      if (each.before().isSubmodule()) {
        Files.createDirectories(each.in(follow.worktree()).orElseThrow());
      }
    }
    String paths =
        lost.stream()
            .filter(each -> !each.before().isSubmodule() && isReachable(each.path()))
            .map(each -> each.path() + "\0")
            .collect(Collectors.joining());
    if (!git.feed(paths, "checkout-index", "-q", "-u", "-z", "--stdin").ok()) {
      git.feed(paths, "checkout-index", "-q", "-z", "--stdin"); // if there is no space for an index
    }
  }

  /** Tells whether only folders are above the path: otherwise git would give up on all the rest. */
  private boolean isReachable(String path) {
    for (int cut = path.indexOf('/'); cut > 0; cut = path.indexOf('/', cut + 1)) {
      Path folder = follow.worktree().resolve(path.substring(0, cut));
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        return !Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
      }
    }
    return true;
  }

  private void verify() throws IOException, InterruptedException {
    Set<String> dirty = FastForward.changed(git, changes, true);
    for (PathChange each : lost) {
      if (dirty.contains(each.path())) {
        unrestored.add(each.path());
      }
    }
    for (PathChange each : added) {
      Path place = each.in(follow.worktree()).orElseThrow();
      boolean there = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
      if (dirty.contains(each.path()) || (there && !isFolderAsBefore(each, place))) {
        unremoved.add(each.path());
      }
    }
  }
}
