package dev.roundhouse.orchestrator.internal.process;

import dev.roundhouse.core.ledger.ProcessStamp;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks after processes an earlier run stamped in the ledger. Immutable; safe for use by any number
 * of threads.
 */
public final class Reaper {
  private final Host host;

  /** A reaper for this host. */
  public Reaper() {
    this(Host.here());
  }

  Reaper(Host host) {
    this.host = host;
  }

  /** The kin of the process that {@code stamp} is of. */
  static Descendants kin(Host host, ProcessStamp stamp) {
    return new Descendants(
        host, new ProcessEntry(stamp.pid(), 0, ProcessEntry.NO_SESSION, stamp.startTicks()));
  }

  /**
   * Whether this host tells which processes carry a token. Where it does not, what was started is
   * found by way of its parents only, while they run.
   */
  public boolean findsCarriers() {
    return host.marks();
  }

  /**
   * This process's own stamp.
   *
   * @param token what its children's environments carry
   * @throws IOException if the host does not tell what runs
   */
  public ProcessStamp self(String token) throws IOException {
    long pid = ProcessHandle.current().pid();
    long ticks = host.entry(pid).map(ProcessEntry::start).orElse(ProcessEntry.UNKNOWN);
    return new ProcessStamp(host.bootId(), host.pidNamespace(), pid, ticks, token);
  }

  /**
   * Whether the process itself runs.
   *
   * @throws IOException if the host does not tell what runs
   */
  public Liveness inspect(ProcessStamp stamp) throws IOException {
    if (!stamp.bootId().equals(host.bootId())) {
      return Liveness.DEAD;
    }
    if (!stamp.pidNamespace().equals(host.pidNamespace())) {
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
   * that finds no carriers, what a process has left behind that is gone itself is not known.
   *
   * @throws IOException if the host does not tell what runs
   */
  public Survivors endSurvivors(ProcessStamp stamp, Duration grace) throws IOException {
    if (!stamp.bootId().equals(host.bootId())) {
      return Survivors.NONE;
    }
    if (!stamp.pidNamespace().equals(host.pidNamespace())) {
      return Survivors.UNKNOWN;
    }
    if (!host.marks() && (isSelf(stamp) || inspect(stamp) != Liveness.ALIVE)) {
      return Survivors.UNKNOWN;
    }
    ProcessStamp root = isSelf(stamp) ? tokenOnly(stamp) : stamp;
    boolean gone = new ProcessTree(host, root, kin(host, root)).end(grace);
    return gone ? Survivors.NONE : Survivors.SOME;
  }

  /**
   * Ends every process that carries the stamp's token, whoever started it; not the stamped process
   * itself, unless it carries the token too.
   *
   * @return whether it is certain that none of them runs any more
   * @throws IOException if the host does not tell what runs
   */
  public boolean endCarriers(ProcessStamp stamp, Duration grace) throws IOException {
    return endSurvivors(tokenOnly(stamp), grace) == Survivors.NONE;
  }

  /**
   * Ends every process whose environment has {@code setting}, as {@code NAME=value}.
   *
   * @return whether it is certain that none of them runs any more
   * @throws IOException if the host does not tell what runs
   */
  public boolean endCarriers(String setting, Duration grace) throws IOException {
    ProcessStamp nobody = new ProcessStamp("", "", -1, ProcessEntry.UNKNOWN, "");
    return host.marks() && new ProcessTree(host, nobody, setting, kin(host, nobody)).end(grace);
  }

  private static boolean isSelf(ProcessStamp stamp) {
    return stamp.pid() == ProcessHandle.current().pid();
  }

  /** A stamp whose session nobody is in. */
  private static ProcessStamp tokenOnly(ProcessStamp stamp) {
    return new ProcessStamp(
        stamp.bootId(), stamp.pidNamespace(), -1, stamp.startTicks(), stamp.token());
  }

  /** Whether a process that was stamped once still runs. */
  public enum Liveness {
    /** It runs. */
    ALIVE,
    /** It has ended, or the machine has been started anew. */
    DEAD,
    /** It belongs to another pid namespace, where we cannot look, or the host does not tell. */
    UNKNOWN
  }

  /** What is known to be left of a process and of all it started, after it was to be ended. */
  public enum Survivors {
    /** Nothing. */
    NONE,
    /** Something that could not be ended. */
    SOME,
    /** This host cannot tell. */
    UNKNOWN
  }
}
