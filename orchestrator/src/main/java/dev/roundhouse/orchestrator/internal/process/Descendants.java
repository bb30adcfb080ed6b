package dev.roundhouse.orchestrator.internal.process;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * What one process has started, and what that has, as far as it was seen while the parent still
 * ran: who was seen once is known for as long as it runs, wherever it goes and whatever it clears
 * away. Safe for use by any number of threads.
 */
final class Descendants {
  private final Host host;
  private final ProcessEntry first;

  @GuardedBy("this")
  private final Set<ProcessEntry> known = new HashSet<>();

  /** The kin of {@code first}, of which nobody but itself is known yet. */
  Descendants(Host host, ProcessEntry first) {
    this.host = host;
    this.first = first;
  }

  /**
   * Looks who belongs to it among all there are, and forgets who is gone.
   *
   * @return whether anybody is left
   */
  synchronized boolean look(Collection<ProcessEntry> all) {
    ImmutableListMultimap<Long, ProcessEntry> children = Multimaps.index(all, ProcessEntry::parent);
    Set<ProcessEntry> seen = new HashSet<>();
    Deque<ProcessEntry> open = new ArrayDeque<>();
    all.stream().filter(this::isKnown).forEach(open::add);
    while (!open.isEmpty()) {
      ProcessEntry next = open.remove();
      if (seen.add(next)) {
        children.get(next.pid()).stream().filter(each -> isChild(each, next)).forEach(open::add);
      }
    }
    known.clear();
    seen.forEach(each -> known.add(identity(each)));
    return !known.isEmpty();
  }

  /** A parent's number may have been taken by another since it was read; not while it runs. */
  private boolean isChild(ProcessEntry child, ProcessEntry parent) {
    return isKnown(child) || host.entry(parent.pid()).filter(parent::isSame).isPresent();
  }

  /** Whether that process was seen to belong to it. */
  synchronized boolean isKnown(ProcessEntry process) {
    return process.isSame(first) || known.contains(identity(process));
  }

  /** What stays the same while it runs. */
  private static ProcessEntry identity(ProcessEntry process) {
    return new ProcessEntry(process.pid(), 0, 0, process.start());
  }
}
