package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.RunningPrunes;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/**
 * Harvests one slot. A neighbour's {@code git gc --prune=now} or {@code git prune} may delete
 * objects that are being saved, and commits of the agent. So refs are created on all of it,
 * processes deleting at that moment are waited for, and it is relied on only if it is complete
 * then. Otherwise it is recreated from the files in the slot; if that does not restore a commit, on
 * top of the last complete commit. For one thread.
 */
final class SlotHarvest {
  private static final int ROUNDS = 10;
  private static final int PATIENCE = 6; // for files that cannot be read
  private static final int FAR = 1000;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final Repository repository;
  private final Worktree slot;
  private final ObjectId base;
  private final SlotInspection remains;
  private final AttemptRefs refs;
  private final IssueId issue;
  private final PersonIdent author;
  private final PersonIdent committer;
  private final Map<String, ObjectId> kept = new LinkedHashMap<>(); // in this round, by piece
  private final Set<String> gone = new LinkedHashSet<>(); // messages about losses
  private Optional<ObjectId> head = Optional.empty(); // unless it has lost objects for good
  private boolean wasSeen; // whether a deleting process was seen
  private boolean isUnread; // not all files could be read in this round

  SlotHarvest(
      Repository repository, Worktree slot, ObjectId base, SlotInspection remains, Origin origin)
      throws IOException {
    this.repository = repository;
    this.slot = slot;
    this.base = base;
    this.remains = remains;
    this.refs = new AttemptRefs(repository, origin.refs(), base);
    this.issue = origin.issue();
    this.author = repository.author(origin.when());
    this.committer = repository.committer(origin.when());
  }

  /** The issue and attempt whose work is saved, and the date of the commit of uncommitted work. */
  record Origin(IssueId issue, int number, Instant when) {
    /** Returns the prefix of its refs. */
    String refs() {
      return KeptWork.refs(issue, number);
    }
  }

  /** Saves all of it; {@code broken} is the damage of the worktree, or null. */
  HarvestedWork save(List<String> taken, @Nullable String broken)
      throws IOException, InterruptedException {
    head = head("HEAD^{commit}");
    String worse = head.isPresent() ? null : remains.repairHead(base);
    if (worse != null) {
      head = Optional.of(base);
    }
    boolean isWorktree = worse == null || remains.isWorktree();
    String damage = broken == null ? worse : broken;
    for (int round = 1; round <= ROUNDS; round++) {
      Optional<HarvestedWork> saved =
          isWorktree ? saved(round, damage) : Optional.of(committed(remains.unknown(), true));
      if (saved.isPresent()) {
        return settled(isWorktree ? undisputed(saved.get()) : saved.get(), taken, isWorktree);
      }
      repository.objects().forget();
      LockSupport.parkNanos(PAUSE * round);
    }
    return putAside(taken);
  }

  /**
   * Saves the committed work of a worktree of which git has no record any more, neither of its HEAD
   * nor of its log: the commits on top of {@code base} that nothing in the repository leads to.
   */
  HarvestedWork unrecorded(String problem, List<String> taken)
      throws IOException, InterruptedException {
    List<ObjectId> lost = new ArrayList<>();
    for (ObjectId commit : repository.strays(base)) {
      if (isWhole(commit)) {
        lost.add(commit);
        keep("lost-" + lost.size(), commit);
      }
    }
    HarvestedWork all = new HarvestedWork(base, Optional.empty(), lost, List.of(), problem, true);
    return told(all, taken);
  }

  /** Checks git's own view of the place: unlike ours, the agent's git is not pinned. */
  private HarvestedWork undisputed(HarvestedWork all) throws IOException, InterruptedException {
    Optional<String> dispute =
        remains.hasDirectory()
            ? slot.place().dispute().map(RepositoryException::getMessage)
            : Optional.of(SlotInspection.REMOVED);
    if (dispute.isEmpty()) {
      return all;
    }
    String problem = all.problem() == null ? dispute.get() : all.problem();
    return new HarvestedWork(all.head(), all.dirty(), all.lost(), all.taken(), problem, true);
  }

  /** Makes one round; returns empty if something has vanished, so that another is needed. */
  private Optional<HarvestedWork> saved(int round, @Nullable String damage)
      throws IOException, InterruptedException {
    kept.clear();
    try {
      HarvestedWork all = gathered(damage, round > 1);
      RunningPrunes pruning = repository.pruning();
      wasSeen |= !pruning.isNone();
      boolean isRead = !isUnread || (round >= PATIENCE && !wasSeen);
      if (pruning.hasEnded() && isRead && repository.isWhole(kept.values(), base)) {
        return Optional.of(all);
      }
    } catch (MissingObjectException vanished) {
      repository.objects().forget();
    } catch (IOException failed) { // a missing object may be the cause
      wasSeen |= !repository.pruning().isNone();
      if (round == ROUNDS && !wasSeen) {
        throw failed;
      }
    }
    if (round > 1 && head.isPresent() && !isWhole(head.get())) {
      head = Optional.empty();
    }
    return Optional.empty();
  }

