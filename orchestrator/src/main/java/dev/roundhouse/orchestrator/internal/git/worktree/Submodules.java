package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitLocation;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The submodules of a slot: those present in the checkout are present in the slot, made from the
 * checkout's own copies, without a network; the others stay empty. For one thread.
 */
final class Submodules {
  private static final String GITLINK = "160000";

  private final Path checkout;
  private final Worktree slot;

  Submodules(Path checkout, Worktree slot) {
    this.checkout = checkout;
    this.slot = slot;
  }

  /**
   * Recreates them, each at the commit the slot's tree names, whatever was done to them.
   *
   * @throws RepositoryException if the checkout has a submodule, but not that commit of it
   */
  void renew() throws IOException, InterruptedException {
    Directories.deleteTree(slot.gitDir().resolve("modules"));
    if (hasNames(slot.path())) {
      renew(checkout, slot.path(), slot.verified());
    }
  }

  private void renew(Path from, Path to, Git git) throws IOException, InterruptedException {
    Map<String, String> names = names(git);
    for (Link link : links(git)) {
      String path = link.path();
      Path place = contained(to, path);
      Directories.deleteTree(place);
      Files.createDirectories(place);
      String name = names.get(path);
      if (name != null && isThere(from, path)) {
        update(git, name, path, from.resolve(path));
        GitLocation inner = inside(slot, place);
        inner.git().run("config", "--unset", "core.worktree"); // the slot may be set aside
        if (hasNames(place)) {
          renew(from.resolve(path), place, inner.verified());
        }
      }
    }
  }

  private static boolean hasNames(Path top) {
    return Files.isRegularFile(top.resolve(".gitmodules"), LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns the location of a submodule that git has just created. */
  private static GitLocation inside(Worktree slot, Path top) throws IOException {
    return find(slot, top)
        .orElseThrow(() -> new IOException("git created no submodule at " + top + "; run again"));
  }

  /**
   * Finds the location of the submodule at {@code top} in {@code slot}, whose repository must be
   * the slot's own; empty if it is not, in which case git's answers may concern anything.
   */
  static Optional<GitLocation> find(Worktree slot, Path top) throws IOException {
    Path modules = slot.gitDir().resolve("modules");
    if (!Files.isDirectory(modules)) {
      return Optional.empty();
    }
    Path ours = modules.toRealPath();
    return GitLocation.at(top)
        .filter(place -> place.gitDir().startsWith(ours))
        .filter(place -> place.gitDir().equals(place.commonDir()));
  }

  /** Returns the paths at which the index that {@code git} sees has a submodule commit. */
  static List<Link> links(Git git) throws IOException, InterruptedException {
    List<Link> links = new ArrayList<>();
    for (String entry : git.run("ls-files", "-s", "-z").records()) {
      if (entry.startsWith(GITLINK)) {
        String[] fields = entry.split("[ \t]", 4); // mode, commit, stage, path
        links.add(new Link(fields[3], fields[1]));
      }
    }
    return links;
  }

  /** A submodule's path, and its intended commit. */
  record Link(String path, String commit) {}

  /** Returns the names that the file of submodules gives to paths. */
  private static Map<String, String> names(Git git) throws IOException, InterruptedException {
    Map<String, String> names = new HashMap<>();
    String paths = "^submodule\\..*\\.path$";
    GitOutput output = git.ask("config", "-z", "-f", ".gitmodules", "--get-regexp", paths);
    for (String record : output.records()) {
      int cut = record.indexOf('\n');
      if (cut > 0) {
        String key = record.substring(0, cut);
        names.put(
            record.substring(cut + 1),
            key.substring("submodule.".length(), key.length() - ".path".length()));
      }
    }
    return names;
  }

  private static Path contained(Path top, String path) throws IOException {
    Path place = top.resolve(path).normalize();
    Path parent = place.getParent();
    Path real = top.toRealPath();
    for (Path at = parent; at != null && !at.equals(top); at = at.getParent()) {
      if (Files.exists(at, LinkOption.NOFOLLOW_LINKS) && !at.toRealPath().startsWith(real)) {
        throw new IOException(at + " leads out of the worktree; a submodule belongs there");
      }
    }
    if (!place.startsWith(top) || place.equals(top)) {
      throw new IOException("a submodule cannot be at " + path);
    }
    return place;
  }

  /** Tells whether the submodule at {@code path} is checked out in {@code top}. */
  static boolean isThere(Path top, String path) {
    return Files.exists(top.resolve(path).resolve(".git"), LinkOption.NOFOLLOW_LINKS);
  }

  private static void update(Git git, String name, String path, Path from)
      throws IOException, InterruptedException {
    Path source =
        GitLocation.gitDir(from)
            .orElseThrow(() -> unmade(path, from, "its .git leads to no git directory"));
    GitOutput updated =
        git.setting("protocol.file.allow", "always")
            .setting("submodule." + name + ".url", source.toString())
            .setting("submodule." + name + ".active", "true")
            .ask("submodule", "--quiet", "update", "--checkout", "--force", "--", path);
    if (!updated.ok()) {
      throw unmade(path, from, updated.err().lines().reduce("", (first, last) -> last));
    }
  }

  private static RepositoryException unmade(String path, Path from, String why) {
    return new RepositoryException(
        "the submodule " + path + " cannot be made from " + from + ": " + why,
        "bring that up to date with 'git submodule update --init', then run again");
  }

  /**
   * Tells whether the checkout's copy of the submodule at {@code path} knows that others have the
   * commit.
   */
  boolean isPublished(String path, ObjectId commit) throws IOException, InterruptedException {
    Optional<GitLocation> copy = GitLocation.at(checkout.resolve(path));
    return copy.isPresent()
        && !copy.get()
            .git()
            .ask("for-each-ref", "--count=1", "--contains", commit.name(), "refs/remotes/")
            .line()
            .isEmpty();
  }
}
