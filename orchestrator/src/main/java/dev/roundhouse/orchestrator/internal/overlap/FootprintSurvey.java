package dev.roundhouse.orchestrator.internal.overlap;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptWork;
import dev.roundhouse.core.ledger.Claim;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.internal.git.worktree.ChangedFiles;
import dev.roundhouse.orchestrator.internal.git.worktree.WorktreePool;
import dev.roundhouse.orchestrator.options.OverlapMode;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.schedule.Collision;
import dev.roundhouse.orchestrator.schedule.Footprint;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.OverlapGuard;
import dev.roundhouse.orchestrator.schedule.Plan;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Surveys the files that issues change, from outside a run at one moment: those known in advance,
 * and those changed so far by attempts under way. Writes nothing and takes no lock. For one thread.
 */
public final class FootprintSurvey {
  private final Repository repository;
  private final RunOptions options;
  private final Plan plan;
  private final ChangedFiles changed;
  private final FootprintReader.Tip tip;
  private final FootprintReader footprints;
  private Optional<ObjectId> seen = Optional.empty(); // the tip at first use
  private boolean asked;

  public FootprintSurvey(Repository repository, RunOptions options, Plan plan) {
    this.repository = repository;
    this.options = options;
    this.plan = plan;
    this.changed = new ChangedFiles(repository);
    this.tip = this::tip;
    Set<String> files =
        plan.standings().stream()
            .flatMap(each -> each.issue().file().stream())
            .collect(Collectors.toUnmodifiableSet());
    this.footprints = new FootprintReader(repository, tip, files::contains);
  }

  private Optional<ObjectId> tip() throws IOException {
    if (!asked) {
      seen = find();
      asked = true;
    }
    return seen;
  }

  private Optional<ObjectId> find() throws IOException {
    Optional<String> branch =
        options.target().isPresent() ? options.target() : repository.currentBranch();
    if (branch.isEmpty()) {
      return Optional.empty();
    }
    Optional<ObjectId> landed = repository.refs().commit("refs/roundhouse/tip/" + branch.get());
    return landed.isPresent() ? landed : repository.refs().commit("refs/heads/" + branch.get());
  }

  private boolean isOff() {
    return options.order().overlap() == OverlapMode.OFF;
  }

  /** Returns the footprint of each selected issue that is not done; empty if overlaps are off. */
  public Map<IssueId, Footprint> all() throws IOException, InterruptedException {
    Map<IssueId, Footprint> all = new HashMap<>();
    for (IssueStanding each : plan.standings()) {
      if (!isOff() && each.selected() && each.readiness() != Readiness.SETTLED) {
        all.put(each.issue().id(), of(each));
      }
    }
    return all;
  }

  /** Returns the issues under way that {@code issue} collides with; by id. */
  public List<Collision> collisions(IssueStanding issue) throws IOException, InterruptedException {
    if (isOff()) {
      return List.of();
    }
    OverlapGuard guard = new OverlapGuard();
    for (IssueStanding each : plan.standings()) {
      if (each.readiness() == Readiness.ACTIVE) {
        guard.start(each.issue().id(), of(each));
      }
    }
    return guard.collisions(issue.issue().id(), of(issue));
  }

  private Footprint of(IssueStanding standing) throws IOException, InterruptedException {
    boolean active = standing.readiness() == Readiness.ACTIVE;
    int before = Math.max(0, standing.attempts() - (active ? 1 : 0));
    Footprint known = footprints.of(standing.issue(), before);
    return active && standing.record().isPresent()
        ? underWay(standing.record().get(), known)
        : known;
  }

  private Footprint underWay(IssueRecord record, Footprint known)
      throws IOException, InterruptedException {
    AttemptWork work = record.work();
    Claim claim = record.claim();
    String head = work == null ? null : work.head();
    Optional<ObjectId> now = tip.now();
    if (head != null && now.isPresent()) {
      return footprints.ofFiles(changed.of(ObjectId.fromString(head), now.get()));
    }
    String base = work == null ? null : work.base();
    if (claim == null || base == null || head != null) {
      return known;
    }
    Optional<Worktree> slot =
        new WorktreePool(repository, options.worktrees().orElseGet(repository::defaultWorktreeRoot))
            .find(claim.slot());
    return slot.isPresent()
        ? known.and(footprints.ofFiles(changed.in(slot.get(), ObjectId.fromString(base)).paths()))
        : known;
  }
}
