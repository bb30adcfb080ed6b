package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.AttemptId;
import java.time.Instant;

/**
 * A correction that an attempt made to its issue. Immutable.
 *
 * @param attempt the attempt
 * @param category its kind, one word, lower case
 * @param text a description of the correction
 * @param at the time it was recorded
 */
public record Correction(AttemptId attempt, String category, String text, Instant at) {}
