package dev.roundhouse.core.ledger;

/**
 * The identity of a process, unique across restarts of the machine and reuse of process ids.
 * Immutable.
 *
 * @param bootId the start of the machine it belongs to
 * @param pidNamespace the namespace of its process id
 * @param pid its process id
 * @param startTicks its start time as its host counts: on Linux in clock ticks since the machine
 *     started (field 22 of {@code /proc/<pid>/stat}), elsewhere in milliseconds since the epoch
 * @param token the token in its environment and that of its children
 */
public record ProcessIdentity(
    String bootId, String pidNamespace, long pid, long startTicks, String token) {}
