package dev.roundhouse.orchestrator.internal.git.worktree;

import com.google.common.collect.Lists;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of the checkout that are copied or linked into slots. They are Roundhouse's: a slot
 * records which it has, and they are never part of any work, whatever git ignores. Nothing is read
 * or written outside the checkout and the slot, also not through symbolic links. Safe for use by
 * any number of threads, each slot by one at a time.
 */
public final class SuppliedFiles {
  private static final int MANY = 500; // names on a command line
  private static final String RECORD = "roundhouse-placed";

  private final Repository repository;
  private final Path checkout;
  private final List<String> copied;
  private final List<String> linked;
  private final Optional<IgnoredFiles> include;

  private SuppliedFiles(
      Repository repository,
      List<String> copied,
      List<String> linked,
      Optional<IgnoredFiles> include) {
    this.repository = repository;
    this.checkout = repository.checkout();
    this.copied = List.copyOf(copied);
    this.linked = List.copyOf(linked);
    this.include = include;
  }

  /** Returns the files of {@code repository} with these names. */
  public static SuppliedFiles of(Repository repository, List<String> copied, List<String> linked) {
    return new SuppliedFiles(repository, copied, linked, Optional.empty());
  }

  /**
   * Returns the files of {@code repository} that its {@code .worktreeinclude} names, and links to
   * those with these names.
   */
  public static SuppliedFiles included(Repository repository, List<String> linked) {
    return new SuppliedFiles(
        repository, List.of(), linked, Optional.of(new IgnoredFiles(repository)));
  }

  /** Tells whether no file has a name here, so that slots get nothing but their tree. */
  public boolean isEmpty() {
    return copied.isEmpty() && linked.isEmpty() && include.isEmpty();
  }

  /**
   * Places the files in {@code slot}.
   *
   * @param tolerant whether a file that the tree itself has is left alone, rather than an error
   * @throws IOException if a file is missing, or the project has one of that name
   */
  public void place(Worktree slot, boolean tolerant) throws IOException, InterruptedException {
    List<String> extra = include.isPresent() ? include.get().included() : List.of();
    List<String> all = Stream.of(copied, linked, extra).flatMap(List::stream).distinct().toList();
    if (all.isEmpty()) {
      return;
    }
    for (String each : all) {
      var unused = source(each); // refuses what leads out
    }
    List<String> tracked = tracked(slot, all);
    for (String each : all) {
      if (tracked.contains(each) && !tolerant && !extra.contains(each)) {
        throw refused(each, "the project has a file or directory of that name");
      }
    }
    List<String> mine = all.stream().filter(each -> !tracked.contains(each)).toList();
    Files.writeString(slot.gitDir().resolve(RECORD), String.join("\0", mine));
    for (String each : mine) {
      place(slot, each, extra.contains(each));
    }
  }

  private void place(Worktree slot, String name, boolean optional) throws IOException {
    Path source = source(name);
    if (optional && !Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
      return; // deleted since it was listed
    }
    if (!Files.exists(source)) {
      throw refused(name, "there is no such file in " + checkout);
    }
    Path target = target(slot.path(), name);
    if (linked.contains(name)) {
      Directories.deleteTree(target); // what the slot keeps from an earlier use
      Files.createSymbolicLink(target, source);
    } else {
      copy(source, target);
    }
  }

  /** Returns the names that the commit of {@code slot} has a file or directory of. */
  private static List<String> tracked(Worktree slot, List<String> names)
      throws IOException, InterruptedException {
    Git git = slot.git().with("GIT_LITERAL_PATHSPECS", "1");
    Set<String> tracked = new HashSet<>();
    for (List<String> some : Lists.partition(names, MANY)) {
      List<String> words = new ArrayList<>(List.of("ls-tree", "--name-only", "-z", "HEAD", "--"));
      some.forEach(each -> words.add(plain(each)));
      tracked.addAll(git.run(words.toArray(String[]::new)).records());
    }
    return names.stream().filter(each -> tracked.contains(plain(each))).toList();
  }

  private static String plain(String name) {
    return Path.of(name).normalize().toString();
  }

  private Path source(String name) throws IOException {
    Path source = checkout.resolve(name).normalize();
    Path parent = source.getParent();
    if (!source.startsWith(checkout) || source.equals(checkout) || isGits(checkout, source)) {
      throw refused(name, "that is not a file of the project");
    }
    if (parent != null
        && Files.exists(parent)
        && !parent.toRealPath().startsWith(checkout.toRealPath())) {
      throw refused(name, "it leads out of the checkout by a symbolic link");
    }
    return source;
  }

  private static boolean isGits(Path checkout, Path file) {
    for (Path each : checkout.relativize(file)) {
      if (each.toString().equalsIgnoreCase(".git")) {
        return true;
      }
    }
    return false;
  }

  /** Returns the place for a file, making its folders; never through a symbolic link. */
  private static Path target(Path worktree, String name) throws IOException {
    Path target = worktree.resolve(name).normalize();
    Path folder = worktree;
    for (Path each :
        Optional.ofNullable(worktree.relativize(target).getParent()).orElse(Path.of(""))) {
      folder = folder.resolve(each);
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
          throw refused(name, "in the worktree, a file or symbolic link is in its way");
        }
        Files.createDirectory(folder);
      }
    }
    return target;
  }

  private static IOException refused(String name, String why) {
    return new IOException(
        "the configuration copies or links " + name + " into worktrees, but " + why);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            Path folder = to.resolve(from.relativize(each).toString());
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
              Files.deleteIfExists(folder);
              Files.createDirectory(folder);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            Path file = to.resolve(from.relativize(each).toString());
            if (!attributes.isOther()) { // pipes and sockets are nothing to copy
              Directories.deleteTree(file);
              Files.copy(each, file, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Returns one line that differs if the content of a copied file, or the size or time of a file
   * below a link, differs.
   *
   * @throws IOException if one cannot be read
   */
  public String state() throws IOException {
    FilesState state = new FilesState();
    for (String each : copied) {
      state.add(each, source(each), true);
    }
    for (String each : linked) {
      state.add(each, source(each), false);
    }
    return state.hash();
  }

  /** Returns the files and folders that were placed in {@code slot}. */
  static List<String> in(Worktree slot) throws IOException {
    Path record = slot.gitDir().resolve(RECORD);
    if (!Files.isRegularFile(record, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    String names = new String(Files.readAllBytes(record), StandardCharsets.UTF_8);
    return Arrays.stream(names.split("\0"))
        .filter(each -> !each.isEmpty())
        .map(SuppliedFiles::plain)
        .toList();
  }

  /** Tells whether {@code path} is one of {@code placed}, or below one. */
  static boolean isAmong(List<String> placed, String path) {
    return placed.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
  }

  /** Forgets what was placed in {@code slot}, which is clean. */
  static void forget(Worktree slot) throws IOException {
    Files.deleteIfExists(slot.gitDir().resolve(RECORD));
  }

  /**
   * Writes the file that {@code core.excludesFile} must name for an agent's git to ignore what is
   * placed: the user's own rules, and one for each name. Empty if the user's own do.
   *
   * @throws IOException if it cannot be written
   */
  public Optional<Path> ignoreFile() throws IOException, InterruptedException {
    List<String> names =
        Stream.concat(copied.stream(), linked.stream()).map(SuppliedFiles::plain).toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Path file = repository.stateDir().resolve("placed.ignore");
    new Excludes(repository).write(file, names);
    return Optional.of(file);
  }
}
