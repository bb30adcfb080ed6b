package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.orchestrator.internal.git.GitLocation;
import dev.roundhouse.orchestrator.internal.git.PointerFile;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Finds and creates git's own records of our slots. Creating or removing one needs the lock for
 * worktree administration. Stateless apart from the repository; safe for use by any number of
 * threads.
 */
final class SlotRecords {
  private static final int TRIES_AGAIN = 20;
  private static final String COMMON = "../..";

  private final Repository repository;

  SlotRecords(Repository repository) {
    this.repository = repository;
  }

  /** Finds the slot by git's own record of it, whatever the state of its files. */
  Optional<Worktree> find(String name, Path root) throws IOException {
    Path path = root.resolve(name);
    Path records = repository.commonDir().resolve("worktrees");
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) || !Files.isDirectory(records)) {
      return Optional.empty();
    }
    try {
      for (Path record : Directories.entries(records)) {
        if (pointsAt(record, path) && Files.exists(record.resolve("HEAD"))) {
          return Optional.of(new Worktree(name, path, record, repository.commonDir()));
        }
      }
      return byPointer(name, path, records);
    } catch (NoSuchFileException removed) { // somebody deletes the worktree at this moment
      return Optional.empty();
    }
  }

  /**
   * Finds the record the slot itself names, if that record belongs to no slot because it was
   * changed.
   */
  private Optional<Worktree> byPointer(String name, Path path, Path records) throws IOException {
    Path record = GitLocation.gitDir(path).orElse(null);
    if (record == null
        || !records.toRealPath().equals(record.getParent())
        || !Files.exists(record.resolve("HEAD"))) {
      return Optional.empty();
    }
    Path named = named(record);
    Path other = named == null ? null : named.getParent();
    boolean isOthers =
        other != null && GitLocation.gitDir(other).filter(record::equals).isPresent();
    Path known = records.resolve(record.getFileName());
    return isOthers
        ? Optional.empty()
        : Optional.of(new Worktree(name, path, known, repository.commonDir()));
  }

  private static boolean pointsAt(Path record, Path path) throws IOException {
    return path.toRealPath().resolve(".git").equals(named(record));
  }

  /** Returns the {@code .git} named by a record, or null if it names none. */
  private static @Nullable Path named(Path record) throws IOException {
    String text = PointerFile.text(record.resolve("gitdir")).strip();
    return PointerFile.path(record, text).map(Path::normalize).orElse(null);
  }

  /**
   * Makes git's record of {@code slot} name the slot and its repository; returns true if it did
   * not.
   */
  static boolean restore(Worktree slot) throws IOException {
    boolean pointed = pointsAt(slot.gitDir(), slot.path());
    if (!pointed) {
      Directories.deleteTree(slot.gitDir().resolve("gitdir"));
      Files.writeString(
          slot.gitDir().resolve("gitdir"), slot.path().toRealPath().resolve(".git") + "\n");
    }
    Path common = slot.gitDir().resolve("commondir");
    boolean isIntact =
        Files.isRegularFile(common, LinkOption.NOFOLLOW_LINKS)
            && PointerFile.text(common).strip().equals(COMMON);
    if (!isIntact) {
      Directories.deleteTree(common);
      Files.writeString(common, COMMON + "\n");
    }
    return !(pointed && isIntact);
  }

  /** Creates the slot, of which git has no record; {@code proof} keeps others from it. */
  Worktree add(String name, Path root, LockFile.Held proof)
      throws IOException, InterruptedException {
    Objects.requireNonNull(proof);
    Directories.create(root);
    Path path = root.resolve(name);
    refuseForeign(path);
    String head = anyCommit(path);
    String[] locked = {"--force", "--force", "--lock", "--reason", "a slot of Roundhouse"};
    create(repository, path, head, locked);
    return find(name, root)
        .orElseThrow(() -> new IOException("git created no worktree at " + path + "; run again"));
  }

  /**
   * Has git create a worktree without files. A 'git gc --prune=now' or 'git worktree prune' of an
   * agent deletes the record of a worktree that is just being created, so that git fails; it is
   * tried again then.
   */
  static void create(Repository repository, Path path, String head, String... flags)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("worktree", "add"));
    words.addAll(List.of(flags));
    words.addAll(List.of("--detach", "--no-checkout", "--", path.toString(), head));
    String[] command = words.toArray(String[]::new);
    for (int again = 0; again < TRIES_AGAIN; again++) {
      if (repository.git().ask(command).ok()) {
        return;
      }
    }
    repository.git().run(command);
  }

  /** Returns a commit for a slot to start at; the branch itself may have been deleted meanwhile. */
  private String anyCommit(Path path) throws IOException {
    for (String prefix : List.of("refs/roundhouse/tip/", "refs/heads/")) {
      for (ObjectId each : repository.refs().below(prefix).values()) {
        return each.name();
      }
    }
    throw new IOException(
        "cannot create a worktree at "
            + path
            + ": no branch is left in "
            + repository.commonDir()
            + " that it could begin at; make the branch again ('git branch NAME COMMIT'; 'git reflog'"
            + " knows where it was), then run again");
  }

  private void refuseForeign(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!isEmpty(path)) {
      throw new IOException(
          path
              + " is in the way: a worktree is needed there, and this is not a worktree of this repository;"
              + " move it elsewhere, or choose another folder with 'worktrees:' in roundhouse.yaml");
    }
  }

  /**
   * Sets aside a slot whose record is gone: its content may be unsaved.
   *
   * @param proof keeps others from it
   */
  void putAsideOrphan(Path path, LockFile.Held proof) throws IOException {
    Objects.requireNonNull(proof);
    Path pointer = path.resolve(".git");
    boolean isOurs =
        Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
            && Files.isRegularFile(pointer, LinkOption.NOFOLLOW_LINKS)
            && leadsToRecord(pointer);
    if (isOurs && !isEmpty(path)) {
      Worktree orphan =
          new Worktree(
              path.getFileName().toString(), path, Path.of("/nowhere"), repository.commonDir());
      new SlotInspection(repository, orphan, "kept-unknown").quarantine();
    }
  }

  private boolean leadsToRecord(Path pointer) throws IOException {
    return PointerFile.text(pointer)
        .startsWith("gitdir: " + repository.commonDir() + "/worktrees/");
  }

  /**
   * Tells whether the directory is empty, apart from what a killed git left while creating the
   * slot.
   */
  private boolean isEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    List<Path> content = Directories.entries(path);
    Path pointer = path.resolve(".git");
    if (content.equals(List.of(pointer))
        && Files.isRegularFile(pointer, LinkOption.NOFOLLOW_LINKS)
        && leadsToRecord(pointer)) {
      Files.delete(pointer);
      return true;
    }
    return content.isEmpty();
  }

  /**
   * Removes the slot with all its files, and git's record of it. Git is not used: it removes the
   * directory its record names, which an agent may have changed.
   *
   * @param proof keeps others from it
   */
  static void remove(Worktree slot, LockFile.Held proof) throws IOException {
    Objects.requireNonNull(proof);
    try {
      Directories.deleteTree(slot.path());
    } catch (IOException closed) {
      PermissionRepair.regain(slot.path());
      Directories.deleteTree(slot.path());
    }
    Directories.deleteTree(slot.gitDir());
  }
}