  private boolean isWhole(ObjectId commit) throws IOException, InterruptedException {
    return repository.isWhole(List.of(commit), base);
  }

  /** Creates refs on everything, complete or not. */
  private HarvestedWork gathered(@Nullable String damage, boolean again)
      throws IOException, InterruptedException {
    if (!remains.hasDirectory()) {
      return committed(first(damage, SlotInspection.REMOVED), false);
    }
    WorktreeSnapshot.Saved saved = new WorktreeSnapshot(repository, slot, base).save(again);
    isUnread = saved.tree() == null;
    HarvestedWork all =
        committed(first(damage, remains.operation(), saved.problem()), saved.unsaved());
    Optional<ObjectId> dirty = dirty(saved.tree(), all.head());
    new Excludes(repository).mark();
    return hidden(saved.hidden(), all.with(dirty));
  }

  /** Keeps the committed work. */
  private HarvestedWork committed(@Nullable String problem, boolean unsaved)
      throws IOException, InterruptedException {
    ObjectId last = head.isPresent() ? head.get() : lastWhole();
    keep("head", last);
    List<ObjectId> lost = lost(last);
    return new HarvestedWork(last, Optional.empty(), lost, List.of(), problem, unsaved);
  }

  private void keep(String piece, ObjectId commit) throws IOException, InterruptedException {
    refs.keep(piece, commit);
    kept.put(piece, commit);
  }

  /** Returns the commit of HEAD. */
  private Optional<ObjectId> head(String name) throws IOException, InterruptedException {
    GitOutput head = slot.git().ask("rev-parse", "--verify", "-q", name);
    return head.ok() ? Optional.of(ObjectId.fromString(head.line())) : Optional.empty();
  }

  /** Returns the last complete commit, or the base; adds a message if one is not. */
  private ObjectId lastWhole() throws IOException, InterruptedException {
    Optional<ObjectId> named = head("HEAD");
    if (named.isEmpty()) {
      return base; // a branch without a commit
    }
    ObjectId last = base;
    for (ObjectId each : before(named.get())) {
      if (isWhole(each)) {
        last = each;
        break;
      }
    }
    if (!last.equals(named.get())) {
      gone.add(
          "objects of its commit "
              + named.get().abbreviate(10).name()
              + " were deleted by a 'git gc --prune=now' or 'git prune'; its files are kept as not"
              + " committed, upon "
              + last.abbreviate(10).name());
    }
    return last;
  }

  /** Returns the commit, its readable first parents, and the reflog, last first. */
  private Set<ObjectId> before(ObjectId head) throws IOException {
    Set<ObjectId> all = new LinkedHashSet<>();
    try {
      for (ObjectId at = head; at != null && !at.equals(base) && all.size() < FAR; ) {
        all.add(at);
        at = repository.objects().firstParent(at).orElse(null);
      }
    } catch (MissingObjectException vanished) {
      all.remove(vanished.getObjectId());
    }
    List<ObjectId> log = reflog();
    for (int i = log.size() - 1; i >= 0; i--) {
      all.add(log.get(i));
    }
    return all;
  }

  private Optional<ObjectId> dirty(@Nullable ObjectId tree, ObjectId head)
      throws IOException, InterruptedException {
    if (tree == null) {
      return Optional.empty();
    }
    if (tree.equals(repository.objects().treeOf(head))) {
      refs.retire("dirty");
      return Optional.empty();
    }
    String message = "What was left uncommitted for " + issue + "\n";
    ObjectId commit = repository.objects().commit(tree, List.of(head), author, committer, message);
    keep("dirty", commit);
    return Optional.of(commit);
  }

  /** Keeps the hidden files as well, with a message; they are the problem if there is no other. */
  private HarvestedWork hidden(WorktreeSnapshot.@Nullable Hidden hidden, HarvestedWork all)
      throws IOException, InterruptedException {
    if (hidden == null) {
      return all;
    }
    ObjectStore objects = repository.objects();
    ObjectId parent = all.dirty().orElse(all.head());
    String message = "What was left and is ignored for " + issue + "\n";
    keep("excluded", objects.commit(hidden.tree(), List.of(parent), author, committer, message));
    String line =
        hidden.shown()
            + ": ignored only since info/exclude or core.excludesFile changed while an attempt"
            + " worked, so not part of the work, and kept at "
            + refs.name("excluded")
            + "; undo that change, or, to have it hold, delete "
            + repository.stateDir().resolve("excludes");
    HarvestedWork told = all.telling(line);
    return objects.treeOf(base).equals(objects.treeOf(parent)) && all.problem() == null
        ? told.troubled("the agent changed nothing but what is ignored; " + line)
        : told;
  }

