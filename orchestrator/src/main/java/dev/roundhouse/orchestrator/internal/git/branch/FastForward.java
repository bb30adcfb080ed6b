package dev.roundhouse.orchestrator.internal.git.branch;

import dev.roundhouse.orchestrator.internal.git.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;

/**
 * A fast-forward of a checkout, and the earlier state of the paths it changes. Immutable.
 *
 * @param worktree the checkout
 * @param branch the branch that is checked out there
 * @param from the current commit
 * @param to the new commit
 * @param kept changed paths at which the user has something, which git leaves alone
 * @param absent folders of changed paths that did not exist
 * @param folders paths that were folders and become files
 */
record FastForward(
    Path worktree,
    String branch,
    ObjectId from,
    ObjectId to,
    Set<String> kept,
    Set<String> absent,
    Set<String> folders) {
  private static final int FEW = 100; // the number of paths that fit on any command line

  FastForward {
    kept = Set.copyOf(kept);
    absent = Set.copyOf(absent);
    folders = Set.copyOf(folders);
  }

  /** Observes the state of the paths in {@code changes}. */
  static FastForward observe(Git git, FastForward meant, List<PathChange> changes)
      throws IOException, InterruptedException {
    Observation seen = new Observation(meant.worktree(), changed(git, changes, true));
    changes.forEach(seen::add);
    return new FastForward(
        meant.worktree(),
        meant.branch(),
        meant.from(),
        meant.to(),
        seen.kept,
        seen.absent,
        seen.folders);
  }

  /** Returns that fast-forward, with the state of its paths unknown. */
  static FastForward of(Path worktree, String branch, ObjectId from, ObjectId to) {
    return new FastForward(worktree, branch, from, to, Set.of(), Set.of(), Set.of());
  }

  /**
   * Returns the tracked files that git considers changed in the work tree, or {@code orStaged}.
   *
   * @param changes the paths to check; the answer may contain others
   */
  static Set<String> changed(Git git, List<PathChange> changes, boolean orStaged)
      throws IOException, InterruptedException {
    Set<String> changed = new HashSet<>();
    for (String record : status(git, changes)) {
      if (record.startsWith("u ")) {
        changed.add(record.split(" ", 11)[10]);
      } else if (record.startsWith("1 ") && (orStaged || record.charAt(3) != '.')) {
        changed.add(record.split(" ", 9)[8]);
      }
    }
    return changed;
  }

  private static List<String> status(Git git, List<PathChange> changes)
      throws IOException, InterruptedException {
    TreeSet<String> words = new TreeSet<>();
    if (changes.size() <= FEW) {
      changes.forEach(each -> words.add(":(top,literal)" + each.path()));
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "status",
                "--porcelain=v2",
                "-z",
                "--no-renames",
                "--untracked-files=no",
                "--ignore-submodules=all",
                "--"));
    command.addAll(words);
    return git.run(command.toArray(String[]::new)).records();
  }

  /** Collects the state of one path after the other. */
  private static final class Observation {
    private final Path worktree;
    private final Set<String> changed;
    private final Set<String> kept = new TreeSet<>();
    private final Set<String> absent = new TreeSet<>();
    private final Set<String> folders = new TreeSet<>();
    private final Set<String> present = new HashSet<>();

    Observation(Path worktree, Set<String> changed) {
      this.worktree = worktree;
      this.changed = changed;
    }

    void add(PathChange change) {
      Optional<Path> place = change.in(worktree);
      if (place.isEmpty() || changed.contains(change.path())) {
        kept.add(change.path());
      } else if (!change.before().isThere()) {
        add(change.path(), place.get());
      }
    }

    private void add(String path, Path place) {
      if (isFolder(place)) {
        folders.add(path);
      } else if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        kept.add(path);
      }
      for (int cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
        addFolder(path.substring(0, cut));
      }
    }

    private void addFolder(String folder) {
      if (!present.contains(folder) && !absent.contains(folder)) {
        (isFolder(worktree.resolve(folder)) ? present : absent).add(folder);
      }
    }

    private static boolean isFolder(Path place) {
      return Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
