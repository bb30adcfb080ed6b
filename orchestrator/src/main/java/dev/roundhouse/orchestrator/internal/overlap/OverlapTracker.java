package dev.roundhouse.orchestrator.internal.overlap;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.worktree.ChangedFiles;
import dev.roundhouse.orchestrator.options.OverlapMode;
import dev.roundhouse.orchestrator.schedule.Collision;
import dev.roundhouse.orchestrator.schedule.Footprint;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.OverlapGuard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Tracks which issues of a run change the same files, from the moment one starts until it has
 * landed or been sent back, and handles overlaps as the options require. For the dispatcher's
 * thread, except for {@link #rivals}.
 */
public final class OverlapTracker implements AutoCloseable {
  private final RunContext context;
  private final OverlapMode mode;
  private final FootprintReader footprints;
  private final ChangedFiles changed;
  private final ConflictCounts rivals = new ConflictCounts();
  private final OverlapWatcher watch;
  private final OverlapGuard guard = new OverlapGuard();
  private final Map<IssueId, Footprint> running = new HashMap<>(); // as known when they started
  private final Map<IssueId, ObservedChanges> finished = new HashMap<>();
  private final OverlapNotices waiting;
  private final OverlapNotices beside;

  public OverlapTracker(RunContext context, Predicate<String> isIssueFile) {
    this.context = context;
    this.mode = context.options().order().overlap();
    this.footprints =
        new FootprintReader(
            context.repository(), () -> Optional.of(context.target().tip()), isIssueFile);
    this.changed = new ChangedFiles(context.repository());
    this.watch = new OverlapWatcher(context, rivals);
    this.waiting =
        new OverlapNotices(
            context.publisher()::note,
            "and more wait for files of other issues; 'roundhouse why ISSUE' shows which");
    this.beside =
        new OverlapNotices(
            context.publisher()::warn,
            "and more change files of other issues; 'roundhouse why ISSUE' shows which");
  }

  private boolean isOff() {
    return mode == OverlapMode.OFF;
  }

  /** Begins a pass over the ready issues in order, with the changes observed since. */
  public void look(LedgerView view) {
    guard.look();
    for (Optional<ObservedChanges> seen = watch.news(); seen.isPresent(); seen = watch.news()) {
      take(seen.get(), view);
    }
  }

  private void take(ObservedChanges seen, LedgerView view) {
    Footprint known = running.get(seen.issue());
    if (known != null && isAt(seen, view)) {
      guard.hold(seen.issue(), known.and(footprints.ofFiles(seen.paths())));
    }
  }

  private static boolean isAt(ObservedChanges seen, LedgerView view) {
    return view.issue(seen.issue())
        .flatMap(record -> Optional.ofNullable(record.claim()))
        .filter(claim -> claim.attempt().equals(seen.attempt()))
        .isPresent();
  }

  /** Tells whether {@code next}, the next in order, must wait because of the files it changes. */
  public boolean defers(IssueStanding next) throws IOException {
    if (mode != OverlapMode.DEFER) {
      return false;
    }
    Optional<Collision> obstacle = guard.obstacle(next.issue().id(), footprint(next));
    IssueId id = next.issue().id();
    obstacle.ifPresent(each -> waiting.notice(id, id + " waits: it " + each.why()));
    return obstacle.isPresent();
  }

  private Footprint footprint(IssueStanding next) throws IOException {
    return footprints.of(next.issue(), next.attempts());
  }

  /** Notes that {@code standing} is now under way. */
  public void started(IssueStanding standing) throws IOException {
    if (isOff()) {
      return;
    }
    IssueId id = standing.issue().id();
    Footprint footprint = footprint(standing);
    if (mode == OverlapMode.WARN) {
      guard.collisions(id, footprint).forEach(each -> beside.notice(id, id + " " + each.why()));
    }
    running.put(id, footprint);
    guard.start(id, footprint);
  }

  /** Notes that {@code work} waits to land, so that its changes are known exactly. */
  public void finished(FinishedWork work) throws IOException {
    if (isOff()) {
      return;
    }
    ObjectId tip = context.target().tip();
    Set<String> paths = changed.of(work.head(), tip);
    IssueId id = work.issue().id();
    running.remove(id);
    guard.hold(id, footprints.ofFiles(paths));
    finished.put(
        id, new ObservedChanges(id, work.attempt(), work.number(), tip, work.head(), paths, true));
  }

  /** Notes that {@code issue} is neither under way nor waiting to land any more. */
  public void over(IssueId issue) {
    running.remove(issue);
    finished.remove(issue);
    guard.release(issue);
  }

  /** Returns a number that grows whenever files may have become free. */
  public long releases() {
    return guard.releases();
  }

  /** Lets time pass: looks at current changes, if a look is due. */
  public void tick() throws IOException {
    boolean nobody = running.isEmpty() && finished.size() < 2;
    if (isOff() || nobody || !watch.isDue()) {
      return;
    }
    LedgerView view = context.ledger().view();
    List<OverlapWatcher.Running> worked =
        running.keySet().stream().flatMap(id -> worked(id, view).stream()).toList();
    watch.look(worked, new ArrayList<>(finished.values()));
  }

  private static Optional<OverlapWatcher.Running> worked(IssueId id, LedgerView view) {
    return view.issue(id)
        .filter(record -> record.status() == LifecycleStatus.WORKING)
        .flatMap(
            record -> {
              Claim claim = record.claim();
              AttemptWork work = record.work();
              String base = work == null ? null : work.base();
              return claim == null || base == null
                  ? Optional.empty()
                  : Optional.of(
                      new OverlapWatcher.Running(
                          id,
                          claim.attempt(),
                          record.attempts(),
                          claim.slot(),
                          ObjectId.fromString(base)));
            });
  }

  /**
   * Returns the number of others {@code issue} is known to conflict with. Safe for use by any
   * thread.
   */
  public int rivals(IssueId issue) {
    return rivals.of(issue);
  }

  @Override
  public void close() {
    watch.close();
  }
}
