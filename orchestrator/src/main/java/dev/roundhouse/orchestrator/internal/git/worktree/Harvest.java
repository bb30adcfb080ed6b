package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.SharedConfig;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Saves everything an attempt left in its worktree in refs: committed work, uncommitted work, and
 * discarded commits. Ignored files are not saved, except those that are ignored only since the
 * ignore rules of all worktrees were changed during an attempt. Nothing in the worktree changes; a
 * worktree that cannot be saved is set aside with its whole directory. Work reported as saved is
 * complete, even if other processes delete objects.
 *
 * <p>Safe for use by any number of threads, each worktree by one at a time.
 */
public final class Harvest {
  private static final int TRIES = 3;

  private final Repository repository;
  private final Function<IssueId, Optional<String>> titles;

  /** Creates a harvest into {@code repository}, which knows no titles of issues. */
  public Harvest(Repository repository) {
    this(repository, issue -> Optional.empty());
  }

  /**
   * Creates a harvest into {@code repository}. A commit of uncommitted work has the title of its
   * issue, as its subject becomes part of the target's history.
   */
  public Harvest(Repository repository, Function<IssueId, Optional<String>> titles) {
    this.repository = repository;
    this.titles = titles;
  }

  /**
   * Saves the work in {@code slot} to {@code refs/roundhouse/work/<issue>/<number>/…}; durable when
   * it returns. Nothing may write to the worktree meanwhile.
   *
   * @param base the commit the attempt began at
   * @param when the date of the commit of uncommitted work
   * @throws IOException if git or the file system failed; calling again is harmless
   */
  public HarvestedWork of(Worktree slot, ObjectId base, IssueId issue, int number, Instant when)
      throws IOException, InterruptedException {
    SlotHarvest.Origin origin =
        new SlotHarvest.Origin(issue, titles.apply(issue).orElse(""), number, when);
    String aside = "kept-" + issue.key() + "-" + number;
    List<String> taken =
        new SharedRefsBackup(repository, slot).keep(origin.refs(), issue.key() + "/" + number);
    for (int i = 1; i < TRIES; i++) {
      try {
        return once(slot, base, origin, aside, taken);
      } catch (IOException failed) {
        if (isThere(slot)) {
          throw failed;
        } // the worktree was removed meanwhile; its remains are handled below
      }
    }
    return once(slot, base, origin, aside, taken);
  }

  private static boolean isThere(Worktree slot) {
    return Files.exists(slot.gitDir().resolve("HEAD")) && Files.isDirectory(slot.path());
  }

  private HarvestedWork once(
      Worktree slot, ObjectId base, SlotHarvest.Origin origin, String aside, List<String> taken)
      throws IOException, InterruptedException {
    SlotInspection remains = new SlotInspection(repository, slot, aside);
    String broken = remains.repair();
    SlotHarvest harvest = new SlotHarvest(repository, slot, base, remains, origin);
    if (broken != null && !Files.exists(slot.gitDir().resolve("HEAD"))) {
      remains.quarantine();
      return harvest.unrecorded(broken, taken);
    }
    return harvest.save(taken, broken);
  }

  /**
   * Records the things {@code slot} shares with the user, before an agent begins there.
   *
   * @throws IOException if they cannot be recorded
   */
  public void begin(Worktree slot) throws IOException, InterruptedException {
    new SharedRefsBackup(repository, slot).note();
  }

  /**
   * Records the ignore rules and the configuration of all worktrees as the user's own, unless an
   * attempt left them like that. For the beginning of a run, before any attempt.
   *
   * @throws IOException if they cannot be recorded
   */
  public void beginAll() throws IOException, InterruptedException {
    new SharedConfig(repository.commonDir()).remember();
    new Excludes(repository).note();
  }
}
