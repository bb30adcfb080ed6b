package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitLocation;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.PointerFile;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * Inspects the submodules of a slot after an agent. Git examines none of them when it saves the
 * slot: anything found here goes with the slot's directory, or not at all. For one thread.
 */
final class SubmoduleInspection {
  private static final String MISSING = " missing";

  private final Path checkout;
  private final Worktree slot;

  /**
   * Creates an inspection of {@code slot}, whose submodules were made from those of {@code
   * checkout}.
   */
  SubmoduleInspection(Path checkout, Worktree slot) {
    this.checkout = checkout;
    this.slot = slot;
  }

  /**
   * Describes the work in submodules that only the slot has; empty if there is none.
   *
   * @param git a git for the slot's index
   */
  Optional<String> unsaved(Git git) throws IOException, InterruptedException {
    Optional<String> elsewhere = misled(git, slot.path(), "");
    if (elsewhere.isPresent()) {
      return elsewhere;
    }
    boolean cloned = Files.isDirectory(slot.gitDir().resolve("modules"));
    if (!cloned && !Files.exists(slot.path().resolve(".gitmodules"), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Optional<String> changed = cloned ? changed(git) : Optional.empty();
    return changed.isPresent() ? changed : unseen(git, slot.path(), checkout, "");
  }

  /**
   * Finds a submodule that git would look for elsewhere: git's answers on it do not concern its
   * files.
   */
  private Optional<String> misled(Git git, Path in, String prefix)
      throws IOException, InterruptedException {
    for (Submodules.Link link : Submodules.links(git)) {
      Path top = in.resolve(link.path());
      if (!Submodules.isThere(in, link.path())) {
        continue;
      }
      String name = prefix + link.path();
      Optional<GitLocation> place = Submodules.find(slot, top);
      if (place.isEmpty() || place.get().dispute().isPresent()) {
        return Optional.of("git was redirected away from the submodule " + name);
      }
      Optional<String> inner = misled(place.get().git(), top, name + "/");
      if (inner.isPresent()) {
        return inner;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> changed(Git git) throws IOException, InterruptedException {
    String ignoreNone = "--ignore-submodules=none";
    for (String record :
        git.run("status", "--porcelain=v2", "-z", "--untracked-files=no", ignoreNone).records()) {
      String[] fields = record.split(" ", 9);
      if (fields.length == 9 && fields[2].matches("S.*[CMU].*")) {
        return Optional.of("work was left in the submodule " + fields[8]);
      }
    }
    return Optional.empty();
  }

  /**
   * Finds work that no status shows: files at places without a submodule, and commits that are not
   * checked out.
   */
  private Optional<String> unseen(Git git, Path in, Path from, String prefix)
      throws IOException, InterruptedException {
    for (Submodules.Link link : Submodules.links(git)) {
      Path place = in.resolve(link.path());
      Path origin = from.resolve(link.path());
      String name = prefix + link.path();
      if (Submodules.isThere(in, link.path())) {
        Git inner = Submodules.find(slot, place).map(GitLocation::git).orElse(null);
        if (inner == null || hasCommitsOfItsOwn(inner, link.commit(), origin)) {
          return Optional.of("commits were left in the submodule " + name);
        }
        Optional<String> deeper = unseen(inner, place, origin, name + "/");
        if (deeper.isPresent()) {
          return deeper;
        }
      } else if (hasFiles(place)) {
        return Optional.of(
            "files were left in the submodule " + name + ", which is not checked out");
      }
    }
    return Optional.empty();
  }

  private static boolean hasFiles(Path place) throws IOException {
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return !Directories.entries(place).isEmpty();
  }

  /**
   * Tells whether the submodule was at commits, or stashed some, that exist in no other place and
   * no copy of origin.
   */
  private static boolean hasCommitsOfItsOwn(Git inner, String commit, Path origin)
      throws IOException, InterruptedException {
    GitOutput own =
        inner.ask(
            "rev-list", "--ignore-missing", "--branches", "--reflog", "--not", "--remotes", commit);
    if (!own.ok()) {
      return true; // if it cannot be examined, assume the worst
    }
    Optional<GitLocation> copy = GitLocation.at(origin);
    if (own.text().isEmpty() || copy.isEmpty()) {
      return !own.text().isEmpty();
    }
    return copy.get()
        .git()
        .feed(own.text(), "cat-file", "--batch-check")
        .text()
        .lines()
        .anyMatch(line -> line.endsWith(MISSING));
  }

  /**
   * Moves the repositories of the slot's submodules to {@code kept}, where the slot's next user
   * does not renew them, and makes the slot's directory, which is about to be set aside, point to
   * them. Calling it again after a crash is harmless.
   */
  static void moveAway(Worktree slot, Path kept) throws IOException {
    Path modules = slot.gitDir().resolve("modules");
    if (!Files.isDirectory(modules)) {
      return;
    }
    Path real = modules.toRealPath();
    Files.walkFileTree(
        slot.path(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && file.endsWith(".git")) {
              point(file, real, kept);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            return FileVisitResult.CONTINUE; // git could not read it either
          }
        });
    Directories.create(Objects.requireNonNull(kept.getParent()));
    Files.move(modules, kept);
  }

  private static void point(Path pointer, Path modules, Path kept) throws IOException {
    String text = PointerFile.text(pointer).strip().replaceFirst("^gitdir: ", "");
    Path place = Objects.requireNonNull(pointer.getParent());
    Optional<Path> named = PointerFile.path(place, text).filter(Files::isDirectory);
    if (named.isPresent() && named.get().toRealPath().startsWith(modules)) {
      Path moved = kept.resolve(modules.relativize(named.get().toRealPath()));
      Files.writeString(pointer, "gitdir: " + moved + "\n");
    }
  }
}
