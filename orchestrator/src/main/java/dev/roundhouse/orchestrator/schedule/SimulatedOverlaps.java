package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.options.OverlapMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps apart, in a forecast, the issues that would be kept apart in a run. For one simulation. */
final class SimulatedOverlaps {
  private static final int FAR = 1_000;
  private static final int MOST = 10; // limit on the others shown as kept apart from an issue

  private final OverlapMode mode;
  private final Map<IssueId, Footprint> footprints;
  private final OverlapGuard guard = new OverlapGuard();
  private final List<Forecast.KeptApart> seen = new ArrayList<>();
  private final Map<IssueId, Set<IssueId>> others = new HashMap<>();
  private int passedOver;
  private @Nullable Collision last;
  private String lastWhy = "";

  SimulatedOverlaps(OverlapMode mode, Map<IssueId, Footprint> footprints) {
    this.mode = mode;
    this.footprints = footprints;
  }

  /** Starts a pass over the ready issues. */
  void look() {
    guard.look();
    passedOver = 0;
  }

  /**
   * Tells whether so many issues were passed over in one pass that a forecast need not be more
   * precise.
   */
  boolean isFar() {
    return passedOver >= FAR;
  }

  /** Returns the reason why {@code issue} must wait; empty if it need not. */
  Optional<String> defers(IssueId issue) {
    Footprint footprint = footprint(issue);
    if (mode != OverlapMode.DEFER || footprint.paths().isEmpty()) {
      return Optional.empty();
    }
    Optional<Collision> obstacle = guard.obstacle(issue, footprint);
    if (obstacle.isPresent()) {
      passedOver++;
      keep(issue, obstacle.get(), true);
    }
    return obstacle.map(this::why);
  }

  /**
   * Returns the text for {@code collision}; the texts are kept, because many issues wait for the
   * same one.
   */
  private String why(Collision collision) {
    if (!collision.equals(last)) {
      last = collision;
      lastWhy = collision.why();
    }
    return lastWhy;
  }

  void start(IssueId issue) {
    Footprint footprint = footprint(issue);
    guard.collisions(issue, footprint).forEach(each -> keep(issue, each, false));
    guard.start(issue, footprint);
  }

  void end(IssueId issue) {
    guard.release(issue);
  }

  private void keep(IssueId issue, Collision collision, boolean deferred) {
    Set<IssueId> reported = others.computeIfAbsent(issue, id -> new HashSet<>());
    if (reported.size() < MOST && reported.add(collision.with())) {
      seen.add(new Forecast.KeptApart(issue, collision, deferred));
    }
  }

  private Footprint footprint(IssueId issue) {
    return footprints.getOrDefault(issue, Footprint.NONE);
  }

  List<Forecast.KeptApart> seen() {
    return seen;
  }
}