  /** Returns the commits made in this attempt that its head does not lead to. */
  private List<ObjectId> lost(ObjectId head) throws IOException, InterruptedException {
    List<ObjectId> log = reflog();
    if (log.isEmpty()) {
      return List.of();
    }
    StringBuilder seen = new StringBuilder();
    log.forEach(each -> seen.append(each.name()).append('\n'));
    GitOutput known =
        repository
            .git()
            .feed(seen.toString(), "rev-list", "--no-walk", "--ignore-missing", "--stdin");
    List<ObjectId> lost = new ArrayList<>();
    for (String id : known.text().lines().distinct().toList()) {
      ObjectId commit = ObjectId.fromString(id);
      if (isPartOf(commit, head, lost)) {
        continue;
      }
      if (isWhole(commit)) {
        lost.add(commit);
        keep("lost-" + lost.size(), commit);
      } else {
        gone.add(
            "objects of "
                + id.substring(0, 10)
                + ", a commit it went back from, were deleted by a 'git gc --prune=now' or 'git"
                + " prune'; that commit is not kept");
      }
    }
    return lost;
  }

  /** Returns every commit HEAD was at, in order. */
  private List<ObjectId> reflog() throws IOException {
    Path log = slot.gitDir().resolve("logs").resolve("HEAD");
    if (!Files.isRegularFile(log)) {
      return List.of();
    }
    return new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1)
        .lines()
        .map(line -> line.split(" ", 3))
        .filter(parts -> parts.length == 3 && ObjectId.isId(parts[1]))
        .map(parts -> ObjectId.fromString(parts[1]))
        .toList();
  }

  private boolean isPartOf(ObjectId commit, ObjectId head, List<ObjectId> kept) throws IOException {
    for (ObjectId each : kept) {
      if (repository.objects().isAncestor(commit, each)) {
        return true;
      }
    }
    return repository.objects().isAncestor(commit, head)
        || repository.objects().isAncestor(commit, base);
  }

  /** Sets aside everything unsaved; no ref of an earlier round stays. */
  private HarvestedWork settled(HarvestedWork all, List<String> taken, boolean isWorktree)
      throws IOException, InterruptedException {
    refs.dropAllBut(kept.keySet());
    HarvestedWork settled = all;
    if (all.quarantined()) {
      Path aside = remains.quarantine();
      settled = isUnread ? all.troubled(all.problem() + "; its files are kept in " + aside) : all;
    }
    if (!isWorktree) {
      remains.forget();
    } else if (!gone.isEmpty()) {
      repair(all.head());
    }
    return told(settled, taken);
  }

  /** Sets the worktree aside because it cannot be saved completely; no broken ref stays. */
  private HarvestedWork putAside(List<String> taken) throws IOException, InterruptedException {
    ObjectId last = lastWhole();
    kept.clear();
    keep("head", last);
    List<ObjectId> lost = stillLost(last);
    refs.dropAllBut(kept.keySet());
    String problem =
        "git deleted what was being saved again and again ('git gc --prune=now' or 'git prune' in"
            + " a loop); the files are kept in "
            + remains.quarantine();
    repair(last);
    return told(new HarvestedWork(last, Optional.empty(), lost, List.of(), problem, true), taken);
  }

  /** Returns the lost commits that are complete, as far as their history can be read. */
  private List<ObjectId> stillLost(ObjectId head) throws IOException, InterruptedException {
    try {
      return lost(head);
    } catch (MissingObjectException vanished) {
      return List.of();
    }
  }

  /** Removes vanished objects from HEAD, reflog and index: they would stop every git gc. */
  private void repair(ObjectId head) throws IOException {
    Directories.deleteTree(slot.gitDir().resolve("logs").resolve("HEAD"));
    Directories.deleteTree(slot.gitDir().resolve("index"));
    Directories.deleteTree(slot.gitDir().resolve("HEAD"));
    Files.writeString(slot.gitDir().resolve("HEAD"), head.name() + "\n");
  }

  private HarvestedWork told(HarvestedWork all, List<String> taken) {
    HarvestedWork told = all;
    for (String each : taken) {
      told = told.telling(each);
    }
    for (String each : gone) {
      told = told.telling(each);
    }
    return told;
  }

  private static @Nullable String first(@Nullable String... candidates) {
    for (String each : candidates) {
      if (each != null) {
        return each;
      }
    }
    return null;
  }
}
