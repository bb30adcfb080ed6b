package dev.roundhouse.orchestrator.internal.gc;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.internal.git.WorkRefs;
import dev.roundhouse.orchestrator.options.DiskOptions.Retention;
import dev.roundhouse.orchestrator.run.KeptWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Decides which finished work may be deleted: only work that has landed or was released, and never
 * that of an unfinished attempt. Pure.
 *
 * @param view the state of the ledger
 * @param retention the retention periods
 * @param now the time
 */
public record RetentionPolicy(LedgerView view, Retention retention, Instant now) {
  private static final Set<String> OF_A_LANDING = Set.of("head", "dirty", "candidate");

  /**
   * Returns the refs that may be deleted, and their commits.
   *
   * @param landed the refs whose commits are part of what has landed
   * @param attempts the ids of the attempts named in the history of landed work
   */
  Map<String, String> work(List<KeptWork> kept, Set<String> landed, Set<String> attempts) {
    Set<KeptWork> old = new HashSet<>(old(kept));
    Map<String, String> refs = new TreeMap<>();
    for (KeptWork each : kept) {
      if (isActive(each)) {
        continue;
      }
      if (each.released()) {
        refs.putAll(WorkRefs.refs(each, each.pieces().keySet()));
      } else if (old.contains(each)) {
        refs.putAll(WorkRefs.refs(each, safe(each, landed, attempts)));
      }
    }
    return refs;
  }

  /** Returns those of the refs of looks whose issues are done, and their commits. */
  Map<String, String> looks(Map<String, ObjectId> seen) {
    Set<String> open = new HashSet<>();
    view.issues().stream()
        .filter(each -> !each.status().isFinished())
        .forEach(each -> open.add(WorkRefs.SEEN + each.id().key()));
    Map<String, String> refs = new TreeMap<>();
    seen.forEach(
        (ref, at) -> {
          if (!open.contains(ref)) {
            refs.put(ref, at.name());
          }
        });
    return refs;
  }

  /** Returns the kept work that is neither among the newest nor young. */
  private List<KeptWork> old(List<KeptWork> kept) {
    Comparator<KeptWork> byAge = Comparator.comparing(this::over);
    return kept.stream()
        .sorted(byAge.reversed())
        .skip(retention.keep())
        .filter(each -> isOld(over(each)))
        .toList();
  }

  private boolean isOld(Instant over) {
    return !over.isAfter(now.minus(retention.age()));
  }

  /**
   * Returns the pieces that are safe elsewhere: those in the history, and those a landing was made
   * of.
   */
  private Set<String> safe(KeptWork work, Set<String> landed, Set<String> attempts) {
    Set<String> pieces = new HashSet<>();
    boolean hasLanded =
        attempt(work)
            .filter(each -> each.outcome().equals(LifecycleStatus.LANDED.word()))
            .filter(each -> attempts.contains(each.attempt().value()))
            .isPresent();
    for (String piece : work.pieces().keySet()) {
      boolean made = hasLanded && OF_A_LANDING.contains(piece);
      if (made || landed.contains(work.ref(piece))) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  /** Returns the time the attempt ended, or now if the ledger does not know it. */
  private Instant over(KeptWork work) {
    return attempt(work).flatMap(each -> Optional.ofNullable(each.endedAt())).orElse(now);
  }

  private Optional<AttemptSummary> attempt(KeptWork work) {
    return record(work).map(IssueRecord::history).stream()
        .flatMap(Collection::stream)
        .filter(each -> each.number() == work.number())
        .findFirst();
  }

  private Optional<IssueRecord> record(KeptWork work) {
    return IssueId.parse(work.issue()).flatMap(view::issue);
  }

  /**
   * Tells whether the attempt holds its issue's claim, because it is under way or its work is still
   * to land.
   */
  public boolean isActive(KeptWork work) {
    return record(work)
        .filter(each -> each.claim() != null && each.attempts() == work.number())
        .isPresent();
  }

  /** Returns the slots that unfinished attempts use. */
  Set<String> slotsInUse() {
    Set<String> slots = new HashSet<>();
    claims().forEach(claim -> slots.add(claim.slot()));
    return slots;
  }

  private Stream<Claim> claims() {
    return view.issues().stream().flatMap(each -> Stream.ofNullable(each.claim()));
  }

  /** Returns those of the runs with logs whose logs may be deleted. */
  List<String> runs(Collection<String> logged) {
    Set<String> needed = new HashSet<>();
    claims().forEach(claim -> needed.add(claim.run().value()));
    List<RunRecord> ended = new ArrayList<>();
    for (RunRecord run : view.runs()) {
      if (run.endedAt() != null && logged.contains(run.id().value())) {
        ended.add(run);
      }
    }
    ended.sort(Comparator.comparing(RunRecord::startedAt).reversed());
    return ended.stream()
        .skip(retention.keep())
        .filter(run -> run.endedAt() != null && isOld(run.endedAt()))
        .map(run -> run.id().value())
        .filter(id -> !needed.contains(id))
        .sorted()
        .toList();
  }
}
