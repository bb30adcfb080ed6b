package dev.roundhouse.contracts;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.backlog.LandingReceiver;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A tracker that knows issues which are open and issues which are gone, and nothing of what waits
 * for what. Its version is a time in whole seconds, and it has advice of its own.
 */
class BacklogInTrackerTest extends BacklogContract {
  private final Tracker tracker = new Tracker();

  /** The tracker and the view of it. */
  private static final class Tracker implements Backlog {
    private final Map<String, Issue> open = new ConcurrentSkipListMap<>();
    private volatile long changedAt;

    @Override
    public BacklogReading read() {
      List<Issue> issues = List.copyOf(open.values());
      return new BacklogReading(
          issues,
          issues.stream()
              .limit(1)
              .map(each -> Finding.warning(each.locator(), 0, "it has no milestone", "choose one"))
              .toList());
    }

    @Override
    public Object version() {
      return changedAt;
    }

    @Override
    public Optional<LandingReceiver> landingReceiver() {
      return Optional.of((issue, landing) -> open.remove(issue.id().value()));
    }

    void add(List<Issue> more) {
      more.forEach(
          each ->
              open.put(
                  each.id().value(),
                  each.toBuilder().locator("https://tracker.example/" + each.id()).build()));
      changedAt = Instant.now().getEpochSecond();
    }
  }

  @Override
  protected Backlog backlog() {
    return tracker;
  }

  @Override
  protected void put(List<Issue> issues) {
    tracker.add(issues);
  }

  @Override
  protected boolean knows(IssueStatus status) {
    return status == IssueStatus.OPEN;
  }

  @Override
  protected boolean hasDependencies() {
    return false;
  }
}
