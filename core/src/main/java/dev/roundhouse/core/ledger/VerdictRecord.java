package dev.roundhouse.core.ledger;

import java.time.Instant;

/**
 * The verdict of a gate on a tree. Immutable.
 *
 * @param tree the tree's id
 * @param gateKey everything else the verdict depends on
 * @param green true if the tree may land
 * @param evidence the evidence
 * @param millis the duration in milliseconds
 * @param at the time of the verdict
 */
public record VerdictRecord(
    String tree, String gateKey, boolean green, String evidence, long millis, Instant at) {}
