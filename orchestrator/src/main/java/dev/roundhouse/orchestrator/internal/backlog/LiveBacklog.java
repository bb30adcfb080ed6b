package dev.roundhouse.orchestrator.internal.backlog;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.EffectiveIssues;
import dev.roundhouse.orchestrator.schedule.Scheduler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The backlog as a run knows it at this moment. A new state is adopted completely or not at all, by
 * one thread; queries are safe for any number of threads.
 */
public final class LiveBacklog {
  private final Ledger ledger;
  private volatile Known known;
  private volatile Optional<Map<IssueId, Issue>> unclear = Optional.empty();

  /** Creates the backlog found before the run. */
  public LiveBacklog(SelectedBacklog selected, Scheduler scheduler, Ledger ledger) {
    this.ledger = ledger;
    this.known = Known.of(selected, scheduler);
  }

  /** Creates the backlog of {@code reading}, with the issues that {@code options} select. */
  public static LiveBacklog of(BacklogReading reading, RunOptions options, Ledger ledger)
      throws IOException {
    SelectedBacklog selected = new SelectedBacklog(reading, options, Set.of(), options);
    LedgerView view = ledger.view();
    Scheduler scheduler =
        Scheduler.of(reading.issues(), options.selection(), options.order(), view);
    return new LiveBacklog(selected, scheduler, ledger);
  }

  /** Returns the current version of the issue with that id. */
  public Optional<Issue> find(IssueId id) throws IOException {
    LedgerView view = ledger.view();
    Issue filed = known.issues().get(id);
    return filed == null
        ? view.issue(id).flatMap(IssueRecord::enrolled)
        : Optional.of(EffectiveIssues.wanted(filed, view));
  }

  /**
   * Returns the issue with that id if it is to be worked on and landed. The last reading counts for
   * this even if it was too ambiguous to be adopted.
   */
  public Optional<Issue> wanted(IssueId id) throws IOException {
    boolean filed = known.issues().containsKey(id);
    Optional<Map<IssueId, Issue>> seen = unclear;
    boolean calledOff =
        filed
            && seen.isPresent()
            && Optional.ofNullable(seen.get().get(id))
                .filter(each -> each.status().isWorkable())
                .isEmpty();
    return calledOff ? Optional.empty() : find(id).filter(issue -> issue.status().isWorkable());
  }

  /** Tells whether {@code path} is the file of an issue. */
  public boolean isIssueFile(String path) {
    return known.files().contains(path);
  }

  public SelectedBacklog selected() {
    return known.selected();
  }

  /** Returns the errors because of which an issue that would be worked may not have been read. */
  public List<Finding> unread() {
    if (!selection().isOpen()) {
      return List.of();
    }
    return known.selected().reading().findings().stream()
        .filter(each -> each.severity() == Finding.Severity.ERROR && each.issues().isEmpty())
        .toList();
  }

  public Scheduler scheduler() {
    return known.scheduler();
  }

  public Selection selection() {
    return known.selected().options().selection();
  }

  /**
   * Adopts a reading.
   *
   * @return the difference from the backlog known before
   * @throws RefusedException if a run would not begin with it; the known backlog stays in force
   */
  public BacklogDiff take(BacklogReading reading) throws IOException, RefusedException {
    unclear = Optional.of(Map.copyOf(EffectiveIssues.filed(reading.issues())));
    BacklogDiff shift = takeClear(reading);
    unclear = Optional.empty();
    return shift;
  }

  private BacklogDiff takeClear(BacklogReading reading) throws IOException, RefusedException {
    LedgerView view = ledger.view();
    Known before = known;
    if (reading.issues().isEmpty() && !before.issues().isEmpty()) {
      throw RefusedException.input(
          "every issue file is gone", "restore them, or 'roundhouse cancel' the issues");
    }
    SelectedBacklog selected = SelectedBacklog.of(reading, view, before.selected().asked());
    Map<IssueId, Issue> issues = EffectiveIssues.filed(selected.reading().issues());
    BacklogDiff shift = BacklogDiff.between(before.issues(), issues, view);
    boolean samePlan = shift.keepsShape() && selection().equals(selected.options().selection());
    Scheduler scheduler =
        before
            .scheduler()
            .with(selected.reading().issues(), selected.options().selection(), samePlan);
    BacklogReader.refuseAmbiguity(selected.reading(), scheduler, selected.options());
    known = Known.of(selected, scheduler);
    return samePlan ? shift : shift.withoutShape();
  }

  /** The whole known state. Immutable. */
  private record Known(
      SelectedBacklog selected,
      Scheduler scheduler,
      Map<IssueId, Issue> issues,
      Set<String> files) {
    static Known of(SelectedBacklog selected, Scheduler scheduler) {
      Map<IssueId, Issue> issues = Map.copyOf(EffectiveIssues.filed(selected.reading().issues()));
      Set<String> files =
          issues.values().stream()
              .flatMap(each -> each.file().stream())
              .collect(Collectors.toUnmodifiableSet());
      return new Known(selected, scheduler, issues, files);
    }
  }
}
