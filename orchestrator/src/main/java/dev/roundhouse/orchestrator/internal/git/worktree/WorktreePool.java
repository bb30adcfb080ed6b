package dev.roundhouse.orchestrator.internal.git.worktree;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.io.FileErrors;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The worktrees of a repository: one slot per worker and gate, created once under the one lock for
 * worktree administration, locked against pruning, and recycled. A directory that is not one of our
 * slots is never touched.
 *
 * <p>Safe for use by any number of threads and processes, each slot by one at a time; proven by
 * {@code WorktreePoolTest}.
 */
public final class WorktreePool {
  private static final int TRIES = 3;
  private static final String UNKNOWN = "kept-unknown"; // for slots whose attempt is unknown
  private static final Duration LOCK_LIMIT = Duration.ofMinutes(5);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");

  private static final Pattern WORKERS = Pattern.compile("w[0-9]+");

  private static final Pattern ASIDE = Pattern.compile("[a-z][a-z0-9-]{0,30}\\.kept-.+");

  private final Repository repository;
  private final Path root;
  private final LockFile lock;
  private final SlotRecords records;
  private final KeptFiles kept;

  @GuardedBy("rulesLock")
  private @Nullable SparseRules rules; // as the checkout had them at first use

  private final Object rulesLock = new Object();

  /**
   * The ignored files that stay when a slot is recycled. Immutable.
   *
   * @param inWorkers patterns for the slots of workers
   * @param inGates patterns for the slots of gates
   */
  private record KeptFiles(List<String> inWorkers, List<String> inGates) {
    static final KeptFiles NONE = new KeptFiles(List.of(), List.of());

    KeptFiles {
      inWorkers = List.copyOf(inWorkers);
      inGates = List.copyOf(inGates);
    }

    List<String> in(Worktree slot) {
      return isGate(slot.name()) ? inGates : inWorkers;
    }
  }

  /**
   * Creates a pool of the slots of {@code repository} below {@code root}, in which no ignored file
   * is kept.
   */
  public WorktreePool(Repository repository, Path root) {
    this(repository, root, KeptFiles.NONE);
  }

  private WorktreePool(Repository repository, Path root, KeptFiles kept) {
    this.repository = repository;
    this.root = root.toAbsolutePath().normalize();
    this.lock = new LockFile(repository.stateDir().resolve("worktrees.lock"));
    this.records = new SlotRecords(repository);
    this.kept = kept;
  }

  /**
   * Returns the same slots; ignored files that match a pattern in the form of {@code .gitignore}
   * stay in them when they are recycled.
   *
   * @param inWorkers the patterns for the slots of workers
   * @param inGates the patterns for the slots of gates
   */
  public WorktreePool keeping(List<String> inWorkers, List<String> inGates) {
    return new WorktreePool(repository, root, new KeptFiles(inWorkers, inGates));
  }

  /**
   * Tells whether a gate's slot contains nothing but the commit it judges. Only then does its
   * verdict depend on the tree alone, and may be kept.
   */
  public boolean removesUncommittedFromGates() {
    return kept.inGates().isEmpty();
  }

  /** Tells whether {@code name} is that of a slot for gates rather than for workers. */
  public static boolean isGate(String name) {
    return name.startsWith("gate-");
  }

  /** Returns the directory of the slots. */
  public Path root() {
    return root;
  }

  /**
   * Creates the folder of the slots.
   *
   * @throws RepositoryException if it cannot be created, or is in the checkout, where no file may
   *     be written and an agent's tools would find the wrong project around the slots
   */
  public void prepare() throws RepositoryException {
    try {
      if (isWithin(repository.checkout()) || isWithin(repository.commonDir())) {
        throw new RepositoryException(
            "the folder for worktrees, " + root + ", is inside the repository",
            "choose one outside with --worktrees DIR, or 'worktrees:' in roundhouse.yaml");
      }
      Directories.create(root);
    } catch (RepositoryException within) {
      throw within;
    } catch (IOException impossible) {
      throw new RepositoryException(
          "cannot create the folder for worktrees at "
              + root
              + ": "
              + FileErrors.describe(impossible),
          "choose another with --worktrees DIR, or 'worktrees:' in roundhouse.yaml");
    }
    if (!Files.isWritable(root)) {
      throw new RepositoryException(
          "the folder for worktrees, " + root + ", cannot be written",
          "choose another with --worktrees DIR, or 'worktrees:' in roundhouse.yaml");
    }
  }

  private boolean isWithin(Path ours) throws IOException {
    Path there = root;
    while (!Files.exists(there)) {
      there = Objects.requireNonNull(there.getParent());
    }
    return there.toRealPath().resolve(there.relativize(root)).startsWith(ours.toRealPath());
  }

