package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.git.Git;
import dev.roundhouse.orchestrator.internal.git.GitOutput;
import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.RunningPrunes;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.run.KeptWork;
import dev.roundhouse.orchestrator.run.RepositoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final Repository repository;
  private final Worktree slot;
  private final ObjectId base;
  private final SlotInspection remains;
  private final AttemptRefs refs;
  private final SlotHistory history;
  private final IssueId issue;
  private final String message;
  private final PersonIdent author;
  private final PersonIdent committer;
  private Optional<ObjectId> head = Optional.empty(); // unless it has lost objects for good
  private final List<String> notes = new ArrayList<>();
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
    this.history = new SlotHistory(repository, slot, base, refs);
    this.issue = origin.issue();
    this.message = origin.message();
    this.author = repository.author(origin.when());
    this.committer = repository.committer(origin.when());
  }

  /**
   * The issue and attempt whose work is saved.
   *
   * @param title the issue's title; empty if it is not known
   * @param when the date of the commit of uncommitted work
   */
  record Origin(IssueId issue, String title, int number, Instant when) {
    /** Returns the message of the commit of uncommitted work. */
    String message() {
      String about = "Work on " + issue + " that its agent left uncommitted";
      return title.isBlank() ? about + "\n" : title.strip() + "\n\n" + about + ".\n";
    }

    /** Returns the prefix of its refs. */
    String refs() {
      return KeptWork.refs(issue, number);
    }
  }

  /** Saves all of it; {@code broken} is the damage of the worktree, or null. */
  HarvestedWork save(List<String> taken, @Nullable String broken)
      throws IOException, InterruptedException {
    head = history.head();
    String worse = head.isPresent() ? null : remains.repairHead(base);
    if (worse != null) {
      head = Optional.of(base);
    }
    withoutPlaced();
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
   * Leaves the agent's commits out if they contain what Roundhouse had placed: history would keep
   * it, so the files land in one commit instead, without it.
   */
  private void withoutPlaced() throws IOException, InterruptedException {
    List<String> placed = SuppliedFiles.in(slot);
    if (placed.isEmpty() || head.isEmpty() || head.get().equals(base)) {
      return;
    }
    List<String> words = new ArrayList<>(List.of("rev-list", "--max-count=1", "--full-history"));
    words.addAll(List.of(base.name() + ".." + head.get().name(), "--"));
    words.addAll(placed);
    Git git = slot.git().with("GIT_LITERAL_PATHSPECS", "1");
    GitOutput found = git.ask(words.toArray(String[]::new));
    if (found.ok() && !found.text().isBlank()) {
      head = Optional.of(base);
      notes.add(
          "the agent committed what Roundhouse had copied or linked into its worktree ("
              + String.join(", ", placed)
              + "), so its work lands as one commit without that; its own commits are kept");
    }
  }

  /**
   * Saves the committed work of a worktree of which git has no record any more, neither of its HEAD
   * nor of its log: the commits on top of {@code base} that nothing in the repository leads to.
   */
  HarvestedWork unrecorded(String problem, List<String> taken)
      throws IOException, InterruptedException {
    List<ObjectId> lost = history.keepStrays();
    HarvestedWork all = new HarvestedWork(base, Optional.empty(), lost, List.of(), problem, true);
    return withMessages(all, taken);
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
    refs.beginRound();
    try {
      HarvestedWork all = gathered(damage, round > 1);
      RunningPrunes pruning = repository.pruning();
      wasSeen |= !pruning.isNone();
      boolean isRead = !isUnread || (round >= PATIENCE && !wasSeen);
      if (pruning.hasEnded() && isRead && repository.isWhole(refs.kept(), base)) {
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
    if (round > 1 && head.isPresent() && !history.isWhole(head.get())) {
      head = Optional.empty();
    }
    return Optional.empty();
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
    ObjectId last = head.isPresent() ? head.get() : history.lastWhole();
    refs.keep("head", last);
    List<ObjectId> lost = history.keepLost(last);
    return new HarvestedWork(last, Optional.empty(), lost, List.of(), problem, unsaved);
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
    ObjectId commit = repository.objects().commit(tree, List.of(head), author, committer, message);
    refs.keep("dirty", commit);
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
    String text = "Ignored files that an attempt at " + issue + " left\n";
    refs.keep("excluded", objects.commit(hidden.tree(), List.of(parent), author, committer, text));
    String line =
        hidden.shown()
            + ": ignored only since info/exclude or core.excludesFile changed while an attempt"
            + " worked, so not part of the work, and kept at "
            + refs.name("excluded")
            + "; undo that change, or accept it by deleting "
            + repository.stateDir().resolve("excludes");
    HarvestedWork described = all.withNotice(line);
    return objects.treeOf(base).equals(objects.treeOf(parent)) && all.problem() == null
        ? described.withProblem("the agent changed nothing but what is ignored; " + line)
        : described;
  }

  /** Sets aside everything unsaved; no ref of an earlier round stays. */
  private HarvestedWork settled(HarvestedWork all, List<String> taken, boolean isWorktree)
      throws IOException, InterruptedException {
    refs.dropEarlierRounds();
    HarvestedWork settled = all;
    if (all.quarantined()) {
      Path aside = remains.quarantine();
      settled =
          isUnread ? all.withProblem(all.problem() + "; its files are kept in " + aside) : all;
    }
    if (!isWorktree) {
      remains.forget();
    } else if (!history.losses().isEmpty()) {
      history.repair(all.head());
    }
    return withMessages(settled, taken);
  }

  /** Sets the worktree aside because it cannot be saved completely; no broken ref stays. */
  private HarvestedWork putAside(List<String> taken) throws IOException, InterruptedException {
    ObjectId last = history.lastWhole();
    refs.beginRound();
    refs.keep("head", last);
    List<ObjectId> lost = history.keepReadable(last);
    refs.dropEarlierRounds();
    String problem =
        "git deleted what was being saved again and again ('git gc --prune=now' or 'git prune' in"
            + " a loop); the files are kept in "
            + remains.quarantine();
    history.repair(last);
    return withMessages(
        new HarvestedWork(last, Optional.empty(), lost, List.of(), problem, true), taken);
  }

  private HarvestedWork withMessages(HarvestedWork all, List<String> taken) {
    HarvestedWork described = all;
    for (String each : taken) {
      described = described.withNotice(each);
    }
    for (String each : history.losses()) {
      described = described.withNotice(each);
    }
    for (String each : notes) {
      described = described.withNotice(each);
    }
    return described;
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
