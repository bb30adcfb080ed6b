package dev.roundhouse.orchestrator.process;

import dev.roundhouse.core.ledger.ProcessStamp;
import java.io.IOException;
import java.time.Duration;

/**
 * Looks after processes an earlier run stamped in the ledger. Stateless; safe for use by any number
 * of threads.
 */
public final class Reaper {
  /** A reaper. */
  public Reaper() {}

  /**
   * This process's own stamp.
   *
   * @param token what its children's environments carry
   * @throws IOException if {@code /proc} cannot be read
   */
  public ProcessStamp self(String token) throws IOException {
    long pid = ProcessHandle.current().pid();
    long ticks = Proc.entry(pid).map(Proc.Entry::startTicks).orElse(0L);
    return new ProcessStamp(Proc.bootId(), Proc.pidNamespace(), pid, ticks, token);
  }

  /**
   * Whether the process itself runs.
   *
   * @throws IOException if {@code /proc} cannot be read
   */
  public Liveness inspect(ProcessStamp stamp) throws IOException {
    if (!stamp.bootId().equals(Proc.bootId())) {
      return Liveness.DEAD;
    }
    if (!stamp.pidNamespace().equals(Proc.pidNamespace())) {
      return Liveness.UNKNOWN;
    }
    return Proc.entry(stamp.pid())
            .filter(entry -> entry.startTicks() == stamp.startTicks())
            .isPresent()
        ? Liveness.ALIVE
        : Liveness.DEAD;
  }

  /**
   * Ends what is left of the process and of all it started; never this process itself.
   *
   * @return whether it is certain that nothing of it runs any more
   * @throws IOException if {@code /proc} cannot be read
   */
  public boolean endSurvivors(ProcessStamp stamp, Duration grace) throws IOException {
    if (!stamp.bootId().equals(Proc.bootId())) {
      return true;
    }
    if (!stamp.pidNamespace().equals(Proc.pidNamespace())) {
      return false;
    }
    return new ProcessTree(isSelf(stamp) ? tokenOnly(stamp) : stamp).end(grace);
  }

  /**
   * Ends every process that carries the stamp's token, whoever started it; not the stamped process
   * itself, unless it carries the token too.
   *
   * @return whether it is certain that none of them runs any more
   * @throws IOException if {@code /proc} cannot be read
   */
  public boolean endCarriers(ProcessStamp stamp, Duration grace) throws IOException {
    return endSurvivors(tokenOnly(stamp), grace);
  }

  /**
   * Ends every process whose environment has {@code setting}, as {@code NAME=value}.
   *
   * @return whether it is certain that none of them runs any more
   * @throws IOException if {@code /proc} cannot be read
   */
  public boolean endCarriers(String setting, Duration grace) throws IOException {
    return new ProcessTree(new ProcessStamp("", "", -1, 0, ""), setting).end(grace);
  }

  private static boolean isSelf(ProcessStamp stamp) {
    return stamp.pid() == ProcessHandle.current().pid();
  }

  /** A stamp whose session nobody is in. */
  private static ProcessStamp tokenOnly(ProcessStamp stamp) {
    return new ProcessStamp(
        stamp.bootId(), stamp.pidNamespace(), -1, stamp.startTicks(), stamp.token());
  }
}
