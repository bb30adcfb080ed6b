package dev.roundhouse.orchestrator.internal.resource;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.options.ResourceOptions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The run's resources held by the issues under way. Nothing waits here: an issue that cannot have
 * all it needs is not started. Safe for use by any number of threads.
 */
public final class IssueLeases {
  private final Resources resources;
  private final ResourceOptions options;
  private final Map<IssueId, Resources.Lease> held = new ConcurrentHashMap<>();

  public IssueLeases(Resources resources, ResourceOptions options) {
    this.resources = resources;
    this.options = options;
  }

  /**
   * Takes all resources that {@code issue} needs; returns false, with nothing taken, if one is not
   * available now.
   */
  public boolean take(Issue issue) {
    Optional<Resources.Lease> lease = resources.tryLease(options.neededBy(issue));
    lease.ifPresent(each -> held.put(issue.id(), each));
    return lease.isPresent();
  }

  /** Releases the resources that {@code issue} holds, if any. */
  public void release(IssueId issue) {
    Resources.Lease lease = held.remove(issue);
    if (lease != null) {
      lease.close();
    }
  }

  /** Returns how often a worker or a gate has released something. */
  public long returns() {
    return resources.returns();
  }
}
