package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.AttemptId;
import java.time.Instant;

/**
 * The landing of an issue's work. Immutable.
 *
 * @param commit the commit that landed it
 * @param target the branch it landed on
 * @param at the time it landed
 * @param attempt the attempt that did the work
 */
public record Landing(String commit, String target, Instant at, AttemptId attempt) {}
