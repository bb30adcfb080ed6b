package dev.roundhouse.orchestrator.internal.resource;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.options.ResourceOptions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the issues that are worked hold of the run's resources. Nobody waits here: an issue that
 * cannot have all it needs is not started. Safe for use by any number of threads.
 */
public final class IssueLeases {
  private final Resources resources;
  private final ResourceOptions options;
  private final Map<IssueId, Resources.Lease> held = new ConcurrentHashMap<>();

  public IssueLeases(Resources resources, ResourceOptions options) {
    this.resources = resources;
    this.options = options;
  }

  /** Takes all that {@code issue} needs; false, with nothing taken, if it is not to be had now. */
  public boolean take(Issue issue) {
    Optional<Resources.Lease> lease = resources.tryLease(options.neededBy(issue));
    lease.ifPresent(each -> held.put(issue.id(), each));
    return lease.isPresent();
  }

  /** Gives back what {@code issue} holds, if anything. */
  public void release(IssueId issue) {
    Resources.Lease lease = held.remove(issue);
    if (lease != null) {
      lease.close();
    }
  }

  /** How often something was given back, by a worker or a gate. */
  public long returns() {
    return resources.returns();
  }
}
