package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.AttemptId;
import java.time.Instant;

/**
 * Something an attempt put right in its issue. Immutable.
 *
 * @param attempt the attempt
 * @param category its kind, one word, lower case
 * @param text what was put right
 * @param at when it was recorded
 */
public record Correction(AttemptId attempt, String category, String text, Instant at) {}
