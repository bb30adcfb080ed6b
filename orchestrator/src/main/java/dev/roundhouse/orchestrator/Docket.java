package dev.roundhouse.orchestrator;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunOptions;
import dev.roundhouse.orchestrator.schedule.Scheduler;
import dev.roundhouse.orchestrator.schedule.Wanted;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The backlog as a run knows it at this moment. It is taken over whole or not at all, by one
 * thread; asking it is safe for any number of threads.
 */
final class Docket {
  private final Ledger ledger;
  private volatile Known known;
  private volatile Optional<Map<IssueId, Issue>> unclear = Optional.empty();

  /** One that knows what was found before the run. */
  Docket(Meant meant, Scheduler scheduler, Ledger ledger) {
    this.ledger = ledger;
    this.known = Known.of(meant, scheduler);
  }

  /** One that knows {@code reading}, of which all is meant that {@code options} select. */
  static Docket of(BacklogReading reading, RunOptions options, Ledger ledger) throws IOException {
    Meant meant = new Meant(reading, options, Set.of(), options);
    LedgerView view = ledger.view();
    Scheduler scheduler =
        Scheduler.of(reading.issues(), options.selection(), options.order(), view);
    return new Docket(meant, scheduler, ledger);
  }

  /** The issue of that id as it is wanted now. */
  Optional<Issue> find(IssueId id) throws IOException {
    LedgerView view = ledger.view();
    Issue filed = known.issues().get(id);
    return filed == null
        ? view.issue(id).flatMap(IssueRecord::enrolled)
        : Optional.of(Wanted.wanted(filed, view));
  }

  /**
   * The issue of that id, if it is to be worked and landed. What was read last has a say in that
   * even where it is too unclear to be taken over.
   */
  Optional<Issue> wanted(IssueId id) throws IOException {
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

  /** Whether {@code path} is the file of an issue. */
  boolean isIssueFile(String path) {
    return known.files().contains(path);
  }

  Meant meant() {
    return known.meant();
  }

  Scheduler scheduler() {
    return known.scheduler();
  }

  Selection selection() {
    return known.meant().options().selection();
  }

  /**
   * Takes over what was read.
   *
   * @return how it differs from what was known
   * @throws RefusedException if a run would not begin with it; what was known stays known
   */
  BacklogShift take(BacklogReading reading) throws IOException, RefusedException {
    unclear = Optional.of(Map.copyOf(Wanted.filed(reading.issues())));
    BacklogShift shift = takeClear(reading);
    unclear = Optional.empty();
    return shift;
  }

  private BacklogShift takeClear(BacklogReading reading) throws IOException, RefusedException {
    LedgerView view = ledger.view();
    Known before = known;
    if (reading.issues().isEmpty() && !before.issues().isEmpty()) {
      throw RefusedException.input(
          "every issue file is gone", "put them back, or 'roundhouse cancel' what is not wanted");
    }
    Meant meant = Meant.of(reading, view, before.meant().asked());
    Map<IssueId, Issue> issues = Wanted.filed(meant.reading().issues());
    BacklogShift shift = BacklogShift.between(before.issues(), issues, view);
    boolean samePlan = shift.keepsShape() && selection().equals(meant.options().selection());
    Scheduler scheduler =
        before.scheduler().with(meant.reading().issues(), meant.options().selection(), samePlan);
    BacklogReader.refuseAmbiguity(meant.reading(), scheduler, meant.options());
    known = Known.of(meant, scheduler);
    return samePlan ? shift : shift.withoutShape();
  }

  /** All that is known together. Immutable. */
  private record Known(
      Meant meant, Scheduler scheduler, Map<IssueId, Issue> issues, Set<String> files) {
    static Known of(Meant meant, Scheduler scheduler) {
      Map<IssueId, Issue> issues = Map.copyOf(Wanted.filed(meant.reading().issues()));
      Set<String> files =
          issues.values().stream().map(Issue::path).collect(Collectors.toUnmodifiableSet());
      return new Known(meant, scheduler, issues, files);
    }
  }
}
