package dev.roundhouse.orchestrator.internal.git.worktree;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.TreeDiff;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.WriteProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Saves a worktree's files as a tree, using a copy of its index, so that the index itself stays
 * unchanged. For one thread.
 */
final class WorktreeSnapshot {
  private final Repository repository;
  private final Worktree slot;
  private final ObjectId base;

  WorktreeSnapshot(Repository repository, Worktree slot, ObjectId base) {
    this.repository = repository;
    this.slot = slot;
    this.base = base;
  }

  /** Saves the current files. */
  Saved save() throws IOException, InterruptedException {
    return save(false);
  }

  /**
   * Saves the current files.
   *
   * @param again whether every file must be read and written again although the index says that git
   *     has it, because some of it has vanished
   */
  Saved save(boolean again) throws IOException, InterruptedException {
    Path copy = Files.createTempFile(slot.gitDir(), "harvest-", ".index");
    try {
      Path index = slot.gitDir().resolve("index");
      PermissionRepair.open(index);
      if (Files.isRegularFile(index)) {
        Files.copy(
            index, copy, REPLACE_EXISTING, COPY_ATTRIBUTES); // its age tells git what to trust
      } else {
        Files.delete(copy);
      }
      Git git = slot.git().with("GIT_INDEX_FILE", copy.toString());
      boolean broken = isBroken(git, copy);
      Saved saved = withHidden(git, save(git, again));
      return broken ? saved.troubled("the worktree's index was damaged") : saved;
    } finally {
      Files.deleteIfExists(copy);
      Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + ".lock"));
    }
  }

  /** Tells whether the index cannot be read; the copy then contains the committed state. */
  private boolean isBroken(Git git, Path copy) throws IOException, InterruptedException {
    if (git.ask("ls-files", "-u", "-z").ok()) {
      return Files.exists(slot.gitDir().resolve("index"), LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(slot.gitDir().resolve("index"));
    }
    Files.deleteIfExists(copy);
    if (!git.ask("read-tree", "HEAD").ok()) {
      git.run("read-tree", base.name());
    }
    return true;
  }

  /**
   * Adds a second tree with files that are ignored only because the ignore rules of all worktrees
   * were changed.
   */
  private Saved withHidden(Git git, Saved saved) throws IOException, InterruptedException {
    if (saved.tree() == null) {
      return saved;
    }
    List<String> placed = SuppliedFiles.in(slot);
    List<String> hidden =
        new Excludes(repository)
            .hidden(slot, git).stream()
                .filter(each -> !SuppliedFiles.isAmong(placed, each))
                .toList();
    if (hidden.isEmpty()) {
      return saved;
    }
    GitOutput added =
        git.with("GIT_LITERAL_PATHSPECS", "1")
            .feed(
                String.join("\0", hidden),
                "-c",
                "core.safecrlf=false",
                "add",
                "-f",
                "--sparse",
                "--pathspec-from-file=-",
                "--pathspec-file-nul");
    boolean nested = hidden.stream().anyMatch(each -> each.endsWith("/"));
    GitOutput written = git.ask("write-tree");
    if (!added.ok() || nested || !written.ok()) {
      requireSpace(git);
      return new Saved(saved.tree(), "files that are ignored now cannot be saved", true);
    }
    ObjectId tree = withoutOurs(ObjectId.fromString(written.line()));
    return new Saved(saved.tree(), saved.problem(), saved.unsaved(), new Hidden(tree, hidden));
  }

  private Saved save(Git git, boolean again) throws IOException, InterruptedException {
    boolean unmerged = !git.run("ls-files", "-u", "-z").text().isEmpty();
    List<String> entries = git.run("ls-files", "-v", "-z").records();
    boolean forgotten = entries.isEmpty() && SparseRules.arePresentIn(slot.gitDir());
    unhide(git, entries);
    if (again) {
      distrust(git, entries);
    }
    List<String> placed = SuppliedFiles.in(slot);
    GitOutput added = add(git, placed);
    if (!added.ok() || !added.err().isBlank()) { // git goes on past directories it cannot open
      PermissionRepair.regain(slot.path());
      added = add(git, placed);
    }
    if (!added.ok()) {
      requireSpace(git);
      String why = added.err().lines().findFirst().orElse("git add failed");
      return new Saved(null, "not all of its files can be read (" + why + ")", true);
    }
    remove(git, placed);
    GitOutput written = git.ask("write-tree");
    if (!written.ok()) {
      requireSpace(git);
      String why = written.err().lines().findFirst().orElse("git write-tree failed");
      return new Saved(null, "its index cannot be written (" + why + ")", true);
    }
    ObjectId tree = withoutOurs(ObjectId.fromString(written.line()));
    Submodules submodules = new Submodules(repository.checkout(), slot);
    List<String> nested = gitlinks(tree, submodules);
    if (!nested.isEmpty()) {
      String where = String.join(", ", nested);
      return new Saved(
          tree, "a git repository was left or changed inside the worktree, at " + where, true);
    }
    Optional<String> inside = new SubmoduleInspection(repository.checkout(), slot).unsaved(git);
    if (inside.isPresent()) {
      return new Saved(tree, inside.get(), true);
    }
    List<String> pointers = new LfsPointers(repository.objects(), base, tree).missing(git);
    if (!pointers.isEmpty()) {
      String where = String.join(", ", pointers);
      return new Saved(
          tree, "files that belong in git-lfs were added without it, at " + where, false);
    }
    if (forgotten) { // files left out of the checkout would land as deleted
      return new Saved(tree, "the index of its sparse checkout was removed", false);
    }
    return new Saved(tree, unmerged ? "conflicts were left unresolved" : null, false);
  }

  private GitOutput add(Git git, List<String> placed) throws IOException, InterruptedException {
    Path ignore = slot.gitDir().resolve("harvest.ignore");
    try {
      if (!placed.isEmpty()) {
        new Excludes(repository).write(ignore, placed);
      }
      return add(placed.isEmpty() ? git : git.setting("core.excludesFile", ignore.toString()));
    } finally {
      Files.deleteIfExists(ignore);
    }
  }

  private static GitOutput add(Git git) throws IOException, InterruptedException {
    return git.ask(
        "-c",
        "core.safecrlf=false",
        "-c",
        "advice.addEmbeddedRepo=false",
        "add",
        "-A",
        "--sparse", // files written outside a sparse checkout are work like any other
        "--",
        ":(top)");
  }

  /** Removes from the index what Roundhouse placed and the agent added or committed. */
  private static void remove(Git git, List<String> placed)
      throws IOException, InterruptedException {
    if (placed.isEmpty()) {
      return;
    }
    StringBuilder added = new StringBuilder();
    for (String each : git.run("ls-files", "-z").records()) {
      if (!each.isEmpty() && SuppliedFiles.isAmong(placed, each)) {
        added.append(each).append('\0');
      }
    }
    if (!added.isEmpty()) {
      git.feed(added.toString(), "update-index", "-z", "--force-remove", "--stdin");
    }
  }

  /**
   * Requires disk space if git could not save something: a full disk is not the attempt's fault,
   * and saving is repeated once there is space.
   */
  private void requireSpace(Git git) throws IOException, InterruptedException {
    long bytes = slot.gitDir().resolve("index").toFile().length();
    for (String each : git.ask("ls-files", "-z", "-m", "-o", "--exclude-standard").records()) {
      bytes += slot.path().resolve(each).toFile().length();
    }
    Optional<String> trouble = WriteProbe.trouble(repository.commonDir(), bytes);
    if (trouble.isPresent()) {
      throw new IOException("the work in " + slot.path() + " cannot be saved: " + trouble.get());
    }
  }

  /** Restores our own files to their state at the base, however the agent came to add them. */
  private ObjectId withoutOurs(ObjectId tree) throws IOException {
    Map<String, Optional<byte[]>> changes = new HashMap<>();
    if (repository.objects().hasFileOrLink(tree, Worktree.FOLDER)) {
      changes.put(Worktree.FOLDER, Optional.empty()); // it would stop later attempts
    }
    changes.putAll(Worktree.unplaced(repository.objects(), tree, base));
    return repository.objects().writeTreeWith(tree, changes);
  }

  /** Clears the flags that hide changed files from git. */
  private void unhide(Git git, List<String> entries) throws IOException, InterruptedException {
    StringBuilder hidden = new StringBuilder();
    for (String each : entries) {
      boolean flagged =
          each.length() > 2 && (Character.isLowerCase(each.charAt(0)) || each.charAt(0) == 'S');
      if (flagged && (each.charAt(0) != 'S' || isThere(each.substring(2)))) {
        hidden.append(each.substring(2)).append('\0');
      }
    }
    if (!hidden.isEmpty()) {
      for (String flag : List.of("--no-assume-unchanged", "--no-skip-worktree")) {
        if (!git.feed(hidden.toString(), "update-index", "-z", flag, "--stdin").ok()) {
          requireSpace(git);
        }
      }
    }
  }

  /** Re-enters every file unchanged, but without the data that lets git skip reading it. */
  private void distrust(Git git, List<String> entries) throws IOException, InterruptedException {
    Set<String> leftOut = new HashSet<>(); // by sparse rules
    for (String each : entries) {
      if (each.startsWith("S ") && !isThere(each.substring(2))) {
        leftOut.add(each.substring(2));
      }
    }
    StringBuilder all = new StringBuilder();
    for (String each : git.run("ls-files", "-s", "-z").records()) {
      int tab = each.indexOf('\t');
      if (tab > 0 && each.startsWith(" 0", tab - 2) && !leftOut.contains(each.substring(tab + 1))) {
        all.append(each).append('\0');
      }
    }
    git.feed(all.toString(), "update-index", "-z", "--index-info");
  }

  private boolean isThere(String path) {
    return Files.exists(slot.path().resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Returns the paths of submodule commits in the tree that the base lacks, except submodules whose
   * commit others have as well.
   */
  private List<String> gitlinks(ObjectId tree, Submodules submodules)
      throws IOException, InterruptedException {
    List<String> paths = new ArrayList<>();
    ObjectId before = repository.objects().treeOf(base);
    for (TreeDiff.LinkChange each : repository.objects().diff(before, tree).links()) {
      if (each.fresh() || !submodules.isPublished(each.path(), each.commit())) {
        paths.add(each.path());
      }
    }
    return paths;
  }

  /**
   * The result of saving.
   *
   * @param tree the files as a tree, or null
   * @param problem the reason why it must not land, or null
   * @param unsaved whether there is more than the tree contains
   * @param hidden files outside the tree, or null
   */
  record Saved(
      @Nullable ObjectId tree, @Nullable String problem, boolean unsaved, @Nullable Hidden hidden) {
    Saved(@Nullable ObjectId tree, @Nullable String problem, boolean unsaved) {
      this(tree, problem, unsaved, null);
    }

    /** Returns the same result with a problem that takes precedence over its own. */
    Saved troubled(String why) {
      return new Saved(tree, why, unsaved, hidden);
    }
  }

  /**
   * The files hidden by a change of {@link Excludes}.
   *
   * @param tree the saved tree with these files added
   * @param names their names
   */
  record Hidden(ObjectId tree, List<String> names) {
    private static final int SHOWN = 5;

    /** Returns the first names, and the number of the others. */
    String shown() {
      int more = names.size() - SHOWN;
      return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
          + (more > 0 ? " and " + more + " more" : "");
    }
  }
}