  /**
   * Returns the slot with that name, creating it if necessary; its content may be anything.
   *
   * @throws IOException if git cannot create it, or something that is not ours is in its place
   */
  public Worktree slot(String name) throws IOException, InterruptedException {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a slot's name is lower case letters and digits: " + name);
    }
    Optional<Worktree> there = records.find(name, root);
    if (there.isPresent()) {
      return there.get();
    }
    Directories.create(repository.stateDir());
    try (LockFile.Held held = lock.acquire(LOCK_LIMIT)) {
      Optional<Worktree> meanwhile = records.find(name, root);
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      records.putAsideOrphan(root.resolve(name), held);
      return records.add(name, root, held);
    }
  }

  /** Returns the slot with that name, if it exists. */
  public Optional<Worktree> find(String name) throws IOException {
    return NAME.matcher(name).matches() ? records.find(name, root) : Optional.empty();
  }

  /** Returns every existing slot. */
  public List<Worktree> existing() throws IOException {
    List<Worktree> slots = new ArrayList<>();
    if (Files.isDirectory(root)) {
      for (Path each : Directories.entries(root)) {
        String name = each.getFileName().toString();
        if (NAME.matcher(name).matches()) {
          records.find(name, root).ifPresent(slots::add);
        }
      }
    }
    return slots;
  }

  /**
   * Returns the directories that were set aside because not everything in them could be saved;
   * never removed.
   */
  public List<Path> putAside() throws IOException {
    List<Path> aside = new ArrayList<>();
    if (Files.isDirectory(root)) {
      Directories.entries(root).forEach(each -> aside.add(each));
    }
    aside.removeIf(each -> !ASIDE.matcher(each.getFileName().toString()).matches());
    aside.sort(null);
    return aside;
  }

  /**
   * Tells whether everything in {@code slot} that is not ignored is behind refs; no agent may be at
   * work there.
   */
  public boolean isSaved(Worktree slot) throws IOException, InterruptedException {
    return new UnsavedWork(repository, slot).isSaved();
  }

  /**
   * Sets aside the slots of workers that contain work that exists nowhere else. For callers without
   * a record of what the slots were used for; no agent may be at work in them.
   *
   * @return their new places
   * @throws IOException if one cannot be examined or moved
   */
  public List<Path> putAsideUnsaved() throws IOException, InterruptedException {
    List<Path> aside = new ArrayList<>();
    for (Worktree slot : existing()) {
      if (WORKERS.matcher(slot.name()).matches()) {
        putAsideIfUnsaved(slot).ifPresent(aside::add);
      }
    }
    return aside;
  }

  /** Sets {@code slot} aside if it contains work that exists nowhere else; returns its place. */
  Optional<Path> putAsideIfUnsaved(Worktree slot) throws IOException, InterruptedException {
    return isSaved(slot)
        ? Optional.empty()
        : Optional.of(new SlotInspection(repository, slot, UNKNOWN).quarantine());
  }

  /**
   * Removes {@code slot} with all its content.
   *
   * @throws IOException if git cannot
   */
  public void remove(Worktree slot) throws IOException, InterruptedException {
    try (LockFile.Held held = lock.acquire(LOCK_LIMIT)) {
      SlotRecords.remove(slot, held);
    }
  }

  /**
   * Brings {@code slot} to {@code commit}, detached, with nothing else in it except ignored files
   * to be kept; only files that differ are written. It is as sparse as the checkout. Its earlier
   * content must have been harvested: it is deleted.
   *
   * <p>A slot that was removed, or from which git is led elsewhere, is set aside and recreated.
   *
   * @return the slot, which may be recorded elsewhere than it was
   * @throws IOException if git cannot
   */
  public Worktree moveTo(Worktree slot, ObjectId commit) throws IOException, InterruptedException {
    Worktree at = slot;
    for (int i = 1; i < TRIES; i++) {
      try {
        recycle(at, commit);
        return at;
      } catch (IOException failed) {
        if (isSound(at)) {
          throw failed;
        }
        new SlotInspection(repository, at, UNKNOWN).quarantine();
        at = slot(at.name());
      }
    }
    recycle(at, commit);
    return at;
  }

  private void recycle(Worktree slot, ObjectId commit) throws IOException, InterruptedException {
    Submodules submodules = new Submodules(repository.checkout(), slot);
    new SlotRecycler(slot, submodules, rules(), kept.in(slot)).to(commit);
  }

  /** Tells whether the slot's record is unchanged, and git accepts the slot. */
  private boolean isSound(Worktree slot) throws IOException, InterruptedException {
    return records.find(slot.name(), root).equals(Optional.of(slot))
        && slot.place().dispute().isEmpty();
  }

  /** Returns the rules, read once per run, so that every tree is judged with the same files. */
  private SparseRules rules() throws IOException, InterruptedException {
    synchronized (rulesLock) {
      SparseRules known = rules;
      if (known == null) {
        known = SparseRules.of(repository.git());
        rules = known;
      }
      return known;
    }
  }

  /**
   * Puts {@code tree} into {@code slot}, which is at a commit with nothing else in it, as
   * uncommitted changes. New files are in the index by name, so that none counts as ignored.
   *
   * @throws IOException if git cannot
   */
  public void fill(Worktree slot, ObjectId tree) throws IOException, InterruptedException {
    Git git = slot.verified();
    git.run("read-tree", "-m", "-u", "HEAD", tree.name());
    git.run("reset", "-q", "--mixed", "-N");
  }
}
