package dev.roundhouse.core.ledger;

import java.time.Instant;

/**
 * What a gate said of a tree. Immutable.
 *
 * @param tree the tree's id
 * @param gateKey what else the verdict depends on
 * @param green whether it may land
 * @param evidence what was seen
 * @param millis how long it took
 * @param at when it was said
 */
public record VerdictRecord(
    String tree, String gateKey, boolean green, String evidence, long millis, Instant at) {}
