package dev.roundhouse.orchestrator.internal.process;

/**
 * One running process, as its host tells of it. Immutable.
 *
 * @param pid its number
 * @param parent its parent's number; 0 where there is none
 * @param session its session's number; {@link #NO_SESSION} where the host does not tell
 * @param start when it started, as its host counts; {@link #UNKNOWN} where the host does not tell
 */
record ProcessEntry(long pid, long parent, long session, long start) {
  /** The session of a process whose host tells of none. */
  static final long NO_SESSION = -2;

  /** A start that is not known. */
  static final long UNKNOWN = 0;

  /** Whether both are the same process; not certain where a start is not known. */
  boolean isSame(ProcessEntry other) {
    return pid == other.pid && start == other.start && start != UNKNOWN;
  }
}
