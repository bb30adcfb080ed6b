package dev.roundhouse.orchestrator.internal.process;

import dev.roundhouse.core.ledger.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

  /** Returns the descendants of the process with {@code stamp}. */
  static Descendants descendants(Host host, ProcessIdentity stamp) {
    return new Descendants(
        host, new ProcessEntry(stamp.pid(), 0, ProcessEntry.NO_SESSION, stamp.startTicks()));
  }

  /**
   * Tells whether this host reports which processes carry a token. If it does not, descendants are
   * found only by their parents, while those run.
   */
  public boolean findsCarriers() {
    return host.marks();
  }

  /**
   * Returns this process's own stamp.
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
  public Liveness inspect(ProcessIdentity stamp) throws IOException {
    if (isOfAnotherBoot(stamp)) {
      return Liveness.DEAD;
    }
    if (!isComparable(stamp) || !stamp.pidNamespace().equals(host.pidNamespace())) {
      return Liveness.UNKNOWN;
    }
    Optional<Long> start = host.entry(stamp.pid()).map(ProcessEntry::start);
    if (start.isEmpty()) {
      return Liveness.DEAD;
    }
    if (start.get() == ProcessEntry.UNKNOWN || stamp.startTicks() == ProcessEntry.UNKNOWN) {
      return Liveness.UNKNOWN;
    }
    return start.get() == stamp.startTicks() ? Liveness.ALIVE : Liveness.DEAD;
  }

  /**
   * Ends what is left of the process and of all it started; never this process itself. On a host
   * that finds no carriers, the leftovers of a process that is itself gone are not known.
   *
   * @throws IOException if the host does not report the running processes
   */
  public Survivors endSurvivors(ProcessIdentity stamp, Duration grace) throws IOException {
    if (isOfAnotherBoot(stamp)) {
      return Survivors.NONE;
    }
    if (!isComparable(stamp) || !stamp.pidNamespace().equals(host.pidNamespace())) {
      return Survivors.UNKNOWN;
    }
    if (!host.marks() && (isSelf(stamp) || inspect(stamp) != Liveness.ALIVE)) {
      return Survivors.UNKNOWN;
    }
    ProcessIdentity root = isSelf(stamp) ? tokenOnly(stamp) : stamp;
    boolean gone = new ProcessTree(host, root, descendants(host, root)).end(grace);
    return gone ? Survivors.NONE : Survivors.SOME;
  }

  /**
   * Ends every process that carries the stamp's token, whatever started it; not the stamped process
   * itself, unless it carries the token too.
   *
   * @return true if it is certain that none of them runs any more
   * @throws IOException if the host does not report the running processes
   */
  public boolean endCarriers(ProcessIdentity stamp, Duration grace) throws IOException {
    return endSurvivors(tokenOnly(stamp), grace) == Survivors.NONE;
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
   * Returns the numbers of the processes that carry the stamp's token.
   *
   * @throws IOException if the host does not report the running processes
   */
  public List<Long> carriers(ProcessIdentity stamp) throws IOException {
    return carriers(ProcessTree.TOKEN + "=" + stamp.token());
  }

  /** Tells whether a process with that number runs, and does not only wait to be reaped. */
  public boolean isRunning(long pid) {
    return host.entry(pid).isPresent();
  }

  private boolean isOfAnotherBoot(ProcessIdentity stamp) throws IOException {
    return isComparable(stamp) && !stamp.bootId().equals(host.bootId());
  }

  /** Tells whether the stamp was made by means that this process has too. */
  private boolean isComparable(ProcessIdentity stamp) throws IOException {
    return PortableHost.reports(stamp.bootId()) == PortableHost.reports(host.bootId());
  }

  private static boolean isSelf(ProcessIdentity stamp) {
    return stamp.pid() == ProcessHandle.current().pid();
  }

  /** Returns a stamp whose session is empty. */
  private static ProcessIdentity tokenOnly(ProcessIdentity stamp) {
    return new ProcessIdentity(
        stamp.bootId(), stamp.pidNamespace(), -1, stamp.startTicks(), stamp.token());
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
