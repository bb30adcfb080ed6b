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
 * The direct and indirect children of one process, as far as they were seen while their parent
 * still ran: a process seen once is known for as long as it runs, wherever it moves and whatever it
 * clears. Safe for use by any number of threads.
 */
final class Descendants {
  private final Host host;
  private final ProcessEntry first;

  @GuardedBy("this")
  private final Set<ProcessEntry> known = new HashSet<>();

  /** Creates the descendants of {@code first}, of which only itself is known yet. */
  Descendants(Host host, ProcessEntry first) {
    this.host = host;
    this.first = first;
  }

  /**
   * Finds those of the processes in {@code all} that belong to it, and forgets those that are gone.
   *
   * @return true if any are left
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

  /**
   * Tells whether it is a child; a parent's number may have been reused since it was read, but not
   * while it runs.
   */
  private boolean isChild(ProcessEntry child, ProcessEntry parent) {
    return isKnown(child) || host.entry(parent.pid()).filter(parent::isSame).isPresent();
  }

  /** Tells whether that process was seen to belong to it. */
  synchronized boolean isKnown(ProcessEntry process) {
    return process.isSame(first) || known.contains(identity(process));
  }

  /** Returns the entry reduced to the fields that stay the same while the process runs. */
  private static ProcessEntry identity(ProcessEntry process) {
    return new ProcessEntry(process.pid(), 0, 0, process.start());
  }
}
