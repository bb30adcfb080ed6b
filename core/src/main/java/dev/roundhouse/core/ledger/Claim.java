package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import java.time.Instant;

/**
 * The claim of a worker on an issue. Immutable.
 *
 * @param run the run
 * @param worker the worker in it
 * @param attempt the attempt
 * @param token a fencing token: higher than that of every earlier claim in the ledger
 * @param slot the worktree
 * @param at the time of the claim
 */
public record Claim(
    RunId run, WorkerId worker, AttemptId attempt, long token, String slot, Instant at) {}
