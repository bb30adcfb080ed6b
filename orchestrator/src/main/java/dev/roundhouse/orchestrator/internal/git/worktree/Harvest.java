package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.SharedConfig;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Saves everything an attempt left in its worktree into refs: what was committed, what was not, and
 * commits that were thrown away. Ignored files are not saved, but for those that are ignored only
 * since somebody changed, during an attempt, what all worktrees ignore. Nothing in the worktree
 * changes; what cannot be saved is put aside with its whole directory. What is told to be saved is
 * whole, whoever deletes objects beside it.
 *
 * <p>Safe for use by any number of threads, each worktree by one at a time.
 */
public final class Harvest {
  private static final int TRIES = 3;

  private final Repository repository;

  /** Saves into {@code repository}. */
  public Harvest(Repository repository) {
    this.repository = repository;
  }

  /**
   * Saves what {@code slot} holds to {@code refs/roundhouse/work/<issue>/<number>/…}; durable when
   * it returns. Nothing may write to the worktree meanwhile.
   *
   * @param base the commit the attempt began at
   * @param when the date of the commit of what was not committed
   * @throws IOException if git or the file system failed; calling again is harmless
   */
  public Harvested of(Worktree slot, ObjectId base, IssueId issue, int number, Instant when)
      throws IOException, InterruptedException {
    SlotHarvest.Origin origin = new SlotHarvest.Origin(issue, number, when);
    String aside = "kept-" + issue.key() + "-" + number;
    List<String> taken =
        new SharedRefsBackup(repository, slot).keep(origin.refs(), issue.key() + "/" + number);
    for (int i = 1; i < TRIES; i++) {
      try {
        return once(slot, base, origin, aside, taken);
      } catch (IOException failed) {
        if (isThere(slot)) {
          throw failed;
        } // somebody took it away meanwhile; what is left of it is another matter
      }
    }
    return once(slot, base, origin, aside, taken);
  }

  private static boolean isThere(Worktree slot) {
    return Files.exists(slot.gitDir().resolve("HEAD")) && Files.isDirectory(slot.path());
  }

  private Harvested once(
      Worktree slot, ObjectId base, SlotHarvest.Origin origin, String aside, List<String> taken)
      throws IOException, InterruptedException {
    SlotInspection remains = new SlotInspection(repository, slot, aside);
    String broken = remains.mend();
    SlotHarvest harvest = new SlotHarvest(repository, slot, base, remains, origin);
    if (broken != null && !Files.exists(slot.gitDir().resolve("HEAD"))) {
      remains.quarantine();
      return harvest.unrecorded(broken, taken);
    }
    return harvest.save(taken, broken);
  }

  /**
   * Notes what {@code slot} shares with the user, before an agent begins there.
   *
   * @throws IOException if it cannot be noted
   */
  public void begin(Worktree slot) throws IOException, InterruptedException {
    new SharedRefsBackup(repository, slot).note();
  }

  /**
   * Takes what git ignores in all worktrees, and the configuration they share, for the user's own,
   * unless an attempt left it so. For the beginning of a run, before any attempt.
   *
   * @throws IOException if it cannot be noted
   */
  public void beginAll() throws IOException, InterruptedException {
    new SharedConfig(repository.commonDir()).remember();
    new Excludes(repository).note();
  }
}
