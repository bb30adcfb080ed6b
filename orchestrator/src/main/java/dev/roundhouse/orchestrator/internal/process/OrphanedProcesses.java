package dev.roundhouse.orchestrator.internal.process;

import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.ledger.LedgerView;
import dev.roundhouse.core.ledger.ProcessIdentity;
import dev.roundhouse.core.ledger.RunRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Handles processes that an earlier run stamped in the ledger. Immutable; safe for use by any
 * number of threads.
 */
public final class OrphanedProcesses {
  private final Host host;

  /** Finds and ends the processes of this host. */
  public OrphanedProcesses() {
    this(Host.here());
  }

  OrphanedProcesses(Host host) {
    this.host = host;
  }

  /** Returns the descendants of the process with {@code identity}. */
  static Descendants descendants(Host host, ProcessIdentity identity) {
    return new Descendants(
        host, new ProcessEntry(identity.pid(), 0, ProcessEntry.NO_SESSION, identity.startTicks()));
  }

  /**
   * Tells whether this host reports which processes carry a token. If it does not, descendants are
   * found only by their parents, while those run.
   */
  public boolean findsCarriers() {
    return host.marks();
  }

  /**
   * Returns this process's own identity.
   *
   * @param token the token in its children's environments
   * @throws IOException if the host does not report the running processes
   */
  public ProcessIdentity self(String token) throws IOException {
    long pid = ProcessHandle.current().pid();
    long ticks = host.entry(pid).map(ProcessEntry::start).orElse(ProcessEntry.UNKNOWN);
    return new ProcessIdentity(host.bootId(), host.pidNamespace(), pid, ticks, token);
  }

  /**
   * Tells whether the process itself runs.
   *
   * @throws IOException if the host does not report the running processes
   */
  public Liveness inspect(ProcessIdentity identity) throws IOException {
    if (isOfAnotherBoot(identity)) {
      return Liveness.DEAD;
    }
    if (!isComparable(identity) || !identity.pidNamespace().equals(host.pidNamespace())) {
      return Liveness.UNKNOWN;
    }
    Optional<Long> start = host.entry(identity.pid()).map(ProcessEntry::start);
    if (start.isEmpty()) {
      return Liveness.DEAD;
    }
    if (start.get() == ProcessEntry.UNKNOWN || identity.startTicks() == ProcessEntry.UNKNOWN) {
      return Liveness.UNKNOWN;
    }
    return start.get() == identity.startTicks() ? Liveness.ALIVE : Liveness.DEAD;
  }

  /**
   * Returns a check that a view has no active run: each has ended, or its process was certainly
   * dead when {@code now} was read.
   *
   * @throws IOException if the host does not report the running processes
   */
  public Predicate<LedgerView> idle(LedgerView now) throws IOException {
    Set<RunId> dead = new HashSet<>();
    for (RunRecord run : now.runs()) {
      if (run.endedAt() == null && inspect(run.owner()) == Liveness.DEAD) {
        dead.add(run.id());
      }
    }
    return view ->
        view.runs().stream().allMatch(run -> run.endedAt() != null || dead.contains(run.id()));
  }

  /**
   * Ends what is left of the process and of all it started; never this process itself. On a host
   * that finds no carriers, the leftovers of a process that is itself gone are not known.
   *
   * @throws IOException if the host does not report the running processes
   */
  public Survivors endSurvivors(ProcessIdentity identity, Duration grace) throws IOException {
    if (isOfAnotherBoot(identity)) {
      return Survivors.NONE;
    }
    if (!isComparable(identity) || !identity.pidNamespace().equals(host.pidNamespace())) {
      return Survivors.UNKNOWN;
    }
    if (!host.marks() && (isSelf(identity) || inspect(identity) != Liveness.ALIVE)) {
      return Survivors.UNKNOWN;
    }
    ProcessIdentity root = isSelf(identity) ? tokenOnly(identity) : identity;
    boolean gone = new ProcessTree(host, root, descendants(host, root)).end(grace);
    return gone ? Survivors.NONE : Survivors.SOME;
  }

  /**
   * Ends every process that carries the identity's token, whatever started it; not the process
   * itself itself, unless it carries the token too.
   *
   * @return true if it is certain that none of them runs any more
   * @throws IOException if the host does not report the running processes
   */
  public boolean endCarriers(ProcessIdentity identity, Duration grace) throws IOException {
    return endSurvivors(tokenOnly(identity), grace) == Survivors.NONE;
  }

  /**
   * Ends every process whose environment has {@code setting}, as {@code NAME=value}.
   *
   * @return true if it is certain that none of them runs any more
   * @throws IOException if the host does not report the running processes
   */
  public boolean endCarriers(String setting, Duration grace) throws IOException {
    ProcessIdentity noProcess = new ProcessIdentity("", "", -1, ProcessEntry.UNKNOWN, "");
    return host.marks()
        && new ProcessTree(host, noProcess, setting, descendants(host, noProcess)).end(grace);
  }

  /**
   * Returns the numbers of the processes whose environment has {@code setting}, as {@code
   * NAME=value}, except this one; none if this host does not report it.
   *
   * @throws IOException if the host does not report the running processes
   */
  public List<Long> carriers(String setting) throws IOException {
    if (!host.marks()) {
      return List.of();
    }
    return host.entries().stream()
        .map(ProcessEntry::pid)
        .filter(each -> each != ProcessHandle.current().pid() && host.carries(each, setting))
        .toList();
  }

  /**
   * Returns the numbers of the processes that carry the identity's token.
   *
   * @throws IOException if the host does not report the running processes
   */
  public List<Long> carriers(ProcessIdentity identity) throws IOException {
    return carriers(ProcessTree.TOKEN + "=" + identity.token());
  }

  /** Tells whether a process with that number runs, and does not only wait to be reaped. */
  public boolean isRunning(long pid) {
    return host.entry(pid).isPresent();
  }

  private boolean isOfAnotherBoot(ProcessIdentity identity) throws IOException {
    return isComparable(identity) && !identity.bootId().equals(host.bootId());
  }

  /** Tells whether the identity was made by means that this process has too. */
  private boolean isComparable(ProcessIdentity identity) throws IOException {
    return PortableHost.reports(identity.bootId()) == PortableHost.reports(host.bootId());
  }

  private static boolean isSelf(ProcessIdentity identity) {
    return identity.pid() == ProcessHandle.current().pid();
  }

  /** Returns an identity whose session is empty. */
  private static ProcessIdentity tokenOnly(ProcessIdentity identity) {
    return new ProcessIdentity(
        identity.bootId(), identity.pidNamespace(), -1, identity.startTicks(), identity.token());
  }

  /** The possible states of a process that was once stamped. */
  public enum Liveness {
    /** The process runs. */
    ALIVE,
    /** The process has ended, or the machine has been restarted. */
    DEAD,
    /**
     * The state is unknown: the process belongs to another pid namespace, which we cannot see, it
     * was stamped by means that this process does not have, or the host does not report it.
     */
    UNKNOWN
  }

  /** The known leftovers of a process and of all it started, after ending it. */
  public enum Survivors {
    /** Nothing is left. */
    NONE,
    /** Some processes could not be ended. */
    SOME,
    /** This host cannot tell. */
    UNKNOWN
  }
}
