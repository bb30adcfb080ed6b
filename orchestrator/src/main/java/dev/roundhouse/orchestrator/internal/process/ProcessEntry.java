package dev.roundhouse.orchestrator.internal.process;

/**
 * One running process, as reported by its host. Immutable.
 *
 * @param pid its number
 * @param parent its parent's number; 0 if there is none
 * @param session its session's number; {@link #NO_SESSION} if the host does not report it
 * @param start its start time in the host's units; {@link #UNKNOWN} if the host does not report it
 */
record ProcessEntry(long pid, long parent, long session, long start) {
  /** The session of a process whose host reports none. */
  static final long NO_SESSION = -2;

  /** A start time that is not known. */
  static final long UNKNOWN = 0;

  /** Tells whether both are the same process; not certain if a start time is not known. */
  boolean isSame(ProcessEntry other) {
    return pid == other.pid && start == other.start && start != UNKNOWN;
  }
}
