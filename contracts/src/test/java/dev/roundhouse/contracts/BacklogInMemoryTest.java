package dev.roundhouse.contracts;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.LandingReceiver;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Issues in a list, closed there once they have landed. */
class BacklogInMemoryTest extends BacklogContract {
  private final ListBacklog backlog = new ListBacklog();

  /** A list that is replaced as a whole. */
  private static final class ListBacklog implements Backlog {
    private volatile List<Issue> issues = List.of();

    @Override
    public BacklogReading read() {
      return new BacklogReading(issues, List.of());
    }

    @Override
    public Optional<LandingReceiver> landingReceiver() {
      return Optional.of((issue, landing) -> close(issue.id()));
    }

    private synchronized void close(IssueId id) {
      issues = issues.stream().map(each -> each.id().equals(id) ? done(each) : each).toList();
    }

    private static Issue done(Issue issue) {
      return issue.toBuilder().status(IssueStatus.DONE).build();
    }

    synchronized void add(List<Issue> more) {
      List<Issue> all = new ArrayList<>(issues);
      all.addAll(more);
      issues = List.copyOf(all);
    }
  }

  @Override
  protected Backlog backlog() {
    return backlog;
  }

  @Override
  protected void put(List<Issue> issues) {
    backlog.add(issues);
  }

  @Override
  protected boolean putDuplicate(IssueId of) {
    backlog.add(List.of(Issue.builder(of).locator("second " + of).build()));
    return true;
  }
}
