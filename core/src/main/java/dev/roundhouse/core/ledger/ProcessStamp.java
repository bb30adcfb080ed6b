package dev.roundhouse.core.ledger;

/**
 * What makes a process itself and no other, over restarts of the machine and reuse of numbers.
 * Immutable.
 *
 * @param bootId which start of the machine it belongs to
 * @param pidNamespace in which its number counts
 * @param pid its number
 * @param startTicks when it started, as its host counts: on Linux in clock ticks since the machine
 *     did (field 22 of {@code /proc/<pid>/stat}), elsewhere in milliseconds of the epoch
 * @param token what its environment and its children's carry
 */
public record ProcessStamp(
    String bootId, String pidNamespace, long pid, long startTicks, String token) {}
