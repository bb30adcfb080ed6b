/**
 * Runs one attempt at an issue, from its worktree to work that waits to land. Start at {@link
 * dev.roundhouse.orchestrator.internal.attempt.Attempt}.
 */
@NullMarked
package dev.roundhouse.orchestrator.internal.attempt;

import org.jspecify.annotations.NullMarked;
