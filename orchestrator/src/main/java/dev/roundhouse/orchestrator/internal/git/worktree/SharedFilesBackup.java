package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.orchestrator.internal.git.GitConfigKeys;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.SharedConfig;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Backs up the files all worktrees share with the user: the configuration, the hooks, ignore rules
 * and attributes. They are copied before an agent begins; differences found when it has ended stay,
 * as the user may have made them, and the copy is kept. For one slot, and one thread at a time.
 */
final class SharedFilesBackup {
  private static final String CONFIG = "config";
  private static final List<String> SINGLE =
      List.of(
          CONFIG,
          "config.worktree",
          "info/attributes",
          "info/exclude",
          "info/grafts",
          "objects/info/alternates");
  private static final String TIMES = "replaced"; // count of replaced configurations
  private static final String HOOKS = "hooks";
  private static final long LARGEST = 1 << 20; // bytes; no hook is that large

  private final Path original;
  private final Path copy;
  private final Path keep;
  private final SharedConfig config;

  /** Creates a backup of the files of {@code repository}; copies go below {@code folder}. */
  SharedFilesBackup(Repository repository, Path folder, String slot) {
    this.original = repository.commonDir();
    this.copy = folder.resolve(slot + ".files");
    this.keep = folder.resolve("kept");
    this.config = new SharedConfig(original);
  }

  /** Copies the files, once the configuration is one that git can run with. */
  void note() throws IOException, InterruptedException {
    Directories.deleteTree(copy);
    config.settle();
    Directories.create(copy.resolve(HOOKS));
    for (String name : names(original)) {
      Path to = copy.resolve(name);
      Directories.create(Objects.requireNonNull(to.getParent()));
      Files.copy(
          original.resolve(name),
          to,
          LinkOption.NOFOLLOW_LINKS,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.writeString(copy.resolve(TIMES), Integer.toString(config.replacements().count()));
  }

  /**
   * Keeps the copy as {@code name} if the files differ from it.
   *
   * @return messages for people, one line each
   */
  List<String> keep(String name) throws IOException, InterruptedException {
    if (!Files.isDirectory(copy)) {
      return List.of();
    }
    config.settle();
    List<String> messages = new ArrayList<>(config.replacements().since(times()));
    NavigableSet<String> changed = names(copy);
    changed.addAll(names(original));
    changed.removeIf(this::isSame);
    Path kept = keep.resolve(name);
    if (!changed.isEmpty()) {
      messages.add(changed(changed, kept));
    }
    if (changed.isEmpty() || Files.exists(kept)) {
      Directories.deleteTree(copy);
    } else {
      Directories.create(Objects.requireNonNull(kept.getParent()));
      Files.move(copy, kept);
    }
    return messages;
  }

  private int times() throws IOException {
    Path noted = copy.resolve(TIMES);
    return Files.exists(noted) ? Integer.parseInt(Files.readString(noted).strip()) : 0;
  }

  private String changed(Set<String> names, Path kept) throws IOException {
    List<String> shown = new ArrayList<>();
    for (String each : names) {
      List<String> keys = each.equals(CONFIG) ? keys() : List.of();
      shown.add(keys.isEmpty() ? each : each + " (" + String.join(", ", keys) + ")");
    }
    return String.join(", ", shown)
        + " in "
        + original
        + " changed (all worktrees share them); the changes were left in place, and the earlier files"
        + " are kept in "
        + kept;
  }

  /** Returns the keys of the configuration that differ: without values, which may be secrets. */
  private List<String> keys() throws IOException {
    return GitConfigKeys.changed(copy.resolve(CONFIG), original.resolve(CONFIG));
  }

  private static NavigableSet<String> names(Path root) throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    for (String each : SINGLE) {
      if (isCopied(root.resolve(each))) {
        names.add(each);
      }
    }
    if (!Files.isDirectory(root.resolve(HOOKS))) {
      return names;
    }
    try {
      for (Path each : Directories.entries(root.resolve(HOOKS))) {
        boolean link = Files.isSymbolicLink(each);
        if (link || (isCopied(each) && Files.size(each) <= LARGEST)) {
          names.add(HOOKS + "/" + each.getFileName());
        }
      }
    } catch (AccessDeniedException closed) {
      return names; // as good as gone
    }
    return names;
  }

  /** Tells whether the file is copied; a file we may not read counts as missing. */
  private static boolean isCopied(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file);
  }

  private boolean isSame(String name) {
    Path one = original.resolve(name);
    Path other = copy.resolve(name);
    try {
      if (Files.isSymbolicLink(one) || Files.isSymbolicLink(other)) {
        return Files.isSymbolicLink(one)
            && Files.isSymbolicLink(other)
            && Files.readSymbolicLink(one).equals(Files.readSymbolicLink(other));
      }
      return Files.isExecutable(one) == Files.isExecutable(other) && Files.mismatch(one, other) < 0;
    } catch (IOException unreadable) {
      return false;
    }
  }
}
